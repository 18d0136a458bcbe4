import { Temporal } from 'temporal-polyfill'

/** The shop's time zone: the source writes wall clock time without saying which; a UK trader's is London's. */
export const ZONE = 'Europe/London'

/**
 * The UTC instant, to the second, of a London wall clock time `YYYY-MM-DD HH:MM:SS`. Throws a `RangeError` for a time that
 * London's clocks skipped or showed twice: the text alone cannot say which instant was meant.
 *
 * @example
 * instantOf('2011-07-01 09:00:00') // '2011-07-01T08:00:00Z'
 */
export function instantOf(localTime: string): string {
  return Temporal.PlainDateTime.from(localTime)
    .toZonedDateTime(ZONE, { disambiguation: 'reject' })
    .toInstant()
    .toString()
}

/** `instantOf` that remembers its last answer: the lines of an invoice share their minute. */
export function rememberingInstantOf(): typeof instantOf {
  let text = ''
  let instant = ''
  return (localTime) => {
    if (localTime !== text) {
      instant = instantOf(localTime)
      text = localTime
    }
    return instant
  }
}

/**
 * Every calendar month from one to another, both included, as `YYYY-MM`.
 *
 * @example
 * monthsBetween('2010-12', '2011-02') // ['2010-12', '2011-01', '2011-02']
 */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  const end = Temporal.PlainYearMonth.from(last)
  let month = Temporal.PlainYearMonth.from(first)
  while (Temporal.PlainYearMonth.compare(month, end) <= 0) {
    months.push(month.toString())
    month = month.add({ months: 1 })
  }
  return months
}
