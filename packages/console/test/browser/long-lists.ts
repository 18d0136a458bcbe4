import { beforeAll, describe, expect, it } from 'vitest'
import { movement } from '../asking.ts'
import { says } from '../page-in-chromium.ts'
import type { OverMarch } from './over-march.ts'

/** Lists of more rows than the API gives at once. */
export function longLists(over: () => OverMarch): void {
  it('the trend is drawn to its end, and says how many rows it does not list', async () => {
    const { page, goTo } = over()
    await goTo('/trend')
    const from = page.getByLabel('From')
    await expect.poll(() => from.inputValue()).toContain('2027-03-01')
    await page.getByRole('textbox', { name: 'To', exact: true }).fill('2029-12-31T00:00')
    await from.fill('2027-03-26T00:00')
    await page.getByRole('combobox', { name: 'Every' }).selectOption('day')
    await page.getByRole('combobox', { name: 'By' }).selectOption('item')
    await says(page.locator('.note'), /^\d,\d+ more rows are in the export.$/)
    await says(page.locator('.ends'), /30 Dec 2029, 23:59$/)
    expect(await page.getByRole('table', { name: 'Trend' }).getByRole('row').count()).toBe(1001)
  })

  it('a trend of more rows than can be drawn is not drawn in part', async () => {
    const { page } = over()
    await page.route('**/api/trend?*', async (route) => {
      const response = await route.fetch()
      const answer = await response.json()
      await route.fulfill({ json: { ...answer, pagination: { ...answer.pagination, total: 20_001 } } })
    })
    await page.getByRole('combobox', { name: 'Every' }).selectOption('week')
    await says(page.locator('.note'), '20,001 rows are too many to draw')
    expect(await page.getByRole('slider', { name: /^Value/ }).count()).toBe(0)
    await page.unroute('**/api/trend?*')
  })

  describe('of snapshots', () => {
    const MANY = 1003

    beforeAll(async () => {
      const { inventory } = over()
      const received = (id: string, count: number) =>
        movement('StockReceived', id, '2027-03-01T09:00:00Z', {
          item: 'lots',
          quantity: String(count),
          unitCost: '1',
          lots: Array.from({ length: count }, (_, index) => ({ lot: `${id} ${index}`, quantity: '1' })),
        })
      await inventory.record([received('A', 1000), received('B', MANY - 1000)])
      for (const day of [2, 3, 4]) {
        await inventory.snapshots.create({
          id: `day-${day}`,
          name: `Day ${day}.`,
          asOf: `2027-03-0${day}T00:00Z`,
        })
      }
    })

    it('say how many more there are; what a search finds is compared and drawn by its name', async () => {
      const { page, goTo } = over()
      // As if there were a thousand newer ones: making them takes longer than all the rest.
      await page.route('**/api/snapshots?*', (route) =>
        route.continue({ url: route.request().url().replace('pageSize=1000', 'pageSize=1') }),
      )
      await goTo('/snapshots')
      await says(page.locator('.note'), /^\d+ older ones are not shown: a search finds them.$/)
      for (const name of ['Day 2.', 'Day 3.']) {
        await page.getByPlaceholder('name or description').fill(name)
        await page.getByRole('checkbox', { name: `Select ${name}` }).check()
      }
      await page.getByRole('button', { name: 'Trend' }).click()
      await says(page.getByRole('table', { name: 'Trend' }).getByRole('row'), 'Day 2.')
      await goTo('/compare/day-2/day-3')
      await says(page.locator('.told'), 'Day 2. → Day 3.')
      await page.unroute('**/api/snapshots?*')
    })

    it('have all their lots listed', async () => {
      const { page, goTo } = over()
      await goTo('/snapshots/day-2')
      const lots = page.getByRole('table', { name: 'Lots and expiry' })
      await lots.waitFor()
      expect(await lots.getByRole('row').count()).toBe(MANY + 1)
    })
  })
}
