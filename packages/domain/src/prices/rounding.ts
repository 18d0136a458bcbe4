import { divideRounded, type Micros, ONE } from '@tidemark/projection'

/** How a price is rounded: not at all, to the cent, to a price that ends in 9 cents, to the whole, to fives. */
export const priceRoundings = ['none', '.01', '.09', '1.00', '5.00'] as const

export type PriceRounding = (typeof priceRoundings)[number]

const CENT: Micros = ONE / 100n
const NINE_CENTS = 9n * CENT

/**
 * A price rounded the way an item's price rounding says, halves up; in micros.
 *
 * With `.09` it becomes the nearest price that ends in 9 cents and is never below .09; zero stays zero.
 *
 * @throws RangeError when the price is below zero, or the rounding is none of {@link priceRoundings}.
 * @example
 * roundPrice(toMicros('4.44'), '.09') // toMicros('4.49')
 */
export function roundPrice(price: Micros, rounding: PriceRounding): Micros {
  if (price < 0n) throw new RangeError('a price is not below zero')
  switch (rounding) {
    case 'none':
      return price
    case '.01':
      return toNearest(price, CENT)
    case '.09':
      return toNineCents(price)
    case '1.00':
      return toNearest(price, ONE)
    case '5.00':
      return toNearest(price, 5n * ONE)
    default:
      throw new RangeError(`no price rounding: ${rounding satisfies never}`)
  }
}

/** Half away from zero is half up, as no price is below zero. */
function toNearest(price: Micros, step: Micros): Micros {
  return divideRounded(price, step) * step
}

function toNineCents(price: Micros): Micros {
  if (price === 0n) return 0n
  const rounded = toNearest(price + CENT, 10n * CENT) - CENT
  return rounded < NINE_CENTS ? NINE_CENTS : rounded
}
