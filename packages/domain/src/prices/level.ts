import type { Micros } from '@tidemark/projection'
import { matrixPrice, ownValue, type PriceMatrix, type PriceSource } from './matrix.ts'
import { type PriceRounding, roundPrice } from './rounding.ts'

/** How prices that an item does not have itself are made. */
export interface PriceRules {
  readonly matrix?: PriceMatrix | undefined
  /** Of prices a matrix makes; not rounded when left out. */
  readonly rounding?: PriceRounding | undefined
}

/**
 * The price of an item at a level, in micros: its own, just as it was set; else by the matrix, rounded; `null` when
 * neither gives one.
 *
 * @example
 * priceAtLevel('retail', { averageCost: toMicros('4') }, { matrix, rounding: '.09' }) // toMicros('5.99')
 */
export function priceAtLevel(level: string, source: PriceSource, rules: PriceRules = {}): Micros | null {
  const own = ownValue(source.prices ?? {}, level)
  if (own !== null || rules.matrix === undefined) return own
  const price = matrixPrice(rules.matrix, level, source)
  return price === null ? null : roundPrice(price, rules.rounding ?? 'none')
}
