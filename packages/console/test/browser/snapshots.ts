import { expect, it } from 'vitest'
import { movement } from '../asking.ts'
import { says } from '../page-in-chromium.ts'
import type { OverMarch } from './over-march.ts'

const ASOF = '2027-03-15T00:00:00.000Z'

/** What can be done with snapshots. */
export function snapshotPages(over: () => OverMarch): void {
  it('one without a description is renamed, and gets none by it', async () => {
    const { page, inventory, goTo } = over()
    await inventory.snapshots.create({ id: 'plain', name: 'Plain', asOf: ASOF })
    await goTo('/snapshots/plain')
    await page.getByRole('button', { name: 'Rename' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Renamed')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await says(page.getByRole('heading', { level: 2 }), 'Renamed')
    expect(await inventory.snapshots.find('plain')).toMatchObject({ name: 'Renamed', description: null })
  })

  it('those of one instant are compared in the order they were taken, whichever is ticked first', async () => {
    const { page, inventory, goTo } = over()
    await inventory.snapshots.create({ id: 'early', name: 'Early', asOf: ASOF })
    await inventory.record(
      movement('StockSold', 'late', '2027-03-14T09:00:00Z', { quantity: '1', netAmount: '9', actor: 'vera' }),
    )
    await inventory.snapshots.create({ id: 'later', name: 'Later', asOf: ASOF })
    await goTo('/snapshots')
    for (const name of ['Later', 'Early'])
      await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    await page.getByRole('button', { name: 'Compare' }).click()
    await says(page.locator('.told'), 'Early → Later')
    await says(page.getByRole('table', { name: 'Changes' }).getByRole('row'), /tea.*-1/)
    await goTo('/snapshots/early')
    await page.getByRole('button', { name: 'Drift' }).click()
    await says(page.getByRole('listitem'), /StockSold late, recorded .* by vera: -1, value/)
  })

  it('of one whose archive is damaged that is said, and that the replay is right', async () => {
    const { page, inventory, goTo } = over()
    const { digest } = await inventory.snapshots.create({ id: 'archived', name: 'Archived', asOf: ASOF })
    const json = {
      id: 'archived',
      ok: false,
      expected: digest,
      actual: digest,
      items: [],
      archive: 'damaged',
    }
    await page.route('**/verification', (route) => route.fulfill({ json }))
    await goTo('/snapshots/archived')
    await page.getByRole('heading', { name: 'Archived' }).waitFor()
    await page.getByRole('button', { name: 'Verify' }).click()
    await says(
      page.getByRole('status'),
      'A replay gives exactly what was frozen. Its rows in the archive are damaged.',
    )
    await page.unroute('**/verification')
  })

  it('a description that is typed is no longer than one may be', async () => {
    const { page, inventory, goTo } = over()
    await goTo('/snapshots')
    await page.getByRole('button', { name: 'Create Snapshot' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create Snapshot' })
    await dialog.getByLabel('Name (optional)').fill('Told at length')
    await dialog.getByLabel('Description (optional)').focus()
    await page.keyboard.insertText('long '.repeat(100))
    await dialog.getByLabel('Date and time').fill('2027-03-16T00:00')
    await dialog.getByRole('button', { name: 'Create', exact: true }).click()
    await says(page.getByRole('table', { name: 'Snapshots' }).getByRole('row'), 'Told at length')
    const [told] = await inventory.snapshots.list({ text: 'Told at length' })
    expect(told?.description).toMatch(/^(long )+/)
  })
}
