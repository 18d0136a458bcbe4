import type { InventoryEventInput } from 'tidemark'

/** Where the log is: the node of `compose.yaml` unless TIDEMARK_LOG names another server. */
export const connectionString = process.env.TIDEMARK_LOG ?? 'esdb://127.0.0.1:2113?tls=false'

const branch = 'high-street'
const items = ['tea', 'coffee', 'cocoa'] as const
const OPENING = Date.parse('2025-01-06T08:00:00Z')
const MINUTE = 60_000

/** What lies in the shop before the first sale: the same ids for whoever records it, so it is there once. */
export const openingStock: readonly InventoryEventInput[] = items.map((item) => ({
  id: `opening/${item}`,
  type: 'StockReceived',
  occurredAt: new Date(OPENING),
  item,
  branch,
  quantity: '12',
  unitCost: '2.5',
}))

/** The sale number `n` of a till, from 1 on: always the same, as the receipt of a real till is. */
export function saleOf(till: string, n: number): InventoryEventInput {
  return {
    id: `${till}/${n}`,
    type: 'StockSold',
    occurredAt: new Date(OPENING + n * MINUTE),
    item: items[n % items.length] ?? items[0],
    branch,
    quantity: '1',
    netAmount: '4',
  }
}
