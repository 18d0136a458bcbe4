import { LogError } from './errors.ts'
import {
  type EventFilter,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  START,
} from './event-log.ts'

/** The most events in one chunk. */
export const CHUNK_EVENTS = 1000

/** The most text of data in one chunk, in bytes; an event that is larger comes alone. */
export const CHUNK_BYTES = 8 * 1_048_576

/** A part of a stream: revisions `from` to `to`, both inclusive; empty when `to` is less. */
export interface StreamRange {
  readonly from: number
  readonly to: number
  readonly backwards: boolean
}

/** Cuts the range asked for to what a stream at this revision holds and to the limit. Throws `INVALID_ARGUMENT`. */
export function streamRange(options: ReadStreamOptions, revision: number): StreamRange {
  const limit = wholeNumber('limit', options.limit, Number.MAX_SAFE_INTEGER)
  const from = wholeNumber('from', options.from, 0)
  const to = Math.min(wholeNumber('to', options.to, revision), revision)
  if (options.direction === 'backwards') return { from: Math.max(from, to - limit + 1), to, backwards: true }
  return { from, to: Math.min(to, from + limit - 1), backwards: false }
}

/** A part of the log: positions over `after` and up to `through`; empty when `through` is not greater. */
export interface LogRange {
  readonly after: Position
  readonly through: Position
  readonly backwards: boolean
  readonly limit: number
}

/** Cuts the range asked for to what the log holds. Throws `INVALID_ARGUMENT`, `POSITION_BEYOND_HEAD`. */
export function logRange(options: ReadAllOptions, head: Position): LogRange {
  const { after = START, through = head } = options
  if (after > head) {
    const what = `reading after position ${after}, the head is ${head}`
    throw new LogError('POSITION_BEYOND_HEAD', what, { after, head })
  }
  return {
    after,
    through: through < head ? through : head,
    backwards: options.direction === 'backwards',
    limit: wholeNumber('limit', options.limit, Number.MAX_SAFE_INTEGER),
  }
}

/** Whether a filter lets every event pass. */
export function passesAll({ streamPrefixes, types }: EventFilter): boolean {
  return types === undefined && (streamPrefixes === undefined || streamPrefixes.includes(''))
}

function wholeNumber(name: string, value: number | undefined, byDefault: number): number {
  if (value === undefined) return byDefault
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new LogError('INVALID_ARGUMENT', `${name} must be a whole number of 0 or more, not ${value}`)
}
