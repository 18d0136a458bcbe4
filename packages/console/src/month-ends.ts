import { endOfMonth } from 'tidemark'

/** So many marks at most: more of them would be a bar of nothing else. */
const MOST_MONTHS = 600

/** After so long without a movement, in milliseconds, the months since say nothing any more. */
const LONG_AGO = 366 * 24 * 3_600_000

/** When the first and the last movement occurred, and the time now. */
interface Span {
  readonly first: number
  readonly last: number
  readonly now: number
}

/**
 * The ends of the months that are over, from the first movement on, in a time zone: up to now, or, where nothing has moved
 * for long, to the end of the month of the last movement.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for a zone there is none of.
 */
export function monthEndsOf({ first, last, now }: Span, zone: string): readonly number[] {
  const start = new Date(first)
  const isLongAgo = now - last > LONG_AGO
  const ends: number[] = []
  let end = -Infinity
  // A month before, as it may end later there.
  for (let month = -1; ends.length < MOST_MONTHS; month++) {
    if (isLongAgo && end >= last) return ends
    const day = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1))
    end = endOfMonth(zone, day.toISOString().slice(0, 7))
    if (end > Math.max(last, now)) return ends
    if (end >= first) ends.push(end)
  }
  return ends
}
