const DAY = 86_400_000
/** Days from the day Excel counts from, 1899-12-30 as far as its dates are right, to 1970-01-01. */
const EPOCH = 25_569
/** Excel takes 1900 for a leap year, so its days are right only from March on. */
const FIRST = Date.UTC(1900, 2, 1)
const LAST = Date.UTC(10_000, 0, 1)

/**
 * An instant, ISO 8601 in UTC, as the number of days that Excel shows as a date, exact to the millisecond; `undefined`
 * for what is none, or lies where Excel has no dates.
 */
export function serialOf(instant: string): number | undefined {
  const milliseconds = Date.parse(instant)
  if (!(milliseconds >= FIRST && milliseconds < LAST)) return undefined
  return milliseconds / DAY + EPOCH
}
