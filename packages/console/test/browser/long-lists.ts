import { expect, it } from 'vitest'
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
    await says(page.locator('.note'), '1,022 more rows are in the export.')
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
}
