import {
  beginOf,
  type CalendarRhythm,
  calendarRhythms,
  type Day,
  dayAt,
  periodStarts,
} from '../calendar-rhythm.ts'
import { TidemarkError } from '../errors.ts'

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

/**
 * The periods that end between two instants, both inclusive, one after the other.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for a rhythm or zone there is none of, or too many points; `WRONG_ORDER`.
 */
export function periodsEnding(
  every: CalendarRhythm,
  timeZone: string,
  from: number,
  to: number,
): readonly TrendPeriod[] {
  if (!calendarRhythms.includes(every)) {
    throw new TidemarkError(
      'INVALID_ARGUMENT',
      `every ${JSON.stringify(every)} (${calendarRhythms.join(', ')})`,
    )
  }
  if (from > to) throw new TidemarkError('WRONG_ORDER', 'from is later than to')
  const starts = periodStarts(every, firstDay(from, timeZone))
  const periods: TrendPeriod[] = []
  for (let day = starts.next().value; ; ) {
    const next = starts.next().value
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

function firstDay(from: number, timeZone: string): Day {
  try {
    return dayAt(from, timeZone)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new TidemarkError('INVALID_ARGUMENT', `time zone ${JSON.stringify(timeZone)}`)
  }
}
