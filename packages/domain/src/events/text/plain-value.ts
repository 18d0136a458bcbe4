const LONGEST_TEXT = 256
const LONGEST_WHOLE = 12
const LONGEST_FRACTION = 6

const MINUS = 45
const DOT = 46
const ZERO = 48
const NINE = 57

/** Whether a part of a text, which has no broken pairs, is a text of an event as it is: not empty, not too long, trimmed. */
export function isPlainText(text: string, from: number, to: number): boolean {
  const length = to - from
  if (length < 1 || length > LONGEST_TEXT) return false
  if (isInk(text.charCodeAt(from)) && isInk(text.charCodeAt(to - 1))) return true
  const part = text.slice(from, to)
  return part.trim() === part
}

/** Whether a character is one that is never trimmed, by its number alone. */
function isInk(code: number): boolean {
  return code > 32 && code < 127
}

/** Stands for what is no number in its canonical notation. */
export const NOT_CANONICAL = 2

/** The sign of a number in its canonical notation, such as `-12.5`: 1, 0 or -1; {@link NOT_CANONICAL} for another text. */
export function signOf(text: string, from: number, to: number): number {
  const isNegative = text.charCodeAt(from) === MINUS
  const start = isNegative ? from + 1 : from
  let at = start
  while (at < to && isDigit(text.charCodeAt(at))) at++
  const whole = at - start
  if (whole < 1 || whole > LONGEST_WHOLE) return NOT_CANONICAL
  const startsWithZero = text.charCodeAt(start) === ZERO
  if (startsWithZero && whole > 1) return NOT_CANONICAL
  if (at === to) {
    if (!startsWithZero) return isNegative ? -1 : 1
    return isNegative ? NOT_CANONICAL : 0
  }
  if (text.charCodeAt(at) !== DOT) return NOT_CANONICAL
  const fraction = at + 1
  at = fraction
  while (at < to && isDigit(text.charCodeAt(at))) at++
  const digits = at - fraction
  if (at !== to || digits < 1 || digits > LONGEST_FRACTION || text.charCodeAt(to - 1) === ZERO)
    return NOT_CANONICAL
  return isNegative ? -1 : 1
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}
