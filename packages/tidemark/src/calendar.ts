import { Temporal } from 'temporal-polyfill'
import { TidemarkError } from './errors.ts'

/**
 * The last millisecond of a day in a time zone, as milliseconds since the epoch: `endOfDay('Europe/London', '2027-03-31')`.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for a zone or date there is none of.
 */
export function endOfDay(timeZone: string, day: string): number {
  return endOf(timeZone, day, () => Temporal.PlainDate.from(day).add({ days: 1 }))
}

/** The last millisecond of a month in a time zone: `endOfMonth('America/New_York', '2027-03')`. Throws as {@link endOfDay}. */
export function endOfMonth(timeZone: string, month: string): number {
  return endOf(timeZone, month, () =>
    Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: 1 }),
  )
}

/** The last millisecond of a quarter in a time zone: `endOfQuarter('Asia/Kolkata', '2027-Q1')`. Throws as {@link endOfDay}. */
export function endOfQuarter(timeZone: string, quarter: string): number {
  return endOf(timeZone, quarter, () => {
    const match = /^(\d{4})-Q([1-4])$/.exec(quarter)
    if (match === null) throw new RangeError('not a quarter')
    const start = Temporal.PlainDate.from({ year: Number(match[1]), month: Number(match[2]) * 3 - 2, day: 1 })
    return start.add({ months: 3 })
  })
}

/** The last millisecond of a calendar year in a time zone: `endOfYear('UTC', '2027')`. Throws as {@link endOfDay}. */
export function endOfYear(timeZone: string, year: string): number {
  return endOf(timeZone, year, () => {
    if (!/^\d{4}$/.test(year)) throw new RangeError('not a year')
    return Temporal.PlainDate.from({ year: Number(year) + 1, month: 1, day: 1 })
  })
}

/** The day it is in a time zone at an instant in milliseconds since the epoch: `2027-03-31`. */
export function localDateOf(instant: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** How many days lie between two local dates; below zero when the second is the earlier one. */
export function daysUntil(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days
}

/** The millisecond before the next one begins: the boundary itself belongs to what follows. */
function endOf(timeZone: string, period: string, next: () => Temporal.PlainDate): number {
  try {
    return next().toZonedDateTime(timeZone).epochMilliseconds - 1
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const forms = '2027-03-31 is a day, 2027-03 a month, 2027-Q1 a quarter, 2027 a year'
    const subject = `${JSON.stringify(period)} in the zone ${JSON.stringify(timeZone)} (${forms})`
    throw new TidemarkError('INVALID_ARGUMENT', subject)
  }
}
