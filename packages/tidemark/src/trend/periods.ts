import { Temporal } from 'temporal-polyfill'
import { TidemarkError } from '../errors.ts'

/** How far the points of a trend are apart: at the end of every day, week (Sunday), month, quarter or year. */
export const trendRhythms = ['day', 'week', 'month-end', 'quarter-end', 'year-end'] as const

export type TrendRhythm = (typeof trendRhythms)[number]

/** A period of the calendar in a time zone; instants in milliseconds since the epoch. */
export interface TrendPeriod {
  readonly start: number
  /** Its last millisecond. */
  readonly end: number
  /** Days of the calendar, whatever the clocks did. */
  readonly days: number
}

/** More points than anyone looks at, and fewer than would never end. */
const MOST_POINTS = 5000

type Day = Temporal.PlainDate

const calendar: {
  readonly [K in TrendRhythm]: { readonly startOf: (day: Day) => Day; readonly length: Temporal.DurationLike }
} = {
  day: { startOf: (day) => day, length: { days: 1 } },
  week: { startOf: (day) => day.subtract({ days: day.dayOfWeek - 1 }), length: { weeks: 1 } },
  'month-end': { startOf: (day) => day.with({ day: 1 }), length: { months: 1 } },
  'quarter-end': {
    startOf: (day) => day.with({ day: 1, month: 3 * Math.ceil(day.month / 3) - 2 }),
    length: { months: 3 },
  },
  'year-end': { startOf: (day) => day.with({ day: 1, month: 1 }), length: { years: 1 } },
}

/**
 * The periods that end between two instants, both inclusive, one after the other.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for a rhythm or zone there is none of, or too many points; `WRONG_ORDER`.
 */
export function periodsEnding(
  every: TrendRhythm,
  timeZone: string,
  from: number,
  to: number,
): readonly TrendPeriod[] {
  if (!trendRhythms.includes(every)) {
    throw new TidemarkError('INVALID_ARGUMENT', `every ${JSON.stringify(every)} (${trendRhythms.join(', ')})`)
  }
  if (from > to) throw new TidemarkError('WRONG_ORDER', 'from is later than to')
  const { startOf, length } = calendar[every]
  const periods: TrendPeriod[] = []
  let day = startOf(dayIn(timeZone, from))
  for (;;) {
    const next = day.add(length)
    const [start, end] = [beginOf(day, timeZone), beginOf(next, timeZone) - 1]
    if (end > to) return periods
    // A day that a zone left out, as Apia did, is no period.
    if (end >= from && end > start)
      periods.push({ start, end, days: day.until(next, { largestUnit: 'day' }).days })
    if (periods.length > MOST_POINTS) {
      throw new TidemarkError('INVALID_ARGUMENT', `a trend of more than ${MOST_POINTS} points`)
    }
    day = next
  }
}

function dayIn(timeZone: string, instant: number): Day {
  try {
    return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new TidemarkError('INVALID_ARGUMENT', `time zone ${JSON.stringify(timeZone)}`)
  }
}

function beginOf(day: Day, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds
}
