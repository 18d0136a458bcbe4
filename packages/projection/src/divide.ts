import { type Micros, ONE } from './micros.ts'

/**
 * `numerator / denominator` as an integer, rounded half away from zero.
 *
 * The one place where Tidemark divides, and its one rounding rule.
 * @throws RangeError when `denominator` is zero.
 */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const remainder = numerator % denominator
  if (remainder === 0n) return quotient
  const twice = (remainder < 0n ? -remainder : remainder) * 2n
  const whole = denominator < 0n ? -denominator : denominator
  if (twice < whole) return quotient
  return numerator < 0n === denominator < 0n ? quotient + 1n : quotient - 1n
}

/** Quantity x unit cost, in micros. */
export function multiply(quantity: Micros, unitCost: Micros): Micros {
  return divideRounded(quantity * unitCost, ONE)
}

/** The part of `amount` that `part` of `whole` carries: amount x part / whole, in micros. */
export function prorate(amount: Micros, part: Micros, whole: Micros): Micros {
  return divideRounded(amount * part, whole)
}

/** Amount / quantity: what one unit costs, in micros. */
export function perUnit(amount: Micros, quantity: Micros): Micros {
  return divideRounded(amount * ONE, quantity)
}
