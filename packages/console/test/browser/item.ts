import type { ItemSnapshot } from 'tidemark'
import { describe, expect, it } from 'vitest'
import { says } from '../page-in-chromium.ts'
import { goTo, money, quantity, type Ui } from './ui.ts'

/** The facts a panel shows, by their names. */
async function factsOf({ page }: Ui, panel: string): Promise<Readonly<Record<string, string>>> {
  const facts = page.getByRole('region', { name: panel, exact: true }).locator('.facts > div')
  const pairs = await facts.evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((part) => part.textContent ?? '')),
  )
  return Object.fromEntries(pairs)
}

const day = (instant: string | null) =>
  instant === null
    ? '–'
    : new Intl.DateTimeFormat('en-GB', {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: 'Europe/London',
      }).format(new Date(instant))

const percent = (decimal: string | null) =>
  decimal === null
    ? '–'
    : `${new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(Number(decimal))} %`

/** What the panels must say of a page of the library, all of it. */
function panelsOf({ costs, quantities, margins, codes, dates, ...page }: ItemSnapshot) {
  return {
    Prices: { 'Suggested list': money(page.suggestedList), retail: money('12.5'), trade: money('11') },
    Costs: {
      'Current market': money(costs.market),
      'Last receipt': money(costs.lastReceipt),
      'Weighted average': money(costs.weightedAverage),
    },
    Quantities: {
      Minimum: quantity(quantities.minimum),
      Maximum: quantity(quantities.maximum),
      'On hand': quantity(quantities.onHand),
      Reserved: quantity(quantities.reserved),
      Held: quantity(quantities.held),
      Available: quantity(quantities.available),
      'On order': quantity(quantities.onOrder),
      'Suggested order': quantity(quantities.suggestedOrder),
    },
    Margins: {
      Expected: `${quantity(margins.expected)} % (a sale of this month was below)`,
      Minimum: `${quantity(margins.minimum)} %`,
    },
    Dates: {
      'Last sold on': day(dates.lastSold),
      'Last purchased': day(dates.lastPurchased),
      'Last receipt': day(dates.lastReceipt),
      'Last counted on': day(dates.lastCounted),
      'Last count quantity': quantity(page.lastCountQuantity),
    },
    Codes: {
      Stocked: 'yes',
      'Tracks quantity': 'yes',
      'Maintain receipts': 'yes',
      Taxable: 'VAT',
      'Discount code': 'net',
      'Price matrix': 'standard',
      'Price rounding': '.09',
    },
    Merchandising: {
      Classes: 'kitchen, gifts',
      Group: 'pots',
      Section: 'ceramics',
      Vendor: 'Potter & Sons',
      Unit: 'each',
    },
  }
}

/** The Snapshot tab of an item, panel by panel and row by row. */
export function itemWorkflows(ui: Ui): void {
  describe('the Snapshot tab of an item', () => {
    it('has every panel and every row of it, at the instant of the bar', async () => {
      const { page, inventory } = ui
      await inventory.record({
        id: 'define',
        type: 'ItemDefined',
        occurredAt: '2011-11-30T09:00:00Z',
        item: 'TEAPOT',
        name: 'Brown teapot',
        unit: 'each',
        suggestedList: '13',
        prices: { retail: '12.5', trade: '11' },
        merchandising: ['kitchen', 'gifts'],
        group: 'pots',
        section: 'ceramics',
        vendor: 'Potter & Sons',
        minimum: '80',
        maximum: '100',
        expectedMargin: '60.125',
        minimumMargin: '20',
        maintainReceipts: true,
        taxable: 'VAT',
        discountCode: 'net',
        priceMatrix: 'standard',
        priceRounding: '.09',
      })
      await ui.link('Levels').click()
      await goTo(ui, '2011-12-01T23:59:59.999')
      await page.evaluate("location.hash = '#/items/TEAPOT'")
      await says(page.getByRole('heading', { level: 2 }), 'TEAPOT Brown teapot')
      await page.getByRole('combobox', { name: 'Branch' }).selectOption('UK')
      await says(page.getByRole('region', { name: 'Quantities' }), 'On order50')
      const expected = await inventory.itemSnapshot('TEAPOT', {
        branch: 'UK',
        asOf: '2011-12-01T23:59:59.999Z',
      })
      const panels = panelsOf(expected)
      for (const [panel, facts] of Object.entries(panels)) {
        await expect.poll(() => factsOf(ui, panel), { message: panel }).toEqual(facts)
      }
      for (const [title, { sales, cost, grossMargin }] of [
        ['Current month', expected.sales.currentMonth],
        ['Current year', expected.sales.currentYear],
        ['Last month', expected.sales.lastMonth],
        ['Last year', expected.sales.lastYear],
      ] as const) {
        const row = ui.table('Sales').getByRole('row', { name: title })
        expect(await row.getByRole('cell').allTextContents()).toEqual([
          title,
          money(sales),
          money(cost),
          percent(grossMargin),
        ])
      }
      await says(ui.table('Lots').getByRole('row'), /L1\s*2012-05-31/)
      await says(ui.table('Channels').getByRole('row'), /web\s*5/)
    })

    it('shows corrections at the fact they correct, and where it stood over time', async () => {
      const { page } = ui
      await says(
        ui.table('Stock card').getByRole('row', { name: /StockReceived/ }),
        /MovementAmended console-/,
      )
      const chart = page.getByRole('slider', { name: 'On hand over time' })
      await chart.press('Home')
      await says(page.locator('.said'), /1 Dec 2011, 09:00: 20, after StockReceived .*, corrected/)
      await chart.press('Enter')
      await says(page.locator('.told'), '1 Dec 2011, 09:00')
      await says(page.getByRole('region', { name: 'Quantities' }), 'On hand20')
    })

    it('of a real item draws its whole year, thinned, and goes to the company and to a branch', async () => {
      const { page, inventory } = ui
      await page.evaluate("location.hash = '#/items/85123A'")
      await says(page.getByRole('heading', { level: 2 }), '85123A')
      await goTo(ui, '2011-09-30T23:59:59.999')
      const { company } = await inventory.itemSnapshot('85123A', { asOf: '2011-09-30T22:59:59.999Z' })
      await says(
        page.getByRole('region', { name: 'Quantities' }),
        `On hand${quantity(company.quantities.onHand)}`,
      )
      await says(page.locator('.said').first(), quantity(company.quantities.onHand))
      await page.getByRole('region', { name: 'Over time' }).scrollIntoViewIfNeeded()
      await ui.picture('item')
    })
  })
}
