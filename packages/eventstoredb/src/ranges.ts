import {
  type EventFilter,
  LogError,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  START,
} from '@tidemark/log'
import type { LogPart } from './read-all.ts'
import type { StreamPart } from './read-stream.ts'

/** The part of a stream that is asked for. Looks for its end only when the range has none. Throws `INVALID_ARGUMENT`. */
export async function streamPart(
  { from, to, limit, direction }: ReadStreamOptions,
  revision: () => Promise<number>,
): Promise<StreamPart> {
  const most = wholeNumber('limit', limit, Number.MAX_SAFE_INTEGER)
  const first = wholeNumber('from', from, 0)
  const last = wholeNumber('to', to, Number.POSITIVE_INFINITY)
  const backwards = direction === 'backwards'
  // Backwards a read begins at the end by itself, and what comes later does not concern it.
  const end = backwards || last !== Number.POSITIVE_INFINITY || most === 0 ? last : await revision()
  return { from: first, to: end, backwards, most }
}

/** The part of the log that is asked for. Throws `INVALID_ARGUMENT`, `POSITION_BEYOND_HEAD`. */
export function logPart(
  { after = START, through, limit, streamPrefixes, types }: ReadAllOptions,
  head: Position,
): LogPart & { readonly limit: number; readonly nothing: boolean } {
  if (after > head) {
    const what = `reading after position ${after}, the head is ${head}`
    throw new LogError('POSITION_BEYOND_HEAD', what, { after, head })
  }
  return {
    after,
    through: through !== undefined && through < head ? through : head,
    streamPrefixes,
    types,
    limit: wholeNumber('limit', limit, Number.MAX_SAFE_INTEGER),
    nothing: wantsNothing({ streamPrefixes, types }),
  }
}

/** Whether a filter lets no event pass. */
export function wantsNothing({ streamPrefixes, types }: EventFilter): boolean {
  return streamPrefixes?.length === 0 || types?.length === 0
}

function wholeNumber(name: string, value: number | undefined, byDefault: number): number {
  if (value === undefined) return byDefault
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new LogError('INVALID_ARGUMENT', `${name} must be a whole number of 0 or more, not ${value}`)
}
