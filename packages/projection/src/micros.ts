import { Decimal } from 'decimal.js'
import { ProjectionError } from './errors.ts'

/** A quantity, unit cost or amount as an exact integer of millionths: `1_500_000n` is 1.5. */
export type Micros = bigint

/** What a caller may hand in where a number is asked for. */
export type DecimalInput = string | number | Decimal

/** One, in micros. */
export const ONE: Micros = 1_000_000n

const DECIMALS = 6
const LIMIT: Micros = 10n ** 12n * ONE
const PLAIN_DECIMAL = /^([+-]?)(\d{1,12})(?:\.(\d{1,6}))?$/
/** Narrower than decimal.js, which also reads hexadecimal and `1_000`. */
const DECIMAL_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * The exact micros of a decimal.
 *
 * @throws ProjectionError `NOT_A_NUMBER`, `TOO_PRECISE` (over six decimals) or `TOO_LARGE` (10^12 and over).
 * @example
 * toMicros('12.5') // 12_500_000n
 */
export function toMicros(input: DecimalInput): Micros {
  const short = typeof input === 'string' ? shortMicros(input) : Number.NaN
  if (!Number.isNaN(short)) return microsOfDouble(short)
  const plain = typeof input === 'string' ? PLAIN_DECIMAL.exec(input) : null
  if (plain === null) return fromDecimal(readDecimal(input))
  const magnitude = BigInt((plain[2] ?? '') + (plain[3] ?? '').padEnd(DECIMALS, '0'))
  return plain[1] === '-' ? -magnitude : magnitude
}

/** So many characters at most: a sign, nine digits and a dot, whose micros a double holds. */
const SHORT = 10
const [MINUS, DOT, ZERO, NINE] = [45, 46, 48, 57]
/** By how many digits of a fraction are missing. */
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

/**
 * The micros of a short plain decimal, which is a text or a part of one, as a double that holds them: most numbers of a log
 * are. NaN for any other.
 *
 * @example
 * shortMicros('quantity: -12.5', 10) // -12_500_000
 */
export function shortMicros(text: string, from = 0, to = text.length): number {
  const isNegative = text.charCodeAt(from) === MINUS
  const first = isNegative ? from + 1 : from
  if (to - from > SHORT || to <= first) return Number.NaN
  let digits = 0
  let dot = to
  for (let at = first; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO)
    else if (code === DOT && dot === to && at > first && at < to - 1) dot = at
    else return Number.NaN
  }
  const decimals = dot === to ? 0 : to - dot - 1
  const power = POWERS[DECIMALS - decimals]
  if (power === undefined) return Number.NaN
  return isNegative ? 0 - digits * power : digits * power
}

function readDecimal(input: DecimalInput): Decimal {
  if (typeof input === 'string' && !DECIMAL_TEXT.test(input)) {
    throw new ProjectionError('NOT_A_NUMBER', describe(input))
  }
  let decimal: Decimal
  try {
    decimal = new Decimal(input)
  } catch {
    throw new ProjectionError('NOT_A_NUMBER', describe(input))
  }
  if (!decimal.isFinite()) throw new ProjectionError('NOT_A_NUMBER', describe(input))
  return decimal
}

function fromDecimal(decimal: Decimal): Micros {
  if (decimal.abs().gte('1e12')) throw new ProjectionError('TOO_LARGE', describe(decimal))
  if (decimal.decimalPlaces() > DECIMALS) throw new ProjectionError('TOO_PRECISE', describe(decimal))
  return BigInt(decimal.toFixed(DECIMALS).replace('.', ''))
}

function describe(input: unknown): string {
  return typeof input === 'string' ? JSON.stringify(input.slice(0, 60)) : String(input).slice(0, 60)
}

/** Whether a sum or product still lies within what may be recorded. */
export function isWithinLimit(micros: Micros): boolean {
  return micros < LIMIT && micros > -LIMIT
}

/**
 * The canonical decimal text of micros: no exponent, no trailing zeros, `0` and never `-0`.
 *
 * @example
 * formatMicros(-36_666_667n) // '-36.666667'
 */
export function formatMicros(micros: Micros): string {
  const digits = magnitude(micros)
    .toString()
    .padStart(DECIMALS + 1, '0')
  const whole = digits.slice(0, -DECIMALS)
  let end = digits.length
  while (end > whole.length && digits.charCodeAt(end - 1) === 48) end--
  const text = end === whole.length ? whole : `${whole}.${digits.slice(whole.length, end)}`
  return micros < 0n ? `-${text}` : text
}

/** A number without its sign. */
export function magnitude(micros: Micros): Micros {
  return micros < 0n ? -micros : micros
}

const CANONICAL = /^(-?)(\d+)(?:\.(\d{1,6}))?$/

/**
 * The micros of a text that `formatMicros` wrote: of a sum too, which may be larger than what may be recorded.
 *
 * @throws ProjectionError `NOT_A_NUMBER`.
 * @example
 * readMicros('1200000000000') // 1_200_000_000_000_000_000n
 */
export function readMicros(text: string): Micros {
  const short = shortMicros(text)
  if (!Number.isNaN(short)) return microsOfDouble(short)
  const [, sign, whole, fraction = ''] = CANONICAL.exec(text) ?? []
  if (whole === undefined) throw new ProjectionError('NOT_A_NUMBER', describe(text))
  const size = BigInt(whole + fraction.padEnd(DECIMALS, '0'))
  return sign === '-' ? -size : size
}

/** The decimal.js `Decimal` of micros, exact. */
export function toDecimal(micros: Micros): Decimal {
  return new Decimal(formatMicros(micros))
}

const BITS_32 = 2 ** 32
const cell = new BigInt64Array(1)
const halves = new Uint32Array(cell.buffer)
const [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0]

/** The micros a double holds, a safe integer; three times as fast as `BigInt(value)`. */
export function microsOfDouble(value: number): Micros {
  const high = Math.floor(value / BITS_32)
  halves[LOW] = value - high * BITS_32
  halves[HIGH] = high
  return cell[0] ?? 0n
}
