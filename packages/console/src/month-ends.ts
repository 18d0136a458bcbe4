import { endOfMonth } from 'tidemark'

/** So many marks at most: more of them would be a bar of nothing else. */
const MOST_MONTHS = 600

/**
 * The ends of the months that end between two instants, in a time zone.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for a zone there is none of.
 */
export function monthEndsBetween(from: number, to: number, zone: string): readonly number[] {
  const start = new Date(from)
  const ends: number[] = []
  // A month before, as it may end later there.
  for (let month = -1; ends.length < MOST_MONTHS; month++) {
    const first = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1))
    const end = endOfMonth(zone, first.toISOString().slice(0, 7))
    if (end > to) return ends
    if (end >= from) ends.push(end)
  }
  return ends
}
