import {
  type EventStoreDBClient,
  FORWARDS,
  START as FROM_START,
  streamNameFilter,
} from '@eventstore/db-client'
import { type EventFilter, type Position, type RecordedEvent, START } from '@tidemark/log'
import { type Connection, patiently, tellsCaughtUp } from './connection.ts'
import { EventStoreError } from './errors.ts'
import { type Limit, limitOf, TimeLimit } from './limit.ts'
import type { Mark, Resolved, ServerPosition, Source } from './pump.ts'
import { BUFFERED_EVENTS, recorded } from './read-stream.ts'
import { chunksOf, isBadPosition, type Reading, type ReadingOptions } from './reading.ts'
import { positionOf } from './stored-event.ts'
import { refuseLimits } from './stream-state.ts'

/** What to read of the whole log: positions over `after` and up to `through`. */
export interface LogPart extends EventFilter {
  readonly after: Position
  readonly through: Position
}

/** The server looks at 32 times as many records between two checkpoints; less often is less talk. */
const CHECKPOINT_INTERVAL = 32

/** The last event of a stream that was deleted for good. */
const TOMBSTONE = '$streamDeleted'

/** Reads a part of the log forwards, in chunks. */
export async function* logChunks(
  connection: Connection,
  part: LogPart,
  options: ReadingOptions,
): AsyncGenerator<readonly RecordedEvent[], void> {
  if (part.after >= part.through) return
  const newLimit = () => limitOf(options.timeoutMs, options.signal)
  const marks = await patiently(connection, newLimit(), options.timeoutMs, () => tellsCaughtUp(connection))
  yield* chunksOf(connection, logReading(connection, part, newLimit, marks), options)
}

/** Whether the library asked for an event: never for one of the server's own. */
export function passes(stream: string, type: string, { streamPrefixes, types }: EventFilter): boolean {
  return (
    (streamPrefixes === undefined ? !stream.startsWith('$') : startsWithOne(stream, streamPrefixes)) &&
    (types === undefined || types.includes(type))
  )
}

function startsWithOne(stream: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => stream.startsWith(prefix) && (prefix !== '' || !stream.startsWith('$')))
}

/**
 * The forward reading. The client cannot read with a filter, but subscribe with one: the server then skips what belongs
 * to others, ten times as fast as it could be sent. The subscription ends here as soon as it has shown all there was.
 */
function logReading(
  connection: Connection,
  part: LogPart,
  newLimit: () => Limit,
  tellsMarks: boolean,
): Reading {
  const { through } = part
  const make = recorded(connection)
  /** Up to here everything has been delivered. */
  let delivered: number = part.after
  /** How far the server has looked, if that is further. */
  let checkpoint: ServerPosition | undefined
  let over = false
  let plain = !tellsMarks
  /** No record stands where it should go on: it begins at the start and passes over what has been delivered. */
  let fromStart = false
  /** Whether the call now open has brought anything. */
  let begun = false

  const mark = (step: Mark) => {
    if (step.mark === 'caught-up') over = true
    // Some servers say 2^64 - 1 when they do not know.
    else if (step.at.commit > Number.MAX_SAFE_INTEGER) return undefined
    else if (step.at.commit >= through) over = true
    else if (step.at.commit > delivered) {
      checkpoint = step.at
      fromStart = false
    }
    return undefined
  }
  const start = () => (checkpoint !== undefined && checkpoint.commit > delivered ? checkpoint : at(delivered))

  return {
    open() {
      const { client } = connection
      begun = false
      return plain
        ? plainRead(client, fromStart ? START : delivered)
        : subscription(client, part, fromStart ? at(START) : start())
    },
    take(step: Resolved | Mark) {
      begun = true
      if ('mark' in step) return mark(step)
      if (step.event === undefined) return undefined
      const position = positionOf(step.event.position?.commit, step.commitPosition)
      over = position >= through
      if (position > through || position <= delivered) return undefined
      delivered = position
      fromStart = false
      const { streamId, type } = step.event
      if (type === TOMBSTONE && startsWithOne(streamId, part.streamPrefixes ?? [])) {
        throw new EventStoreError('STREAM_DELETED', `stream ${streamId} on ${connection.target.shown}`)
      }
      if (passes(streamId, type, part)) return make(step.event, step.commitPosition)
      return limitsOf(connection, streamId, type, part, newLimit)
    },
    get over() {
      return over
    },
    failed(error) {
      // Without a mark from the server only a read comes to an end by itself.
      if (error instanceof TimeLimit && !plain) plain = true
      else if (isBadPosition(error) && !begun) fromStart = true
      return false
    },
  }
}

/** A change of the metadata of a stream that is being read: if it makes the stream lose events, that is the end. */
function limitsOf(
  connection: Connection,
  stream: string,
  type: string,
  { streamPrefixes }: EventFilter,
  newLimit: () => Limit,
): Promise<undefined> | undefined {
  if (type !== '$metadata' || streamPrefixes === undefined || !stream.startsWith('$$')) return undefined
  const subject = stream.slice(2)
  if (!startsWithOne(subject, streamPrefixes)) return undefined
  return refuseLimits(connection, subject, newLimit()).then(() => undefined)
}

function subscription(client: EventStoreDBClient, part: EventFilter, after: ServerPosition): Source {
  const marks: { tell?: (mark: Mark) => void } = {}
  const { streamPrefixes } = part
  const filtered = streamPrefixes !== undefined && !streamPrefixes.includes('')
  const filter = streamNameFilter({
    // The metadata of the streams comes along, because it may take events away from them.
    prefixes: [...(streamPrefixes ?? []), ...(streamPrefixes ?? []).map((prefix) => `$$${prefix}`)],
    checkpointInterval: CHECKPOINT_INTERVAL,
    checkpointReached: async (_, at) => marks.tell?.({ mark: 'checkpoint', at }),
  })
  const stream = client.subscribeToAll(
    {
      fromPosition: after.commit === 0n ? FROM_START : after,
      ...(filtered ? { filter } : {}),
    },
    { highWaterMark: BUFFERED_EVENTS },
  )
  stream.on('caughtUp', () => marks.tell?.({ mark: 'caught-up' }))
  return { stream, cancel: () => stream.unsubscribe(), endless: true, marks }
}

function at(position: number): ServerPosition {
  return { commit: BigInt(position), prepare: BigInt(position) }
}

function plainRead(client: EventStoreDBClient, from: number): Source {
  const stream = client.readAll(
    {
      direction: FORWARDS,
      fromPosition: from === START ? FROM_START : at(from),
    },
    { highWaterMark: BUFFERED_EVENTS },
  )
  return { stream, cancel: () => stream.cancel(), endless: false }
}
