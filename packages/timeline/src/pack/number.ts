import { type Micros, microsOfDouble } from '@tidemark/projection'

/** No micros have this code. */
export const NO_CODE = -1

/** Zeros that are taken off: those of six decimals. */
const MOST_ZEROS = 6
const LARGEST_CODE = 2 ** 52
const LARGEST: Micros = BigInt(Number.MAX_SAFE_INTEGER)
const powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

/**
 * Micros as a small whole number: 5 is written as 5 and six zeros, 9.80 as 98 and five.
 *
 * {@link NO_CODE} for what is too large.
 */
export function codeOfMicros(micros: Micros): number {
  return micros > LARGEST || micros < -LARGEST ? NO_CODE : codeOfDouble(Number(micros))
}

/** The same of micros as the double that holds them. */
export function codeOfDouble(micros: number): number {
  let digits = Math.abs(micros)
  let zeros = 0
  if (digits !== 0) {
    if (digits % 1_000_000 === 0) {
      digits /= 1_000_000
      zeros = MOST_ZEROS
    }
    while (zeros < MOST_ZEROS && digits % 10 === 0) {
      digits /= 10
      zeros++
    }
  }
  const code = (digits * powers.length + zeros) * 2 + (micros < 0 ? 1 : 0)
  return code < LARGEST_CODE ? code : NO_CODE
}

/** The micros of a code. */
export function microsOfCode(code: number): Micros {
  return microsOfDouble(doubleOfCode(code))
}

/** The same as the double that holds them. */
export function doubleOfCode(code: number): number {
  const isNegative = code % 2 === 1
  const rest = (code - (isNegative ? 1 : 0)) / 2
  const zeros = rest % powers.length
  const digits = ((rest - zeros) / powers.length) * (powers[zeros] ?? 1)
  return isNegative ? -digits : digits
}
