import type { Inventory } from 'tidemark'

/** The zone whose months the trader closes. */
export const ZONE = 'Europe/London'

/** When the simulated year begins: the day before the first sale. */
export const BEGINNING = Date.parse('2010-11-30T12:00:00Z')

/** When it ends: thirteen months are over. */
export const END = Date.parse('2012-01-02T12:00:00Z')

/** What the trader wants frozen: every month end, and every time an item runs out. */
export async function setRules(inventory: Inventory): Promise<void> {
  await inventory.snapshots.schedules.set('month-end', {
    every: 'month-end',
    timeZone: ZONE,
    settle: '2h',
    // The month that is about to end on the first day is not the trader's business yet.
    from: '2010-12-01T00:00:00Z',
  })
  await inventory.snapshots.triggers.set('stock-out', {
    when: 'stock-out',
    template: 'Out of [Item] [Date] [Time]',
  })
}
