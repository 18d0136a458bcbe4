import { type Micros, magnitude, ONE } from './micros.ts'

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
  if (magnitude(remainder) * 2n < magnitude(denominator)) return quotient
  return numerator < 0n === denominator < 0n ? quotient + 1n : quotient - 1n
}

/** Quantity x unit cost, in micros. */
export function multiply(quantity: Micros, unitCost: Micros): Micros {
  return divideRounded(quantity * unitCost, ONE)
}

/** The part of `amount` that `part` of `whole` carries: amount x part / whole, in micros. Throws a RangeError when `whole` is zero. */
export function prorate(amount: Micros, part: Micros, whole: Micros): Micros {
  return divideRounded(amount * part, whole)
}

/**
 * Amount / quantity: what one unit costs, in micros.
 *
 * @throws RangeError when `quantity` is zero: whether there is any is for the caller to ask before.
 */
export function perUnit(amount: Micros, quantity: Micros): Micros {
  return divideRounded(amount * ONE, quantity)
}

/** Below it a product with a thousand is exact in a double. */
const EXACT_BY_THOUSAND = 2 ** 43
const EXACT = 2 ** 52
/** Quotients below it are off by less than a hundredth when they are worked out with doubles. */
const CERTAIN = 2 ** 44

/**
 * {@link perUnit} of micros that doubles hold, without bigints: several times as fast over whole columns.
 *
 * NaN where the numbers are too large for it to be exact; ask {@link perUnit} then. `quantity` is above zero.
 */
export function perUnitOfDoubles(amount: number, quantity: number): number {
  const size = Math.abs(amount)
  if (!(size < EXACT && quantity < EXACT_BY_THOUSAND && quantity > 0)) return Number.NaN
  // So near to the quotient that, unless it is close to a half, there is no doubt which way to round.
  const near = (size / quantity) * 1e6
  const cost = Math.floor(near + 0.5)
  if (near < CERTAIN && Math.abs(near - cost) < 0.49) return amount < 0 ? 0 - cost : cost
  return perUnitInParts(amount, size, quantity)
}

/** Quotients below it are at most one off when a large product is divided in doubles. */
const NEARLY = 2 ** 50

/**
 * {@link prorate} of whole numbers that doubles hold, without bigints: exact, though the product of two of them may be far too
 * large for a double.
 *
 * NaN where one of the numbers is 2^52 or more, or the answer 2^50 or more, and where `whole` is zero.
 */
export function prorateDoubles(amount: number, part: number, whole: number): number {
  const a = Math.abs(amount)
  const b = Math.abs(part)
  const c = Math.abs(whole)
  if (!(a < EXACT && b < EXACT && c < EXACT && c > 0)) return Number.NaN
  const product = a * b
  const near = Math.round(product / c)
  if (!(near < NEARLY)) return Number.NaN
  const back = near * c
  // Both products are nearly the same, so that their difference is exact, and so is that of what was lost when they were rounded.
  const left = product - back + (lostIn(a, b, product) - lostIn(near, c, back))
  const size = left * 2 >= c ? near + 1 : left * 2 < -c ? near - 1 : near
  return (amount < 0 !== part < 0) !== whole < 0 ? 0 - size : size
}

/** Splits a double into two halves whose products with other halves are exact. */
const SPLITTER = 2 ** 27 + 1

/** By how much the product of two whole numbers is above the double it was rounded to, exactly (T. J. Dekker, 1971). */
function lostIn(a: number, b: number, product: number): number {
  const splitA = SPLITTER * a
  const highA = splitA - (splitA - a)
  const lowA = a - highA
  const splitB = SPLITTER * b
  const highB = splitB - (splitB - b)
  const lowB = b - highB
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB)
}

/** Long division, three digits at a time: each remainder is below the quantity. */
function perUnitInParts(amount: number, size: number, quantity: number): number {
  const whole = wholeOf(size, quantity)
  const thousandths = wholeOf((size - whole * quantity) * 1000, quantity)
  const rest = ((size - whole * quantity) * 1000 - thousandths * quantity) * 1000
  const millionths = wholeOf(rest, quantity)
  const left = rest - millionths * quantity
  const cost = (whole * 1000 + thousandths) * 1000 + millionths + (left * 2 >= quantity ? 1 : 0)
  if (cost > Number.MAX_SAFE_INTEGER) return Number.NaN
  return amount < 0 ? 0 - cost : cost
}

/** How many times a whole number goes into another, both exact: the quotient of doubles may be one off. */
function wholeOf(numerator: number, denominator: number): number {
  const whole = Math.floor(numerator / denominator)
  const left = numerator - whole * denominator
  return left < 0 ? whole - 1 : left >= denominator ? whole + 1 : whole
}
