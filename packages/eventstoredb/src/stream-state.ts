import { NO_STREAM, parseJsonObject, type RecordedEvent } from '@tidemark/log'
import type { Connection } from './connection.ts'
import { EventStoreError } from './errors.ts'
import type { KnownStream } from './known-streams.ts'
import { type Limit, timeLeft } from './limit.ts'
import { LAST_EVENT, type StreamPart, streamChunks } from './read-stream.ts'

/** What in the metadata of a stream makes it lose events. */
const LIMITS = ['$maxAge', '$maxCount', '$tb'] as const

/** Reads a part of a stream for the log itself. */
export async function readPart(
  connection: Connection,
  stream: string,
  part: StreamPart,
  limit: Limit,
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  const options = { timeoutMs: timeLeft(limit), signal: limit.signal, gate: connection.shortReads }
  for await (const chunk of streamChunks(connection, stream, part, options)) events.push(...chunk)
  return events
}

/** The revision of the last event of a stream, `NO_STREAM` when there is none. Throws `STREAM_LIMITED`. */
export async function lastRevision(connection: Connection, stream: string, limit: Limit): Promise<number> {
  const [event] = await readPart(connection, stream, LAST_EVENT, limit)
  if (event !== undefined) return event.revision
  // What was deleted looks like what never was.
  await refuseLimits(connection, stream, limit)
  return NO_STREAM
}

/** Refuses a stream whose metadata makes it lose events. Throws `STREAM_LIMITED`. */
export async function refuseLimits(connection: Connection, stream: string, limit: Limit): Promise<void> {
  const [event] = await readPart(connection, `$$${stream}`, LAST_EVENT, limit)
  const metadata = parseJsonObject(event?.rawData ?? '')
  const carried = LIMITS.filter((key) => (metadata?.[key] ?? null) !== null)
  if (carried.length > 0) throw limited(connection, stream, carried.join(', '))
}

/** The error of a stream that has lost events. */
export function limited(connection: Connection, stream: string, how: string): EventStoreError {
  const { shown } = connection.target
  return new EventStoreError('STREAM_LIMITED', `stream ${stream} on ${shown} (${how})`, { stream })
}

/** Makes the next look at a stream a thorough one: something was not as it should have been. */
export function doubt(connection: Connection, stream: string): void {
  const known = connection.streams.get(stream)
  if (known !== undefined) known.checked = false
}

/** What is known of a stream, up to its end. Reads the whole stream the first time, later only what is new. */
export async function knownToItsEnd(
  connection: Connection,
  stream: string,
  limit: Limit,
): Promise<KnownStream> {
  const known = connection.streams.get(stream) ?? connection.streams.begin(stream)
  const read = readOn(connection, stream, known, limit)
  if (known.checked) await read
  else await Promise.all([read, refuseLimits(connection, stream, limit)])
  known.checked = true
  return known
}

async function readOn(
  connection: Connection,
  stream: string,
  known: KnownStream,
  limit: Limit,
): Promise<void> {
  const most = Number.POSITIVE_INFINITY
  const rest = { from: known.ids.count, to: Number.POSITIVE_INFINITY, backwards: false, most }
  const options = { timeoutMs: timeLeft(limit), signal: limit.signal, gate: connection.shortReads }
  for await (const chunk of streamChunks(connection, stream, rest, options)) {
    for (const { revision, id } of chunk) {
      // Each event has been noted as it passed by, unless its stream was forgotten meanwhile for want of room.
      if (revision === known.ids.count) known.ids.add(id)
      if (revision > known.ids.count) throw limited(connection, stream, `no revision ${known.ids.count}`)
    }
  }
}
