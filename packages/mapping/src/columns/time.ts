import { formatInstant } from '@tidemark/domain'
import { Temporal } from 'temporal-polyfill'
import { MappingError } from '../errors.ts'
import { type TimeFormat, type TimeTexts, timeFormat } from './time-format.ts'

/** Which instant is meant by a time the clocks showed twice, or skipped; such a cell is refused when left out. */
export type Repeated = 'earlier' | 'later'

/** How many answers are kept: rows of one document share their time. */
const KEPT = 1000

/**
 * A reader of cells as instants: wall clock in a time zone, or with the offset the format names. Gives ISO 8601 in UTC.
 *
 * The reader throws MappingError `UNREADABLE_CELL` or `SKIPPED_OR_REPEATED_TIME`.
 */
export function instantReader(
  format: string,
  zone: string | undefined,
  repeated: Repeated | undefined,
): (cell: string) => string {
  const compiled = timeFormat(format)
  const kept = new Map<string, string>()
  return (cell) => {
    const known = kept.get(cell)
    if (known !== undefined) return known
    const { texts, time } = readTime(cell, format, compiled)
    const instant = formatInstant(millisecondsOf(cell, time, texts.offset ?? zone ?? 'UTC', repeated))
    if (kept.size >= KEPT) kept.clear()
    kept.set(cell, instant)
    return instant
  }
}

/** A reader of cells as calendar dates: `2027-03-31`. It throws MappingError `UNREADABLE_CELL`. */
export function dateReader(format: string): (cell: string) => string {
  const compiled = timeFormat(format)
  return (cell) => readTime(cell, format, compiled).time.toPlainDate().toString()
}

function readTime(
  cell: string,
  format: string,
  compiled: TimeFormat,
): { readonly texts: TimeTexts; readonly time: Temporal.PlainDateTime } {
  const texts = compiled.read(cell)
  try {
    if (texts !== null) return { texts, time: plainTimeOf(texts) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  throw new MappingError('UNREADABLE_CELL', `${JSON.stringify(cell)} is not a time written ${format}`)
}

function plainTimeOf(texts: TimeTexts): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.from(
    {
      year: yearOf(texts),
      month: texts.monthName === undefined ? Number(texts.month) : monthOf(texts.monthName),
      day: Number(texts.day),
      hour: hourOf(texts),
      minute: Number(texts.minute ?? 0),
      second: Number(texts.second ?? 0),
      millisecond: Number((texts.fraction ?? '').slice(0, 3).padEnd(3, '0')),
    },
    { overflow: 'reject' },
  )
}

/** Two digits are of the hundred years from 1970. */
function yearOf({ year, shortYear }: TimeTexts): number {
  if (year !== undefined) return Number(year)
  const two = Number(shortYear)
  return two < 70 ? 2000 + two : 1900 + two
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function monthOf(name: string): number {
  return months.indexOf(name.toLowerCase()) + 1
}

function hourOf({ hour, hour12, half }: TimeTexts): number {
  if (hour12 === undefined) return Number(hour ?? 0)
  const twelve = Number(hour12)
  if (twelve < 1 || twelve > 12) throw new RangeError('not an hour of twelve')
  return (twelve % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0)
}

function millisecondsOf(
  cell: string,
  time: Temporal.PlainDateTime,
  zone: string,
  repeated: Repeated | undefined,
): number {
  try {
    const disambiguation = repeated ?? 'reject'
    return time.toZonedDateTime(zone === 'Z' ? 'UTC' : zone, { disambiguation }).epochMilliseconds
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new MappingError('SKIPPED_OR_REPEATED_TIME', `${JSON.stringify(cell)} in ${zone}`)
  }
}
