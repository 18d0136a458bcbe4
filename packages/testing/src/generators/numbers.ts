import { formatMicros, type Micros, toMicros } from '@tidemark/projection'
import fc, { type Arbitrary } from 'fast-check'

const HUGE = '999999999999'

/** Decimal strings between two whole numbers: mostly whole, now and then of one, two or six decimals. */
function decimals(low: number, high: number, huge: boolean): Arbitrary<string> {
  const cut = (places: number) =>
    fc.bigInt(BigInt(low) * 10n ** BigInt(places), BigInt(high) * 10n ** BigInt(places)).map((units) => {
      return formatMicros(units * 10n ** BigInt(6 - places))
    })
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 12, arbitrary: fc.integer({ min: low, max: high }).map(String) },
    { weight: 3, arbitrary: cut(1) },
    { weight: 3, arbitrary: cut(2) },
    { weight: 2, arbitrary: cut(6) },
    { weight: huge ? 1 : 0, arbitrary: fc.constant(HUGE) },
  )
}

/** A quantity above zero. */
export function quantities(huge: boolean): Arbitrary<string> {
  return decimals(1, 20, huge)
}

/** A unit cost of zero or above. */
export function unitCosts(huge: boolean): Arbitrary<string> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 14, arbitrary: decimals(1, 50, huge) },
    { weight: 1, arbitrary: fc.constant('0') },
    { weight: 1, arbitrary: fc.constantFrom('0.000001', '33.333333') },
  )
}

/** An amount of money of either sign, zero included. */
export const amounts: Arbitrary<string> = decimals(-20, 60, false)

/** A quantity or amount of either sign, never zero. */
export function notZero(huge: boolean): Arbitrary<string> {
  return fc
    .tuple(quantities(huge), fc.boolean())
    .map(([size, negative]) => (negative ? formatMicros(-toMicros(size)) : size))
}

/** The n-th part of a quantity, cut to micros; the whole where that would be nothing. */
export function partOf(quantity: string, parts: bigint): string {
  const whole: Micros = toMicros(quantity)
  const part = whole / parts
  return formatMicros(part === 0n ? whole : part)
}
