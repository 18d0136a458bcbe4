import { LogError } from './errors.ts'
import type { JsonObject } from './json.ts'
import type { JsonText } from './json-text.ts'

declare const positionBrand: unique symbol

/** A place in the total order of a log: a safe integer that only grows; not necessarily without gaps. */
export type Position = number & { readonly [positionBrand]: true }

/**
 * Makes a `Position` of a number that was kept elsewhere, such as a checkpoint.
 * Throws `INVALID_ARGUMENT` unless it is a safe integer of 0 or more.
 *
 * @example
 * log.follow({ after: position(checkpoint) })
 */
export function position(value: number): Position {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new LogError('INVALID_ARGUMENT', `a position is a safe integer of 0 or more, not ${value}`)
  }
  // The brand exists in types only: this check is what it stands for.
  return value as Position
}

/** The position before the first event. */
export const START: Position = position(0)

/** The revision of a stream that does not exist yet; the first event of a stream has revision 0. */
export const NO_STREAM = -1

/** An event to be recorded. */
export interface NewEvent {
  /** Chosen by the host, unique in its stream: recording it twice is recording it once. */
  readonly id: string
  readonly type: string
  readonly data: JsonObject | JsonText
  /** `recordedAt` (an ISO instant with offset) carries the original time of recording of a copied history. */
  readonly metadata?: JsonObject | JsonText | undefined
}

/** Events to be added to one stream. */
export interface StreamAppend {
  readonly stream: string
  readonly events: readonly NewEvent[]
  /** The revision the stream has before this append; `NO_STREAM` for a new stream; 'any' when it does not matter. */
  readonly expectedRevision: number | 'any'
}

/** Where the events of one `StreamAppend` stand, now or since an earlier, equal append. */
export interface AppendResult {
  readonly stream: string
  readonly firstRevision: number
  readonly lastRevision: number
  readonly firstPosition: Position
  readonly lastPosition: Position
  /** When the last of the events was recorded, in milliseconds since 1970 UTC. */
  readonly recordedAt: number
  /** True when the events had been recorded before and nothing was written. */
  readonly alreadyThere: boolean
}

/** An event as the log keeps it. */
export interface RecordedEvent {
  readonly stream: string
  /** Place in the stream: 0, 1, 2, ... without gaps. */
  readonly revision: number
  readonly position: Position
  /** When it became known, in milliseconds since 1970 UTC: the clock of the log, or `metadata.recordedAt`. */
  readonly recordedAt: number
  readonly id: string
  readonly type: string
  /** Null when what is stored is not a JSON object: `rawData` then has the text as it is. */
  readonly data: JsonObject | null
  readonly metadata: JsonObject
  readonly rawData?: string
}

/** In-band mark of a follower: every matching event up to this position has been delivered. */
export interface CaughtUp {
  readonly caughtUp: Position
}

/** How long and how patiently to wait. */
export interface WaitOptions {
  /** Aborting rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** Time limit in milliseconds. */
  readonly timeoutMs?: number | undefined
}

/** Which part of a stream to read; bounds are inclusive in both directions. */
export interface ReadStreamOptions {
  /** Lowest revision wanted; 0 by default. */
  readonly from?: number | undefined
  /** Highest revision wanted; the last one by default. */
  readonly to?: number | undefined
  /** 'backwards' starts at the highest revision. */
  readonly direction?: 'forwards' | 'backwards' | undefined
  /** The most events to deliver in all. */
  readonly limit?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Which events a reader of the whole log wants; an empty list wants none. */
export interface EventFilter {
  /** Streams whose name starts with one of these, taken literally. */
  readonly streamPrefixes?: readonly string[] | undefined
  readonly types?: readonly string[] | undefined
}

/** Which part of the log to read: after a position (exclusive), through a position (inclusive). */
export interface ReadAllOptions extends EventFilter {
  readonly after?: Position | undefined
  /** The head when reading starts, by default and at most. */
  readonly through?: Position | undefined
  /** 'backwards' starts at `through`. */
  readonly direction?: 'forwards' | 'backwards' | undefined
  /** The most events to deliver in all. */
  readonly limit?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Where a follower starts (exclusive) and what it wants. */
export interface FollowOptions extends EventFilter {
  readonly after?: Position | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Where facts are kept: an append-only log of events in streams.
 *
 * Promises, tested by one conformance suite for every implementation: one total order; revisions without gaps; what
 * is acknowledged is durable where the log is; appending the same ids at the same expected revision again succeeds
 * with the first positions; a wrong expected revision writes nothing; a follower gets every event after its
 * position once, in order; an `AbortSignal` stops anything; every wait has a time limit.
 *
 * Reads deliver chunks of bounded size, never empty: one step of asynchronous iteration for each event is too slow
 * at ten million events. Stopping to pull stops the reading.
 *
 * @example
 * const log = memoryLog()
 * await log.append([{ stream: 'item-1', expectedRevision: NO_STREAM, events: [{ id: 'm1', type: 'StockReceived', data: { quantity: '5' } }] }])
 * for await (const chunk of log.readAll()) for (const event of chunk) console.log(event.stream, event.data)
 */
export interface EventLog {
  /** True when a batch over several streams is written as a whole or not at all; else each stream is. */
  readonly atomicAcrossStreams: boolean

  /**
   * Records events; resolves when they are durable, with one result for each `StreamAppend`.
   *
   * At the present revision the events are written, and an id the stream already has is `DUPLICATE_EVENT_ID`. At an
   * earlier revision, or with 'any', the append succeeds as `alreadyThere` when exactly these ids stand there in this
   * order. Anything else is `WRONG_EXPECTED_REVISION` (details: stream, expected, actual), with 'any'
   * `DUPLICATE_EVENT_ID`. Ids decide; data is not compared. A stream may come several times in a batch when each
   * expected revision follows on.
   *
   * Throws also `EMPTY_APPEND`, `NOT_JSON`, `EVENT_TOO_LARGE`, `INVALID_ARGUMENT`, `RECORDED_AT_BACKWARDS`, and what the
   * storage has to say (`LOG_BUSY`, `LOG_FULL`, `LOG_READ_ONLY`, ...).
   */
  append(batch: readonly StreamAppend[], options?: WaitOptions): Promise<AppendResult[]>

  /** The events of a stream that have these ids, in order of revision; ids that are not there are left out. */
  find(stream: string, ids: readonly string[], options?: WaitOptions): Promise<RecordedEvent[]>

  /** The revision of the last event of a stream, `NO_STREAM` (-1) when there is none. */
  revision(stream: string): Promise<number>

  /** Reads one stream in chunks, up to what it holds when reading starts; nothing when there is no such stream. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<readonly RecordedEvent[]>

  /** Reads the log in order of position in chunks. Throws `POSITION_BEYOND_HEAD` when `after` lies beyond the head. */
  readAll(options?: ReadAllOptions): AsyncIterable<readonly RecordedEvent[]>

  /**
   * Delivers what is there after a position, then what comes, until aborted. A `CaughtUp` mark stands where the follower
   * reaches the head for the first time, also when no event up to there matched; more may follow, whenever it is at the
   * head again. Throws `POSITION_BEYOND_HEAD`.
   */
  follow(options?: FollowOptions): AsyncIterable<readonly RecordedEvent[] | CaughtUp>

  /** The position of the last event, `START` when there is none. */
  head(): Promise<Position>

  /**
   * Tells this log from any other for as long as it is there, also from one with the same events that was made in its place: what was
   * read of the one and kept is no answer about the other. A log without it is told by where its last event stands alone.
   */
  identity?(): Promise<string | undefined>

  /** Finishes the appends that were asked for and releases the storage; what comes later throws `LOG_CLOSED`. */
  close(): Promise<void>
}
