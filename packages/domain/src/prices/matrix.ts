import { type Micros, multiply } from '@tidemark/projection'

/** What the prices of a matrix are worked out from. */
export type PriceBase =
  | 'suggestedList'
  | 'marketCost'
  | 'lastReceiptCost'
  | 'averageCost'
  /** The item's own price of another level. */
  | { readonly level: string }

/** Price levels as multiples of one base: `1.35` of the average cost for `retail`, say. */
export interface PriceMatrix {
  readonly base: PriceBase
  /** Factors in micros, by level. */
  readonly coefficients: { readonly [level: string]: Micros }
}

/** What an item's prices can be worked out from, in micros; `null` or absent where it has none. */
export interface PriceSource {
  readonly suggestedList?: Micros | null | undefined
  readonly prices?: { readonly [level: string]: Micros } | undefined
  readonly marketCost?: Micros | null | undefined
  readonly lastReceiptCost?: Micros | null | undefined
  readonly averageCost?: Micros | null | undefined
}

/**
 * The price of a level by a matrix, in micros and not yet rounded; `null` when the matrix has no factor for the level, or
 * the item has nothing to multiply it with.
 *
 * @example
 * matrixPrice({ base: 'averageCost', coefficients: { retail: toMicros('1.5') } }, 'retail', { averageCost: toMicros('4') })
 */
export function matrixPrice(matrix: PriceMatrix, level: string, source: PriceSource): Micros | null {
  const factor = ownValue(matrix.coefficients, level)
  const base = baseOf(matrix.base, source)
  return factor === null || base === null ? null : multiply(base, factor)
}

function baseOf(base: PriceBase, source: PriceSource): Micros | null {
  return typeof base === 'object' ? ownValue(source.prices ?? {}, base.level) : (source[base] ?? null)
}

/** The value under a name the host chose; `constructor` is a level like any other. */
export function ownValue(values: { readonly [name: string]: Micros }, name: string): Micros | null {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null
}
