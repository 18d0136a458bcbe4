import type { InventoryEventInput, InventoryView } from '../src/index.ts'
import { event, openTrade } from './trade.ts'

/** The instant of {@link viewOf}. */
export const AS_OF = '2027-03-31T12:00Z'

/** A view at noon of the last day of March 2027 of an inventory that holds just these events. */
export async function viewOf(...events: readonly InventoryEventInput[]): Promise<InventoryView> {
  const { inventory } = openTrade()
  await inventory.record(events)
  return inventory.asOf(AS_OF)
}

/** Defines the item, with some attributes. */
export const defined = (fields: object) =>
  event('ItemDefined', 'D1', '2027-01-01T00:00Z', { branch: undefined, ...fields })
