const ISO_INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))$/
const LOCAL_DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const MINUTE = 60_000
const FIRST = Date.parse('0000-01-01T00:00:00.000Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * Milliseconds since the epoch of an ISO 8601 instant with offset or `Z`; finer digits are cut off.
 *
 * `null` when it is not one: no offset, or a date or time that does not exist.
 */
export function parseInstant(text: string): number | null {
  // The lines of a document follow one another and share its instant.
  if (text !== lastParsed.text) {
    const at = readInstant(text)
    lastParsed = { text, at }
    // What is recorded is written down right after it was read, mostly in the notation it came in.
    if (at !== null && isCanonical(text)) lastFormatted = { instant: at, text }
  }
  return lastParsed.at
}

let lastParsed: { readonly text: string; readonly at: number | null } = { text: '', at: null }

function readInstant(text: string): number | null {
  return isCanonical(text) ? readCanonical(text) : readAnyNotation(text)
}

/** Digit by digit, in a third of the time the pattern takes: most texts of a log are of this notation. */
function readCanonical(text: string): number | null {
  const hasMarks =
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    text[19] === '.'
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const second = digits(text, 17, 2)
  const millis = digits(text, 20, 3)
  // What is no number is not within a limit, and no date is of it.
  if (!hasMarks || !(hour <= 23 && minute <= 59 && second <= 59 && millis <= 999)) return null
  const start = startOfDay(text)
  return start === null ? null : start + ((hour * 60 + minute) * 60 + second) * 1000 + millis
}

/** The first instant of the day a text begins with. Events of one day mostly come one after the other. */
function startOfDay(text: string): number | null {
  if (text.startsWith(lastDay.text)) return lastDay.at
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  if (!isCalendarDate(year, month, day)) return null
  lastDay = { text: text.slice(0, 10), at: utc(year, month, day) }
  return lastDay.at
}

let lastDay = { text: '1970-01-01', at: 0 }

/** The number that some characters are the digits of; `NaN` when one of them is none. */
function digits(text: string, from: number, count: number): number {
  let number = 0
  for (let index = from; index < from + count; index++) {
    const digit = text.charCodeAt(index) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

function readAnyNotation(text: string): number | null {
  const match = ISO_INSTANT.exec(text)
  if (match === null) return null
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = '0',
    fraction = '',
    sign,
    offsetHour = '0',
    offsetMinute = '0',
  ] = match
  if (!isCalendarDate(Number(year), Number(month), Number(day))) return null
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const local =
    utc(Number(year), Number(month), Number(day)) +
    ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 +
    millis
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * MINUTE
  const at = sign === '-' ? local + offset : local - offset
  return isWritable(at) ? at : null
}

/** Whether an instant lies within the years 0000 to 9999 (UTC), those a text of it can be read back from. */
export function isWritable(instant: number): boolean {
  return instant >= FIRST && instant <= LAST
}

/** The canonical text of an instant: UTC with milliseconds. */
export function formatInstant(instant: number): string {
  if (instant !== lastFormatted.instant) {
    lastFormatted = { instant, text: new Date(instant).toISOString() }
  }
  return lastFormatted.text
}

let lastFormatted = { instant: 0, text: new Date(0).toISOString() }

/** Whether the text of an instant has the length of `2027-03-31T10:00:00.000Z` and its `Z`: no other notation has. */
function isCanonical(text: string): boolean {
  return text.length === 24 && text.endsWith('Z')
}

/** Whether a text is a calendar date such as `2027-03-31`. */
export function isLocalDate(text: string): boolean {
  const match = LOCAL_DATE.exec(text)
  return match !== null && isCalendarDate(Number(match[1]), Number(match[2]), Number(match[3]))
}

function isCalendarDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && new Date(utc(year, month, day)).getUTCDate() === day
}

/** `Date.UTC` without its rule that the years 0 to 99 mean 1900 to 1999. */
function utc(year: number, month: number, day: number): number {
  if (year >= 100) return Date.UTC(year, month - 1, day)
  return new Date(0).setUTCFullYear(year, month - 1, day)
}
