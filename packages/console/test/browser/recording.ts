import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { fieldOf, says, type Ui } from './ui.ts'

/** Opens the dialog of a movement and fills its fields. */
async function typed(
  { page }: Ui,
  title: string,
  fields: Readonly<Record<string, string>>,
): Promise<Locator> {
  await page.locator('summary', { hasText: 'Record' }).click()
  await page.getByRole('button', { name: title, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: title, exact: true })
  for (const [label, value] of Object.entries(fields)) {
    const field = fieldOf(dialog, label)
    if (label === 'Status') await field.selectOption(value)
    else await field.fill(value)
  }
  return dialog
}

async function previewed(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await dialog.getByRole('region', { name: 'What it changes' }).waitFor()
}

async function recorded(ui: Ui, title: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const dialog = await typed(ui, title, fields)
  await previewed(dialog)
  await dialog.getByRole('button', { name: 'Record' }).click()
  await dialog.waitFor({ state: 'detached' })
}

const at = (time: string) => ({ Occurred: `2011-12-01T${time}` })
const teapot = { Item: 'TEAPOT', Branch: 'UK' }

/** Recording of every kind of movement, with a preview, and its corrections. */
export function recordingWorkflows(ui: Ui): void {
  describe('workflow: movements', () => {
    it('are previewed before they are recorded, and appear at once where they are listed and told of', async () => {
      const { page, inventory } = ui
      await ui.link('Movements').click()
      await page.getByRole('button', { name: 'Now', exact: true }).click()
      await page.getByPlaceholder('exact id').fill('TEAPOT')
      await page.getByPlaceholder('exact id').press('Enter')
      const receipt = {
        ...teapot,
        ...at('09:00'),
        Quantity: '20',
        'Unit cost': '4',
        'Lot (optional)': 'L1',
        'Lot expires on': '2012-05-31',
      }
      const dialog = await typed(ui, 'Receipt', receipt)
      await previewed(dialog)
      await says(dialog.getByRole('table').getByRole('row'), /TEAPOT\s*UK\s*On hand\s*–\s*20/)
      await ui.picture('record')
      expect((await inventory.now()).item('TEAPOT')).toBeUndefined()
      await dialog.getByRole('button', { name: 'Record' }).click()
      await says(ui.table('Movements').getByRole('row'), 'TEAPOT')
      await says(page.getByRole('log').getByRole('listitem'), /Receipt 20 TEAPOT at UK/)
    })

    it.each<[string, Record<string, string>]>([
      ['Sale', { ...teapot, ...at('10:00'), Quantity: '3', 'Net amount': '30', 'Lot (optional)': 'L1' }],
      ['Customer return', { ...teapot, ...at('10:10'), Quantity: '1', 'Net amount': '10' }],
      ['Supplier return', { ...teapot, ...at('10:20'), Quantity: '2' }],
      [
        'Transfer',
        { Item: 'TEAPOT', 'From branch': 'UK', 'To branch': 'Leeds', ...at('10:30'), Quantity: '4' },
      ],
      ['Adjustment', { ...teapot, ...at('10:40'), 'Quantity (below zero: less)': '-1', Reason: 'broken' }],
      ['Count entry', { ...teapot, ...at('10:50'), Quantity: '10' }],
      ['Post count', { ...teapot, ...at('10:55') }],
      [
        'Purchase order',
        { ...teapot, ...at('11:00'), 'Purchase order': 'PO1', 'Quantity ordered': '50', Status: 'ordered' },
      ],
      ['Reservation', { ...teapot, ...at('11:10'), Reservation: 'W1', Quantity: '2' }],
      ['Channel allocation', { ...teapot, ...at('11:20'), Channel: 'web', 'Quantity set aside': '5' }],
    ])('of the kind %s is recorded', async (title, fields) => {
      const before = await ui.inventory.head()
      await recorded(ui, title, fields)
      expect((await ui.inventory.head()).events).toBe(before.events + 1)
    })

    it('come to what the library says of them', async () => {
      const item = (await ui.inventory.now()).item('TEAPOT')
      expect(item?.at('UK')).toMatchObject({
        onHand: '10',
        onOrder: '50',
        reserved: '2',
        available: '8',
        lastCountQuantity: '10',
      })
      expect(item?.at('Leeds')).toMatchObject({ onHand: '4' })
    })

    it('clear their counts again', async () => {
      await recorded(ui, 'Initialise counts', { ...teapot, ...at('11:30') })
      expect((await ui.inventory.now()).item('TEAPOT')?.at('UK')?.lastCountQuantity).toBeNull()
    })

    it('that are wrong say which field, with the code, and stay to be mended', async () => {
      const dialog = await typed(ui, 'Sale', { ...teapot, Quantity: '-3', 'Net amount': '30' })
      await dialog.getByRole('button', { name: 'Preview' }).click()
      await says(dialog.getByRole('alert'), 'INVALID_FIELD')
      expect(await fieldOf(dialog, 'Quantity').getAttribute('aria-invalid')).toBe('true')
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      ui.forgive(/400/)
    })

    it('are voided with a reason and amended, previewed as well', async () => {
      const { page } = ui
      const row = ui.table('Movements').getByRole('row', { name: /Adjustment TEAPOT/ })
      await row.getByRole('button', { name: /^Void/ }).click()
      const dialog = page.getByRole('dialog', { name: 'Void a movement' })
      await fieldOf(dialog, 'Reason').fill('found again')
      await previewed(dialog)
      await says(
        dialog.getByRole('note').or(dialog.locator('.note')),
        'Late: it changes what is known since 1 Dec 2011, 10:40',
      )
      await dialog.getByRole('button', { name: 'Record' }).click()
      await row.waitFor({ state: 'detached' })
      const receipt = ui.table('Movements').getByRole('row', { name: /Receipt TEAPOT/ })
      await receipt.getByRole('button', { name: /^Amend/ }).click()
      const amend = page.getByRole('dialog', { name: 'Amend a movement' })
      await fieldOf(amend, 'Unit cost').fill('5')
      await previewed(amend)
      await amend.getByRole('button', { name: 'Record' }).click()
      await amend.waitFor({ state: 'detached' })
      await receipt.getByRole('button', { name: /^Charge/ }).click()
      const charge = page.getByRole('dialog', { name: 'Late charge of a receipt' })
      await fieldOf(charge, 'Amount').fill('20')
      await previewed(charge)
      await charge.getByRole('button', { name: 'Record' }).click()
      await charge.waitFor({ state: 'detached' })
      const card = (await ui.inventory.now()).explain('TEAPOT', 'UK')
      expect(card[0]).toMatchObject({
        averageCost: '6',
        corrections: [{ type: 'MovementAmended' }, { type: 'ReceiptCostAdjusted' }],
      })
    })

    it('recorded late are marked, and can be listed alone', async () => {
      const { page } = ui
      await recorded(ui, 'Sale', { ...teapot, ...at('09:30'), Quantity: '1', 'Net amount': '9' })
      await page.getByLabel('late entries only').check()
      await says(ui.table('Movements').getByRole('row'), /1 Dec 2011, 09:30.*late/)
      await page.getByPlaceholder('id, item or name').fill('no such thing')
      await says(page.locator('.note'), 'Nothing had happened.')
      await page.getByLabel('late entries only').uncheck()
      await page.getByPlaceholder('id, item or name').fill('')
    })

    it('are recorded by the keyboard alone', async () => {
      const { page, inventory } = ui
      await page.locator('summary', { hasText: 'Record' }).press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Receipt' })
      await dialog.waitFor()
      // Today would stretch the time bar of all tests over fifteen years.
      await fieldOf(dialog, 'Occurred').fill('2011-12-01T08:00')
      await fieldOf(dialog, 'Item').focus()
      for (const value of ['MUG', 'UK', '6', '2.5']) {
        await page.keyboard.type(value)
        await page.keyboard.press('Tab')
      }
      await page.keyboard.press('Enter')
      await dialog.getByRole('region', { name: 'What it changes' }).waitFor()
      // The focus has gone to what comes next.
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })
      expect((await inventory.now()).item('MUG')?.at('UK')).toMatchObject({ onHand: '6', averageCost: '2.5' })
    })

    it('whose answer is lost are sent again, and recorded once', async () => {
      const { page, inventory } = ui
      const before = await inventory.head()
      const dialog = await typed(ui, 'Sale', { ...teapot, ...at('12:00'), Quantity: '1', 'Net amount': '9' })
      await previewed(dialog)
      let isLost = false
      await page.route('**/api/movements', async (route) => {
        if (isLost || route.request().method() !== 'POST') return route.continue()
        isLost = true
        // It is recorded, and nobody is told.
        await route.fetch()
        await route.abort()
      })
      await dialog.getByRole('button', { name: 'Record' }).click()
      await says(dialog.getByRole('alert'), 'It is not known whether it was recorded.')
      await dialog.waitFor({ state: 'detached' })
      await page.unroute('**/api/movements')
      ui.forgive(/ERR_FAILED/)
      expect((await inventory.head()).events).toBe(before.events + 1)
    })

    it('change what is shown while the bar stands at now, whoever records them', async () => {
      const { page, inventory } = ui
      await ui.link('Levels').click()
      await page.getByRole('button', { name: 'Now', exact: true }).click()
      await page.getByLabel('Search').fill('TEAPOT')
      const row = ui.table('Levels').getByRole('row', { name: /TEAPOT.*Leeds/ })
      await says(row, /Leeds\s*4/)
      const common = { item: 'TEAPOT', branch: 'Leeds', occurredAt: '2011-12-01T13:00:00Z' }
      await inventory.record({
        id: 'elsewhere',
        type: 'StockAdjusted',
        quantity: '7',
        reason: 'found',
        ...common,
      })
      await says(row, /Leeds\s*11/)
    })
  })
}
