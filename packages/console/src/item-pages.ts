import type { Inventory, ItemSnapshots } from 'tidemark'
import type { MomentAnswer } from './answers/fields.ts'

/** The first instant there is: nothing was recorded before it. */
const BEFORE_ALL = -8.64e15

/**
 * The pages of an item at a moment. Where nothing was known then they are empty, whatever is known now.
 *
 * @throws TidemarkError `UNKNOWN_ITEM`.
 */
export function itemPagesAt(
  { asOf, knownThrough }: MomentAnswer,
  item: string,
  inventory: Inventory,
): Promise<ItemSnapshots> {
  return inventory.itemSnapshot(item, { asOf, knownThrough: knownThrough ?? BEFORE_ALL })
}
