import { describe, expect, it } from 'vitest'
import { says } from '../page-in-chromium.ts'
import { fieldOf, type Ui } from './ui.ts'

/** Scheduled and event-based creation, and the closing of periods. */
export function ruleWorkflows(ui: Ui): void {
  describe('workflow: snapshots that take themselves', () => {
    it('Scheduled: set a month-end schedule, and find what it has taken', async () => {
      const { page, inventory } = ui
      await ui.link('Schedules and triggers').click()
      await page.getByRole('button', { name: 'Set a schedule' }).click()
      const dialog = page.getByRole('dialog', { name: 'Set a schedule' })
      await fieldOf(dialog, 'Schedule').fill('books')
      await fieldOf(dialog, 'Time zone').fill('Europe/London')
      await fieldOf(dialog, 'Also those that ended since').fill('2026-09-15T00:00')
      await dialog.getByRole('button', { name: 'Set' }).click()
      await says(
        ui.table('Schedules').getByRole('row'),
        /books\s*month-end\s*Europe\/London\s*Month-End \[Month\] \[Year\]/,
      )
      await inventory.run({ once: true })
      const taken = await inventory.snapshots.list({ cause: 'schedule' })
      expect(taken.length).toBeGreaterThan(0)
      await ui
        .table('Schedules')
        .getByRole('link', { name: String(taken.length), exact: true })
        .click()
      await says(ui.table('Snapshots').getByRole('row'), 'Month-End October 2026')
    })

    it('Event-based: set a trigger, record what meets it, and find what it has taken', async () => {
      const { page, inventory } = ui
      await ui.link('Schedules and triggers').click()
      await page.getByRole('button', { name: 'Set a trigger' }).click()
      const dialog = page.getByRole('dialog', { name: 'Set a trigger' })
      await fieldOf(dialog, 'Trigger').fill('sold out')
      await fieldOf(dialog, 'When').selectOption('stock-out')
      await fieldOf(dialog, 'Item').fill('TEAPOT')
      await dialog.getByRole('button', { name: 'Set' }).click()
      await says(ui.table('Triggers').getByRole('row'), /sold out\s*stock-out\s*9 types.*TEAPOT/)
      const common = { item: 'TEAPOT', branch: 'Leeds', occurredAt: '2011-12-02T09:00:00Z' }
      await inventory.record({ id: 'out', type: 'StockSold', quantity: '11', netAmount: '99', ...common })
      await inventory.run({ once: true })
      await says(ui.table('Triggers').getByRole('row'), /sold out.*TEAPOT 2011-12-02/)
      await ui.picture('rules')
    })

    it('show what was in lots and set aside for channels at that point', async () => {
      const { page } = ui
      await ui
        .table('Triggers')
        .getByRole('link', { name: /TEAPOT 2011-12-02/ })
        .click()
      await says(page.getByRole('heading', { level: 2 }), 'sold out TEAPOT 2011-12-02')
      await says(ui.table('Lots and expiry').getByRole('row'), /TEAPOT\s*UK\s*L1\s*2012-05-31/)
      await says(ui.table('Channel allocation').getByRole('row'), /TEAPOT\s*UK\s*web\s*5/)
      await says(ui.table('Location breakdown').getByRole('row'), /Leeds\s*0/)
      await ui.link('Schedules and triggers').click()
    })

    it('are changed and removed; what they took stays', async () => {
      const { page, inventory } = ui
      await page.getByRole('button', { name: 'Change books' }).click()
      const dialog = page.getByRole('dialog', { name: 'Change the schedule books' })
      await fieldOf(dialog, 'Taken so long after').fill('2h')
      await dialog.getByRole('button', { name: 'Set' }).click()
      await says(ui.table('Schedules').getByRole('row'), /books.*2h/)
      await page.getByRole('button', { name: 'Remove books' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await says(page.locator('.note'), 'No schedule is set.')
      expect((await inventory.snapshots.list({ cause: 'schedule' })).length).toBeGreaterThan(0)
    })
  })

  describe('workflow: periods', () => {
    it('are closed, keep entries out unless they are let in, and are opened again', async () => {
      const { page } = ui
      await ui.link('Periods').click()
      await page.getByRole('button', { name: 'Close a period' }).click()
      const close = page.getByRole('dialog', { name: 'Close a period' })
      await fieldOf(close, 'Through').fill('2011-12-31T23:59:59.999')
      await fieldOf(close, 'Reason').fill('filed')
      await close.getByRole('button', { name: 'Close' }).click()
      await says(page.locator('.told'), 'Closed through 31 Dec 2011, 23:59.')
      await ui.link('Movements').click()
      await page.locator('summary', { hasText: 'Record' }).click()
      await page.getByRole('button', { name: 'Adjustment', exact: true }).click()
      const dialog = page.getByRole('dialog', { name: 'Adjustment' })
      const fields = {
        Occurred: '2011-12-03T10:00',
        Item: 'TEAPOT',
        Branch: 'UK',
        'Quantity (below': '-1',
        Reason: 'broken',
      }
      for (const [label, value] of Object.entries(fields)) await fieldOf(dialog, label).fill(value)
      await dialog.getByRole('button', { name: 'Preview' }).click()
      await says(dialog.locator('.wrong'), 'It would be refused. PERIOD_CLOSED')
      await dialog.getByRole('button', { name: 'Record' }).click()
      await says(dialog.getByRole('alert'), 'PERIOD_CLOSED')
      await dialog.getByLabel('let it into a closed period').check()
      await dialog.getByRole('button', { name: 'Preview' }).click()
      await dialog.getByRole('region', { name: 'What it changes' }).waitFor()
      await dialog.getByRole('button', { name: 'Record' }).click()
      await dialog.waitFor({ state: 'detached' })
      await ui.link('Periods').click()
      await says(ui.table('Late entries').getByRole('row'), /StockAdjusted\s*TEAPOT/)
      await page.getByRole('button', { name: 'Reopen' }).click()
      const reopen = page.getByRole('dialog', { name: 'Reopen' })
      await fieldOf(reopen, 'Reason').fill('one more invoice')
      await reopen.getByRole('button', { name: 'Reopen' }).click()
      await says(page.locator('.told'), 'Everything is open.')
      ui.forgive(/409/)
    })
  })

  describe('workflow: trend at a regular rhythm', () => {
    it('draws any measure by any grouping, and goes to any instant of it', async () => {
      const { page } = ui
      await ui.link('Trend').click()
      await page.getByLabel('From').fill('2011-01-01T00:00')
      const to = page.getByRole('textbox', { name: 'To', exact: true })
      await to.fill('2011-12-05T00:00')
      await to.press('Tab')
      await says(ui.table('Trend').getByRole('row').nth(11), '30 Nov 2011')
      await page.getByRole('combobox', { name: 'Show' }).selectOption('sales')
      const chart = page.getByRole('slider', { name: 'Sales, every month-end' })
      await chart.press('Home')
      await says(page.locator('.said'), '31 Jan 2011, 23:59')
      await page.getByRole('combobox', { name: 'By' }).selectOption('item')
      await page.locator('.legend li').nth(7).waitFor()
      await ui.picture('trend')
      await chart.press('Home')
      await chart.press('ArrowRight')
      await chart.press('Enter')
      await says(page.locator('.told'), '28 Feb 2011, 23:59')
      await ui.table('Levels').waitFor()
    })
  })
}
