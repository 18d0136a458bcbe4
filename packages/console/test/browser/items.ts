import { it } from 'vitest'
import { movement } from '../asking.ts'
import { says } from '../page-in-chromium.ts'
import type { OverMarch } from './over-march.ts'

/** What the page of an item says. */
export function itemPages(over: () => OverMarch): void {
  it('margins that were set are written as they were set', async () => {
    const { page, inventory, goTo } = over()
    await inventory.record({
      id: 'margins',
      type: 'ItemDefined',
      occurredAt: '2027-03-01T08:00:00Z',
      item: 'coffee',
      expectedMargin: '33.255',
      minimumMargin: '20',
    })
    await goTo('/items/coffee')
    await says(page.getByRole('region', { name: 'Margins' }), /Expected33\.255 %Minimum20 %$/)
  })

  it('a lot that is held is marked, on its page and in a snapshot', async () => {
    const { page, inventory, goTo } = over()
    const held = (type: string, id: string, fields: object) =>
      movement(type, id, '2027-03-02T09:00:00Z', { item: 'milk', ...fields })
    await inventory.record([
      held('StockReceived', 'milk', {
        quantity: '20',
        unitCost: '1',
        lots: [
          { lot: 'M1', quantity: '12' },
          { lot: 'M2', quantity: '8' },
        ],
      }),
      held('LotHeld', 'hold', { lot: 'M2' }),
    ])
    await inventory.snapshots.create({ id: 'milk', asOf: '2027-03-03T00:00:00Z' })
    await goTo('/items/milk')
    await says(page.getByRole('table', { name: 'Lots', exact: true }).getByRole('row'), /^M2.*8held$/)
    await goTo('/snapshots/milk')
    await says(page.getByRole('table', { name: 'Lots and expiry' }).getByRole('row'), /M2.*8held$/)
  })
}
