import fc, { type Arbitrary } from 'fast-check'
import { endOfMonth } from 'tidemark'

/** Zones in which calendars go wrong: halves and quarters of hours, both hemispheres, the first and the last to begin a day. */
const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'America/Santiago',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
]

/**
 * IANA time zones, the plainest first.
 *
 * @example
 * fc.assert(fc.property(arbitraryZone(), (zone) => endOfMonth(zone, '2027-03') > 0))
 */
export function arbitraryZone(): Arbitrary<string> {
  return fc.constantFrom(...zones)
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How far from a turn: the boundary itself, the millisecond before it, and what a wrong offset would make of it. */
const offsets = [0, -1, 1, HOUR, -HOUR, HOUR / 2, -HOUR / 2, DAY]

/** The years in which the turns of a zone lie, both inclusive; 2026 and 2027. */
export interface YearRange {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/**
 * Instants where calendars go wrong in a zone, in milliseconds since the epoch: about the ends of its months, and about
 * the changes of its clocks.
 *
 * @example
 * fc.property(arbitraryTurn('America/New_York'), (instant) => localDay(instant, 'America/New_York') !== null)
 */
export function arbitraryTurn(zone: string, { from = 2026, to = 2027 }: YearRange = {}): Arbitrary<number> {
  const turns = [
    ...monthEnds(zone, from, to),
    ...clockChanges(zone, Date.UTC(from, 0, 1), Date.UTC(to + 1, 0, 1)),
  ]
  return fc
    .tuple(fc.constantFrom(...turns), fc.constantFrom(...offsets))
    .map(([turn, offset]) => turn + offset)
}

/** The first instant of each month but January of the first year. */
function monthEnds(zone: string, from: number, to: number): readonly number[] {
  const months = Array.from({ length: (to - from + 1) * 12 }, (_, index) => {
    const year = from + Math.floor(index / 12)
    return `${year}-${String((index % 12) + 1).padStart(2, '0')}`
  })
  return months.map((month) => endOfMonth(zone, month) + 1)
}

/** The first instant after each change of a zone's offset between two instants. */
function clockChanges(zone: string, from: number, to: number): readonly number[] {
  const offsetOf = offsetReader(zone)
  const changes: number[] = []
  for (let day = from; day < to; day += DAY) {
    if (offsetOf(day) === offsetOf(day + DAY)) continue
    let [before, after] = [day, day + DAY]
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (offsetOf(middle) === offsetOf(before)) before = middle
      else after = middle
    }
    changes.push(after)
  }
  return changes
}

function offsetReader(timeZone: string): (instant: number) => string | undefined {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  return (instant) => format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value
}
