import { type EventStoreDBClient, FORWARDS, START as FROM_START } from '@eventstore/db-client'
import { type EventFilter, type Position, type RecordedEvent, START } from '@tidemark/log'
import { type Connection, patiently, tellsCaughtUp } from './connection.ts'
import { EventStoreError } from './errors.ts'
import { type Limit, limitOf, TimeLimit, timeLeft } from './limit.ts'
import type { Mark, Resolved, ServerPosition, Source } from './pump.ts'
import { BUFFERED_EVENTS, recorded } from './read-stream.ts'
import { chunksOf, isBadPosition, type Reading, type ReadingOptions } from './reading.ts'
import { positionOf } from './stored-event.ts'
import { refuseLimits } from './stream-state.ts'
import { subscribe } from './subscription.ts'

/** What to read of the whole log: positions over `after` and up to `through`. */
export interface LogPart extends EventFilter {
  readonly after: Position
  readonly through: Position
}

/** The last event of a stream that was deleted for good. */
const TOMBSTONE = '$streamDeleted'

/** The node that answers has not got everything yet that another one has shown. */
class NodeBehind extends Error {
  override readonly name = 'NodeBehind'
  readonly type = 'unavailable'
}

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
  const { severalNodes } = connection.target
  const seen = () => Math.max(delivered, Number(checkpoint?.commit ?? 0n))
  let over = false
  let plain = !tellsMarks
  /** No record stands where it should go on: it begins at the start and passes over what has been delivered. */
  let fromStart = false
  /** Whether the call now open has brought anything. */
  let begun = false
  let spent = false
  /** Where a node that is behind was seen to be, and how long to wait for more. */
  let lag: { readonly at: number; readonly limit: Limit } | undefined

  const mark = (step: Mark) => {
    if (step.mark === 'caught-up') {
      // A node of a cluster has caught up with what it has: whether that was all is seen by reading on to the very record.
      if (severalNodes && seen() < through) spent = plain = true
      else over = true
    }
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
      begun = spent = false
      return plain
        ? plainRead(client, fromStart ? at(START) : start())
        : subscription(connection, part, fromStart ? at(START) : start())
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
    get spent() {
      return spent
    },
    ended() {
      if (!severalNodes || seen() >= through) return true
      if (lag === undefined || lag.at < seen()) lag = { at: seen(), limit: newLimit() }
      const what = `${connection.target.shown}: the node has got position ${seen()} of ${through}`
      throw timeLeft(lag.limit) > 0 ? new NodeBehind(what) : new EventStoreError('SERVER_SILENT', what)
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

function subscription(
  { internals }: Connection,
  { streamPrefixes }: EventFilter,
  after: ServerPosition,
): Promise<Source> {
  return subscribe(internals, {
    after: after.commit === 0n ? undefined : after,
    streamPrefixes:
      streamPrefixes === undefined || streamPrefixes.includes('')
        ? undefined
        : // The metadata of the streams comes along, because it may take events away from them.
          [...streamPrefixes, ...streamPrefixes.map((prefix) => `$$${prefix}`)],
  })
}

function at(position: number): ServerPosition {
  return { commit: BigInt(position), prepare: BigInt(position) }
}

function plainRead(client: EventStoreDBClient, from: ServerPosition): Source {
  const stream = client.readAll(
    {
      direction: FORWARDS,
      fromPosition: from.commit === 0n ? FROM_START : from,
    },
    { highWaterMark: BUFFERED_EVENTS },
  )
  return { stream, cancel: () => stream.cancel(), endless: false }
}
