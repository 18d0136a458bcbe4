import { expect, it } from 'vitest'
import { says } from '../page-in-chromium.ts'
import type { OverMarch } from './over-march.ts'
import { fieldOf } from './ui.ts'

/** What can be done with the rules that take snapshots. */
export function rulePages(over: () => OverMarch): void {
  it('a trigger that is changed keeps its types of events and its filters', async () => {
    const { page, inventory, goTo } = over()
    const { triggers } = inventory.snapshots
    const where = { group: 'g', vendor: 'v' }
    await triggers.set('counted', { on: ['CountPosted', 'LotHeld'], where })
    await triggers.set('sold', { when: 'stock-out', on: ['StockSold'] })
    await goTo('/rules')
    const rows = page.getByRole('table', { name: 'Triggers' }).getByRole('row')
    await says(rows, /sold\s*stock-out\s*StockSold/)
    for (const name of ['counted', 'sold']) {
      await page.getByRole('button', { name: `Change ${name}` }).click()
      const dialog = page.getByRole('dialog')
      await fieldOf(dialog, 'Not again within').fill('1h')
      await dialog.getByRole('button', { name: 'Set' }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    expect(await triggers.list()).toMatchObject([
      { trigger: 'counted', on: ['CountPosted', 'LotHeld'], when: null, where, cooldown: '1h' },
      { trigger: 'sold', on: ['StockSold'], when: 'stock-out', where: {}, cooldown: '1h' },
    ])
  })

  it('a rule whose name has spaces leads to what it has taken', async () => {
    const { page, inventory, goTo } = over()
    const schedule = 'each day & 100 %'
    const from = '2027-03-29T12:00:00Z'
    await inventory.snapshots.schedules.set(schedule, { every: 'day', timeZone: 'UTC', from })
    await inventory.run({ once: true })
    await goTo('/rules')
    await page.getByRole('table', { name: 'Schedules' }).getByRole('link', { name: '3', exact: true }).click()
    await says(page.getByRole('heading', { level: 2 }), `Taken by the schedule ${schedule}`)
    await says(page.getByRole('table', { name: 'Snapshots' }).getByRole('row'), 'schedule')
  })
}
