import { Temporal } from 'temporal-polyfill'
import { endOfMonth } from '../calendar.ts'
import { TidemarkError } from '../errors.ts'

/** What happened after one instant and up to another, in milliseconds since the epoch. */
export interface Period {
  readonly after: number
  readonly through: number
}

/** The calendar periods the sales of an item are shown for. */
export interface Periods {
  /** So far. */
  readonly currentMonth: Period
  /** So far. */
  readonly currentYear: Period
  /** The whole one before. */
  readonly lastMonth: Period
  /** The whole one before. */
  readonly lastYear: Period
}

/**
 * The month and the year an instant lies in, in a time zone, and the ones before.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for a zone there is none of, for what is no instant, and for one at the very end of what
 * calendars reach.
 * @example
 * periodsAt('America/New_York', Date.parse('2027-01-01T02:00Z')).currentMonth // December 2026 there, so far
 */
export function periodsAt(timeZone: string, asOf: number): Periods {
  const month = monthOf(timeZone, asOf)
  const january = month.with({ month: 1 })
  const beforeMonth = lastInstantBefore(month, timeZone)
  const beforeYear = lastInstantBefore(january, timeZone)
  return {
    currentMonth: { after: beforeMonth, through: asOf },
    currentYear: { after: beforeYear, through: asOf },
    lastMonth: { after: lastInstantBefore(month.subtract({ months: 1 }), timeZone), through: beforeMonth },
    lastYear: { after: lastInstantBefore(january.subtract({ years: 1 }), timeZone), through: beforeYear },
  }
}

function monthOf(timeZone: string, asOf: number): Temporal.PlainYearMonth {
  try {
    const local = Temporal.Instant.fromEpochMilliseconds(asOf).toZonedDateTimeISO(timeZone)
    return local.toPlainDate().toPlainYearMonth()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new TidemarkError('INVALID_ARGUMENT', `${asOf} in ${JSON.stringify(timeZone)}`)
  }
}

function lastInstantBefore(month: Temporal.PlainYearMonth, timeZone: string): number {
  return endOfMonth(timeZone, month.subtract({ months: 1 }).toString())
}
