import type { Micros } from '@tidemark/projection'
import type { InventoryView } from '../view/inventory-view.ts'

/** What posting a count would add to on hand and to value, in micros. */
export interface Variance {
  readonly quantity: Micros
  readonly value: Micros
}

/**
 * What posting the open counts of items at a branch would do, by item: the very fold that will post them says so, lots,
 * negative stock and company-wide averages included.
 */
export function variancesOf(
  view: InventoryView,
  branch: string,
  items: readonly string[],
): ReadonlyMap<string, Variance> {
  const found = new Map<string, Variance>(items.map((item) => [item, { quantity: 0n, value: 0n }]))
  if (items.length === 0) return found
  const id = `variance of ${branch}`
  const posted = view.with(
    items.map((item) => ({ id, type: 'CountPosted', occurredAt: view.asOf, item, branch }) as const),
  )
  const after = view.stock.asOf - 1
  posted.stock.effects({ after, units: items }, (item, fact, effect) => {
    if (fact.id !== id || fact.position <= view.position) return
    if (effect.effect !== 'moved' || effect.kind !== 'count') return
    found.set(item, { quantity: effect.quantity, value: effect.value })
  })
  return found
}
