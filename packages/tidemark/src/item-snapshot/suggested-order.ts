import type { Micros } from '@tidemark/projection'

/** What decides over an order, in micros. */
export interface OrderBasis {
  readonly minimum: Micros | null
  readonly maximum: Micros | null
  readonly available: Micros
  readonly onOrder: Micros
}

/**
 * How much to order: up to the maximum, once what is available and on order is below the minimum.
 *
 * `null` without a minimum or a maximum; never below zero.
 */
export function suggestedOrder({ minimum, maximum, available, onOrder }: OrderBasis): Micros | null {
  if (minimum === null || maximum === null) return null
  const coming = available + onOrder
  return coming < minimum && coming < maximum ? maximum - coming : 0n
}
