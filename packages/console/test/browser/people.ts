import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keysIn, oneTimeLink, type Sample, type ServeOptions, serveConsole } from '@tidemark/console'
import { sample } from '@tidemark/example-online-retail'
import { memoryLog } from '@tidemark/log'
import type { Page } from 'playwright-core'
import { type Inventory, openInventory, type Permission } from 'tidemark'
import { afterAll, describe, expect, it } from 'vitest'
import { type OpenPage, says } from '../page-in-chromium.ts'
import type { Ui } from './ui.ts'

/** What is opened for one test beside the page of all tests, and closed after them. */
const opened: (() => Promise<unknown>)[] = []

async function pageOver(open: OpenPage, inventory: Inventory, who: ServeOptions['who'], offered?: Sample) {
  const served = await serveConsole({ inventory, who, port: 0, sample: offered })
  const { page } = await open()
  opened.push(async () => {
    await page.context().close()
    await served.close()
  })
  return { page, url: served.url, served }
}

/** A page on which someone with a key signs in. */
async function signingIn(
  { inventory }: Ui,
  open: OpenPage,
  permissions: readonly Permission[],
): Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'))
  opened.push(async () => rmSync(folder, { recursive: true }))
  const keys = keysIn(join(folder, 'keys.json'))
  const { key } = await keys.create({ name: 'vera', permissions })
  const { page, url } = await pageOver(open, inventory, keys)
  await page.goto(url)
  await page.getByLabel('Key').fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  return page
}

const place = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true })

/** What somebody is offered by what they may do, and how it begins with nothing recorded. */
export function peopleWorkflows(ui: Ui, open: OpenPage): void {
  afterAll(async () => {
    for (const close of opened) await close()
  })

  describe('permissions', () => {
    it('an auditor with inventory.read alone sees, compares, verifies and exports, and is offered nothing else', async () => {
      const page = await signingIn(ui, open, ['inventory.read'])
      await page.getByRole('table', { name: 'Levels' }).getByRole('row').nth(1).waitFor()
      await place(page, 'Inventory Snapshots').click()
      await page.getByRole('link', { name: 'Month-End March 2011' }).click()
      await page.getByRole('button', { name: 'Verify' }).click()
      await says(page.getByRole('status'), 'Verified: a replay gives exactly what was frozen.')
      await page.locator('summary', { hasText: 'Export' }).click()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Excel' }).click(),
      ])
      expect(file.suggestedFilename()).toBe('Month-End-March-2011.xlsx')
      const offered: string[] = []
      for (const name of ['Inventory Snapshots', 'Movements', 'Schedules and triggers', 'Periods']) {
        await place(page, name).click()
        await page.getByRole('table').first().waitFor()
        const buttons = await page.locator('main').getByRole('button').allTextContents()
        offered.push(
          ...buttons.filter((title) => /Create|Record|Void|Amend|Set|Close|Reopen|Discard/.test(title)),
        )
      }
      expect(offered).toEqual([])
    })

    it('with inventory.snapshot.create as well, snapshots are created; movements still are not', async () => {
      const page = await signingIn(ui, open, ['inventory.read', 'inventory.snapshot.create'])
      await place(page, 'Inventory Snapshots').click()
      await page.getByRole('button', { name: 'Create Snapshot' }).click()
      await page.getByLabel('Name (optional)').fill('Audit date')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await says(page.getByRole('table', { name: 'Snapshots' }).getByRole('row'), 'Audit date')
      await place(page, 'Movements').click()
      await page.getByRole('table', { name: 'Movements' }).waitFor()
      expect(await page.locator('summary', { hasText: 'Record' }).count()).toBe(0)
    })

    it('without inventory.read nothing is told', async () => {
      const page = await signingIn(ui, open, ['inventory.snapshot.create'])
      await says(page.getByRole('alert'), 'lacks inventory.read')
    })
  })

  describe('long work', () => {
    it('is shown while it lasts, and can be cancelled', async () => {
      const { page } = ui
      await page.evaluate("location.hash = '#/snapshots'")
      await page.getByRole('link', { name: 'Month-End March 2011' }).click()
      await page.getByRole('heading', { name: 'Month-End March 2011' }).waitFor()
      // An answer that does not come until the browser no longer waits for it.
      const asked = Promise.withResolvers<void>()
      await page.route('**/verification', async () => asked.resolve())
      await page.getByRole('button', { name: 'Verify' }).click()
      await asked.promise
      await says(page.getByRole('status'), 'Replaying…')
      const failed = page.waitForEvent('requestfailed')
      await page.getByRole('button', { name: 'Cancel' }).click()
      expect((await failed).failure()?.errorText).toContain('ERR_ABORTED')
      await page.getByText('Replaying…').waitFor({ state: 'detached' })
      await page.unroute('**/verification')
      await page.getByRole('button', { name: 'Verify' }).click()
      await says(page.getByRole('status'), 'Verified')
      ui.forgive(/ERR_/)
    })
  })

  describe('a connection that is lost', () => {
    it('is told, comes again by itself, and nothing that was recorded meanwhile is missed', async () => {
      const inventory = openInventory({ log: memoryLog() })
      const received = (id: string, quantity: string) => ({
        id,
        type: 'StockReceived' as const,
        occurredAt: '2026-01-10T09:00:00Z',
        item: 'tea',
        branch: 'north',
        quantity,
        unitCost: '4',
      })
      await inventory.record(received('R1', '10'))
      const who = () => ({ id: 'kim', permissions: ['inventory.read' as const] })
      const { page, url, served } = await pageOver(open, inventory, who)
      await page.goto(`${url}#/movements`)
      const connection = page.getByRole('status', { name: 'Connection' })
      await says(connection, 'Live')
      await served.close()
      // Nobody touched the page: it notices by itself, and says so in one place.
      const banner = page.locator('.away')
      await says(banner, 'The console does not answer.')
      await says(connection, 'Connecting…')
      await inventory.record(received('R2', '5'))
      const again = await serveConsole({ inventory, who, port: Number(new URL(url).port) })
      opened.push(() => again.close())
      await says(page.getByRole('log').getByRole('listitem'), 'Receipt 5 tea at north')
      await says(connection, 'Live')
      await banner.waitFor({ state: 'hidden' })
      await says(page.getByRole('table', { name: 'Movements' }).getByRole('row'), 'R2')
    })
  })

  describe('a first start without data', () => {
    it('offers the shipped real year, loads it with one click, and shows it', async () => {
      const empty = openInventory({ log: memoryLog() })
      const who = oneTimeLink()
      const { page, url } = await pageOver(open, empty, who, sample)
      await page.goto(`${url}#enter=${who.secret}`)
      await says(page.getByRole('heading'), 'Nothing is recorded yet')
      await page.getByRole('button', { name: 'Load a year of real trade' }).click()
      await page.getByRole('progressbar', { name: 'Loading' }).waitFor()
      await page.getByRole('progressbar', { name: 'Loading' }).waitFor({ state: 'detached' })
      const [total] = (await empty.now()).totals()
      const written = new Intl.NumberFormat('en-GB').format(Number(total?.onHand))
      await says(page.getByLabel('Totals'), `On hand${written}`)
      expect((await empty.head()).events).toBe(sample.movements)
    })
  })
}
