import type { Micros } from '@tidemark/projection'

/** What decides over an order, in micros; `null` where the item has no such limit. */
export interface OrderLimits {
  readonly minimum: Micros | null
  readonly maximum: Micros | null
  readonly available: Micros
  readonly onOrder: Micros
}

/**
 * How much to order, in micros: when available and on order together fall short of the minimum, what is missing up to the
 * maximum; up to the minimum where the maximum is not given or lower. `null` without a minimum; never below zero.
 *
 * @example
 * suggestedOrder({ minimum: 10n, maximum: 25n, available: 4n, onOrder: 5n }) // 16n
 */
export function suggestedOrder({ minimum, maximum, available, onOrder }: OrderLimits): Micros | null {
  if (minimum === null) return null
  const expected = available + onOrder
  if (expected >= minimum) return 0n
  return (maximum === null || maximum < minimum ? minimum : maximum) - expected
}
