import { it } from 'vitest'
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
}
