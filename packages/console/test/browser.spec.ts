import { readFileSync } from 'node:fs'
import { oneTimeLink, type Served, serveConsole } from '@tidemark/console'
import type { Page } from 'playwright-core'
import { endOfMonth, type Inventory } from 'tidemark'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { itemWorkflows } from './browser/item.ts'
import { levelWorkflows } from './browser/levels.ts'
import { peopleWorkflows } from './browser/people.ts'
import { recordingWorkflows } from './browser/recording.ts'
import { ruleWorkflows } from './browser/rules.ts'
import { uiOf } from './browser/ui.ts'
import { describeInChromium, says } from './page-in-chromium.ts'
import { realYear } from './real-year.ts'

await describeInChromium('the page in Chromium', (open) => {
  let inventory: Inventory
  let served: Served
  let page: Page
  let errors: string[] = []

  beforeAll(async () => {
    inventory = await realYear()
    const who = oneTimeLink()
    ;({ page, errors } = await open())
    served = await serveConsole({ inventory, who, port: 0, onError: (error) => errors.push(String(error)) })
    await page.goto(`${served.url}#enter=${who.secret}`)
    await page.getByRole('navigation', { name: 'Pages' }).waitFor()
  }, 120_000)

  afterAll(async () => {
    await page?.close()
    await served?.close()
    await inventory?.close()
    expect(errors).toEqual([])
  })

  const ui = uiOf({ page: () => page, inventory: () => inventory, complaints: () => errors })
  const { link, table } = ui

  it('is entered by the link, whose secret does not stay in the address', async () => {
    expect(page.url()).not.toContain('enter')
    expect(await page.title()).toBe('Levels · Tidemark')
    expect((await page.context().cookies())[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  })

  it('shows the levels of any moment the time bar is set to, as the library has them', async () => {
    for (const at of ['2011-03-31T22:59:59.999Z', '2011-07-14T12:00:00.000Z', '2010-12-01T09:00:00.000Z']) {
      await page
        .getByLabel('Date and time')
        .fill(new Date(Date.parse(at) + (at < '2011-03-27' ? 0 : 3_600_000)).toISOString().slice(0, -1))
      await page.getByLabel('Date and time').press('Enter')
      const view = await inventory.asOf(at)
      const [total] = view.totals()
      const written = new Intl.NumberFormat('en-GB').format(Number(total?.onHand))
      await says(page.getByLabel('Totals'), `On hand${written}`)
      const [row] = [...view.levels()]
      await says(table('Levels').getByRole('row').nth(1), row?.item ?? 'nothing')
    }
  })

  it('follows the slider by the keyboard: an hour, a day, a month', async () => {
    await page.getByLabel('Go to').selectOption('2011-04-30T22:59:59.999Z')
    const slider = page.getByRole('slider', { name: 'Time' })
    const at = () => Date.parse(new URLSearchParams(page.url().split('?')[1]).get('at') ?? '')
    await slider.press('ArrowRight')
    await expect.poll(at).toBe(Date.parse('2011-04-30T23:59:59.999Z'))
    await slider.press('ArrowDown')
    await expect.poll(at).toBe(Date.parse('2011-04-29T23:59:59.999Z'))
    await slider.press('PageUp')
    await expect.poll(at).toBe(Date.parse('2011-05-29T23:59:59.999Z'))
    await page.getByRole('button', { name: 'Now', exact: true }).click()
    await says(page.locator('output'), 'Now, as known now')
  })

  describe('workflow: creating a snapshot', () => {
    it('Navigate to Inventory Snapshots, Create Snapshot, name, description, date and time, Create', async () => {
      await link('Inventory Snapshots').click()
      await page.getByRole('button', { name: 'Create Snapshot' }).click()
      const dialog = page.getByRole('dialog', { name: 'Create Snapshot' })
      await dialog.getByLabel('Name (optional)').fill('Before the summer')
      await dialog.getByLabel('Description (optional)').fill('<b>for</b> the bank')
      await dialog.getByLabel('Date and time').fill('2011-06-01T18:30:00')
      await dialog.getByRole('button', { name: 'Create', exact: true }).click()
      await says(table('Snapshots').getByRole('row'), 'Before the summer')
      const [snapshot] = await inventory.snapshots.list()
      expect(snapshot).toMatchObject({
        name: 'Before the summer',
        description: '<b>for</b> the bank',
        asOf: Date.parse('2011-06-01T17:30:00Z'),
      })
    })

    it('Create a snapshot at month-end, named "Month-End [Month] [Year]"', async () => {
      for (const month of ['February 2011', 'March 2011']) {
        await page.getByRole('button', { name: 'Create Snapshot' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Month end').selectOption({ label: month })
        await dialog.getByRole('button', { name: 'Create', exact: true }).click()
        await says(table('Snapshots').getByRole('row'), `Month-End ${month}`)
      }
      const [march] = await inventory.snapshots.list()
      expect(march).toMatchObject({
        name: 'Month-End March 2011',
        asOf: endOfMonth('Europe/London', '2011-03'),
      })
    })
  })

  describe('workflow: viewing, and what each snapshot includes', () => {
    it('Select a snapshot from the list: date and time, levels, locations, channels, lots', async () => {
      await table('Snapshots').getByRole('link', { name: 'Month-End March 2011' }).click()
      await says(page.getByRole('heading', { level: 2 }), 'Month-End March 2011')
      await says(page.locator('.facts'), '2011-03-31T22:59:59.999Z')
      const [march] = await inventory.snapshots.list({ text: 'March' })
      const view = await inventory.snapshots.read(march?.id ?? '')
      const rows = [...view.levels()]
      await says(table('Levels of the snapshot').getByRole('row').nth(1), rows[0]?.item ?? '')
      expect(await table('Levels of the snapshot').getAttribute('aria-rowcount')).toBe(
        String(rows.length + 1),
      )
      await says(table('Location breakdown').getByRole('row'), rows[0]?.branch ?? '')
      await says(
        page.getByRole('region', { name: 'Channel allocation' }),
        'Nothing was set aside for channels.',
      )
      await says(page.getByRole('region', { name: 'Lots and expiry' }), 'Nothing was in lots.')
      await page.getByRole('button', { name: 'Verify' }).click()
      await says(page.getByRole('status'), 'Verified: a replay gives exactly what was frozen.')
      await page.getByRole('button', { name: 'Drift' }).click()
      await says(page.getByRole('status'), 'No drift')
    })

    it.each(['CSV', 'Excel', 'JSON'])('Click Export, choose %s, download the file', async (format) => {
      if (!(await page.getByRole('link', { name: format }).isVisible())) {
        await page.locator('summary', { hasText: 'Export' }).click()
      }
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: format }).click(),
      ])
      expect(file.suggestedFilename()).toMatch(/^Month-End-March-2011\.(csv|xlsx|json)$/)
      expect(readFileSync(await file.path()).length).toBeGreaterThan(1000)
    })
  })

  describe('workflow: comparing', () => {
    it('Select two or more snapshots, click Compare, review the changes and the bridge', async () => {
      await link('Inventory Snapshots').click()
      for (const name of ['Month-End February 2011', 'Before the summer', 'Month-End March 2011']) {
        await page.getByRole('checkbox', { name: `Select ${name}` }).check()
      }
      await page.getByRole('button', { name: 'Compare' }).click()
      await says(page.locator('.told'), 'Month-End February 2011 → Month-End March 2011 → Before the summer')
      await says(table('Bridge').getByRole('row'), 'Sales')
      await table('Changes').getByRole('row').nth(11).waitFor()
      await ui.picture('compare')
      await table('Bridge').getByRole('button', { name: 'Receipts' }).click()
      await says(
        page.getByRole('table', { name: 'Movements behind the line' }).getByRole('row'),
        'StockReceived',
      )
    })

    it('Compare to identify trends', async () => {
      await link('Inventory Snapshots').click()
      for (const name of ['Month-End February 2011', 'Month-End March 2011']) {
        await page.getByRole('checkbox', { name: `Select ${name}` }).check()
      }
      await page.getByRole('button', { name: 'Trend' }).click()
      await table('Trend').waitFor()
      await page
        .getByRole('button', { name: /^Month-End February 2011: / })
        .first()
        .click()
      await says(page.getByRole('heading', { level: 2 }), 'Month-End February 2011')
    })
  })

  it('does all of that by the keyboard alone', async () => {
    await link('Inventory Snapshots').press('Enter')
    await page.getByRole('button', { name: 'Create Snapshot' }).press('Enter')
    // The dialog has taken the focus to its first field.
    await page.keyboard.type('By hand')
    await page.keyboard.press('Enter')
    await says(table('Snapshots').getByRole('row'), 'By hand')
    for (const name of ['Month-End February 2011', 'Month-End March 2011']) {
      await page.getByRole('checkbox', { name: `Select ${name}` }).press('Space')
    }
    await page.getByRole('button', { name: 'Compare' }).press('Enter')
    await table('Bridge').getByRole('button', { name: 'Sales' }).press('Enter')
    await says(page.getByRole('table', { name: 'Movements behind the line' }).getByRole('row'), 'StockSold')
    await page.locator('summary', { hasText: 'Export' }).press('Enter')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Excel' }).press('Enter'),
    ])
    expect(file.suggestedFilename()).toMatch(/^comparison-.*\.xlsx$/)
  })

  it('leaves the focus and what is selected where they are when a snapshot is taken meanwhile', async () => {
    await link('Inventory Snapshots').click()
    const box = page.getByRole('checkbox', { name: 'Select Month-End March 2011' })
    await box.check()
    await box.focus()
    const { id } = await inventory.snapshots.create({
      id: 'meanwhile',
      name: 'Meanwhile',
      asOf: '2011-05-01T00:00:00Z',
    })
    await says(table('Snapshots').getByRole('row'), 'Meanwhile')
    await page.keyboard.press('Space')
    expect(await box.isChecked()).toBe(false)
    await inventory.snapshots.discard(id, { reason: 'by mistake' })
    await says(table('Snapshots').getByRole('row'), 'discarded: by mistake')
    await page.keyboard.press('Space')
    expect(await box.isChecked()).toBe(true)
  })

  it('renames a snapshot, and discards it with the reason', async () => {
    await link('Inventory Snapshots').click()
    await table('Snapshots').getByRole('link', { name: 'By hand' }).click()
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Description').fill('a trial')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await says(page.locator('.facts'), 'a trial')
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('by mistake')
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    await says(page.locator('.facts'), 'Discardedby mistake')
    expect((await inventory.snapshots.list({ text: 'By hand' }))[0]?.discarded?.reason).toBe('by mistake')
  })

  recordingWorkflows(ui)
  levelWorkflows(ui)
  ruleWorkflows(ui)
  itemWorkflows(ui)
  peopleWorkflows(ui, open)

  it('asks for nothing from elsewhere', async () => {
    const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
    expect(urls.filter((url) => !url.startsWith(served.url))).toEqual([])
  })
})
