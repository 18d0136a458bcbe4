import { endOfMonth, type InventoryView } from 'tidemark'

/** When each movement of a view occurred, in milliseconds since the epoch, in order. */
export function timesOf(view: InventoryView): Float64Array {
  const times: number[] = []
  let last: object | null = null
  view.stock.effects({}, (_item, fact, effect) => {
    if (effect.effect !== 'moved' || fact === last) return
    last = fact
    times.push(fact.occurredAt)
  })
  return Float64Array.from(times).sort()
}

/** How many times fall into each of as many equal parts between the first and the last of them. */
export function densityOf(times: Float64Array, parts: number): number[] {
  const density = Array.from({ length: parts }, () => 0)
  const [first, last] = [times.at(0), times.at(-1)]
  if (first === undefined || last === undefined) return density
  const span = Math.max(last - first, 1)
  for (const time of times) {
    const part = Math.min(Math.floor(((time - first) / span) * parts), parts - 1)
    density[part] = (density[part] ?? 0) + 1
  }
  return density
}

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
