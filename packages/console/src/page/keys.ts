import { instantOf, localOf, monthsLater } from './zone.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Where a key on the time bar goes from an instant: arrows by hour and day, the page keys by month. */
export function instantAfterKey(key: string, at: number, zone: string): number | null {
  switch (key) {
    case 'ArrowLeft':
      return at - HOUR
    case 'ArrowRight':
      return at + HOUR
    case 'ArrowDown':
      return at - DAY
    case 'ArrowUp':
      return at + DAY
    case 'PageDown':
      return inMonths(-1, at, zone)
    case 'PageUp':
      return inMonths(1, at, zone)
    default:
      return null
  }
}

function inMonths(months: number, at: number, zone: string): number {
  return instantOf(zone, monthsLater(localOf(zone, at), months)) ?? at
}
