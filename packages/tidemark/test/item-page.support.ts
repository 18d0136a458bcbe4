import type { Inventory, InventoryEventInput, ItemSnapshot } from '../src/index.ts'
import { event, openTrade } from './trade.ts'

/** An inventory that holds these events. */
export async function holding(...events: readonly InventoryEventInput[]): Promise<Inventory> {
  const { inventory } = openTrade()
  await inventory.record(events)
  return inventory
}

/** The page of tea at north. */
export async function pageOf(
  events: readonly InventoryEventInput[],
  asOf = '2027-06-30T00:00Z',
  branch = 'north',
): Promise<ItemSnapshot> {
  return (await holding(...events)).itemSnapshot('tea', { branch, asOf })
}

/** Attributes of tea, at all branches. */
export const define = (id: string, occurredAt: string, fields: object) =>
  event('ItemDefined', id, occurredAt, { branch: undefined, ...fields })

/** Parameters of costing from before everything. */
export const policy = (parameters: object) =>
  event('CostingPolicySet', 'P', '2026-12-31T00:00Z', { item: undefined, branch: undefined, ...parameters })

/** Tea from south to north. */
export const transferred = (id: string, occurredAt: string, quantity: string, fields: object = {}) =>
  event('StockTransferred', id, occurredAt, {
    branch: undefined,
    from: 'south',
    to: 'north',
    quantity,
    ...fields,
  })

/** A charge that comes with the goods. */
export const freight = (amount: string) => ({ charges: [{ code: 'freight', amount }] })
