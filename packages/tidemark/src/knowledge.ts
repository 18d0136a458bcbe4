import { companyStream } from '@tidemark/domain'
import type { EventLog, RecordedEvent } from '@tidemark/log'
import { position as logPosition } from '@tidemark/log'
import { TidemarkError } from './errors.ts'
import type { Reader } from './reading/reader.ts'
import type { LastRead } from './reading/reading.ts'
import type { RecordingTimes } from './reading/recording-times.ts'
import { type TimeInput, toInstant } from './time.ts'

/** The last event known: a point of knowledge that survives a copy to another log. */
export interface KnowledgePoint {
  readonly stream: string
  readonly revision: number
}

/** A point of knowledge as a caller may give it: an instant of recording, `stream@revision`, or the pair. */
export type KnowledgeInput = TimeInput | KnowledgePoint

const STREAM_AT_REVISION = /^(.+)@(\d{1,15})$/

/**
 * The position a point of knowledge stands for in this log.
 *
 * @throws TidemarkError `UNKNOWN_KNOWLEDGE_POINT` when there is no such event, `INVALID_TIME`.
 */
export async function positionOf(
  input: KnowledgeInput,
  log: EventLog,
  reader: Pick<Reader, 'prefix' | 'times'>,
): Promise<number> {
  if (typeof input === 'object' && !(input instanceof Date)) return positionOfEvent(input, log, reader)
  const match = typeof input === 'string' ? STREAM_AT_REVISION.exec(input) : null
  if (match === null) return reader.times.positionAt(toInstant(input))
  return positionOfEvent({ stream: match[1] ?? '', revision: Number(match[2]) }, log, reader)
}

async function positionOfEvent(
  { stream, revision }: KnowledgePoint,
  log: EventLog,
  reader: Pick<Reader, 'prefix'>,
): Promise<number> {
  if (stream.startsWith(reader.prefix) && Number.isSafeInteger(revision) && revision >= 0) {
    const read = log.readStream(stream, { from: revision, to: revision, limit: 1 })
    for await (const [event] of read) if (event !== undefined) return event.position
  }
  throw new TidemarkError('UNKNOWN_KNOWLEDGE_POINT', `${stream}@${revision}`)
}

/** Where the last event of the workspace at or before a position stands, if there is one; of the last that was read it is at hand. */
export async function lastReadAt(position: number, log: EventLog, reader: Reader): Promise<LastRead | null> {
  const { last } = reader
  if (last !== null && last.position <= position && position <= reader.position) return last
  return lastEventAt(position, log, reader)
}

/** The last event of the workspace at or before a position, if there is one. */
export async function lastEventAt(
  position: number,
  log: EventLog,
  reader: Reader,
): Promise<RecordedEvent | null> {
  const streamPrefixes = [reader.prefix]
  // Who has read the log knows where it stands: searching backwards would look at what others wrote since, too.
  const read =
    position <= reader.position
      ? log.readAll({ ...between(reader.times, position), streamPrefixes })
      : log.readAll({
          through: logPosition(Math.max(position, 0)),
          streamPrefixes,
          direction: 'backwards',
          limit: 1,
        })
  for await (const [event] of read) if (event !== undefined) return event
  return null
}

/** The part of the log that holds just the last event at or before a position. */
function between(times: RecordingTimes, position: number) {
  const through = times.lastThrough(position)
  return { after: logPosition(times.lastThrough(through - 1)), through: logPosition(through) }
}

/** What the names of the streams begin with that hold facts of stock: all but those of snapshots and their rules. */
export function factStreams({ prefix }: Pick<Reader, 'prefix'>): readonly string[] {
  return ['item-', 'branch-', companyStream].map((stream) => prefix + stream)
}

/**
 * The last fact of stock at or before a position, if there is one; else the last event of any kind. What was written of
 * snapshots and their rules meanwhile changes no view, and would make two equal snapshots look as if they knew different
 * things.
 */
export async function lastFactAt(
  position: number,
  log: EventLog,
  reader: Reader,
): Promise<RecordedEvent | null> {
  const through = logPosition(Math.max(position, 0))
  const read = log.readAll({ through, streamPrefixes: factStreams(reader), direction: 'backwards', limit: 1 })
  for await (const [event] of read) if (event !== undefined) return event
  return lastEventAt(position, log, reader)
}
