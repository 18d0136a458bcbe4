import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { keysIn, type Served, serveConsole } from '@tidemark/console'
import { memoryLog } from '@tidemark/log'
import type { Page } from 'playwright-core'
import { openInventory, permissions } from 'tidemark'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { march, movement, NOW } from './asking.ts'
import { faultyLog } from './faulty-log.ts'
import { describeInChromium, says } from './page-in-chromium.ts'

await describeInChromium('the page', (open) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
  const keys = keysIn(path.join(folder, 'keys.json'), () => NOW)
  const clock = () => NOW
  const log = faultyLog(memoryLog({ clock }))
  const inventory = openInventory({ log, clock })
  let served: Served
  let page: Page

  async function serve(port = 0): Promise<void> {
    served = await serveConsole({ inventory, who: keys, port, clock })
  }

  /** Starts it again where it was: the page knows no other address. */
  const serveAgain = () => serve(Number(new URL(served.url).port))
  const banner = () => page.locator('.away')
  const totals = () => page.getByLabel('Totals')
  const rows = () => page.getByRole('table', { name: 'Levels' }).getByRole('row')
  const snapshotRows = (name: string) =>
    page.getByRole('table', { name: 'Snapshots', exact: true }).getByRole('row').filter({ hasText: name })
  /** A page that was loaded anew would not know it. */
  const isTheSamePage = () => page.evaluate('window.isTheSame === true')

  beforeAll(async () => {
    await inventory.record(march)
    const { key } = await keys.create({ name: 'kim', permissions: [...permissions] })
    await serve()
    ;({ page } = await open())
    await page.goto(served.url)
    await page.getByLabel('Key').fill(key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await says(totals(), 'On hand13.5')
    await page.evaluate('window.isTheSame = true')
  })

  afterAll(async () => {
    await served?.close()
    await inventory.close()
    rmSync(folder, { recursive: true, force: true })
  })

  beforeEach(async () => {
    await banner().waitFor({ state: 'hidden' })
  })

  it('says that the server was stopped, keeps what it shows, and goes on by itself once it runs again', async () => {
    await served.close()
    await page.getByRole('button', { name: 'Now', exact: true }).click()
    await says(banner(), 'The console does not answer.')
    expect(await rows().count()).toBe(4)
    await inventory.record(
      movement('StockReceived', 'R9', '2027-03-26T09:00:00Z', { quantity: '1', unitCost: '5' }),
    )
    await serveAgain()
    await banner().waitFor({ state: 'hidden' })
    await says(totals(), 'On hand14.5')
    // Signed in as before, though the process that signed them in is gone.
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await isTheSamePage()).toBe(true)
  })

  it('says that the log is away, keeps what it shows, and goes on by itself', async () => {
    log.away('LOG_UNAVAILABLE')
    await page.getByRole('button', { name: 'Now', exact: true }).click()
    await says(banner(), 'The log cannot be read or written just now')
    expect(await rows().count()).toBe(4)
    log.away(null)
    await banner().waitFor({ state: 'hidden' })
    expect(await isTheSamePage()).toBe(true)
  })

  async function createNamed(name: string): Promise<void> {
    await page.getByRole('navigation').getByRole('link', { name: 'Inventory Snapshots' }).click()
    await page.getByRole('button', { name: 'Create Snapshot' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create Snapshot' })
    await dialog.getByLabel('Name (optional)').fill(name)
    await dialog.getByLabel('Date and time').fill('2027-03-15T00:00')
    await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  }

  it('says that the disk is full, keeps what was typed, and records it once when there is room', async () => {
    log.full('LOG_FULL')
    await createNamed('On a full disk')
    await says(page.getByRole('dialog').getByRole('alert'), 'There is no room left where the log is kept')
    expect(await page.getByLabel('Name (optional)').inputValue()).toBe('On a full disk')
    expect(await inventory.snapshots.list()).toEqual([])
    log.full(null)
    await snapshotRows('On a full disk').waitFor()
    expect(await snapshotRows('On a full disk').count()).toBe(1)
    expect(await inventory.snapshots.list({ text: 'full disk' })).toHaveLength(1)
  })

  it('says so of a movement too, keeps what was typed, and records it once when there is room', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Movements' }).click()
    await page.locator('summary', { hasText: 'Record' }).click()
    await page.getByRole('button', { name: 'Sale', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Sale' })
    const typed = { Occurred: '2027-03-26T10:00', Item: 'tea', Branch: 'north', Quantity: '1' }
    for (const [label, value] of Object.entries({ ...typed, 'Net amount': '9' }))
      await dialog.getByLabel(new RegExp(`^${label}`)).fill(value)
    await dialog.getByRole('button', { name: 'Preview' }).click()
    const before = await inventory.head()
    log.full('LOG_FULL')
    await dialog.getByRole('button', { name: 'Record' }).click()
    await says(dialog.getByRole('alert'), 'There is no room left where the log is kept')
    expect(await dialog.getByLabel(/^Net amount/).inputValue()).toBe('9')
    expect(await inventory.head()).toEqual(before)
    log.full(null)
    await dialog.waitFor({ state: 'detached' })
    expect((await inventory.head()).events).toBe(before.events + 1)
    expect(await page.locator('.pending').innerText()).toBe('')
  })

  it('records once what was recorded just before the server stopped, though nobody told it so', async () => {
    log.afterNextAppend(() => served.close())
    await createNamed('Answer lost')
    await says(page.getByRole('dialog').getByRole('alert'), 'The console does not answer.')
    expect(await inventory.snapshots.list({ text: 'lost' })).toHaveLength(1)
    await serveAgain()
    await snapshotRows('Answer lost').waitFor()
    expect(await snapshotRows('Answer lost').count()).toBe(1)
    expect(await inventory.snapshots.list({ text: 'lost' })).toHaveLength(1)
  })

  it('asks who was shown out to sign in again, over what they typed, and goes on from there', async () => {
    await page.getByRole('button', { name: 'Create Snapshot' }).click()
    await page.getByLabel('Name (optional)').fill('Half typed')
    const { key } = await keys.create({ name: 'lee', permissions: [...permissions] })
    await keys.revoke('kim')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    const again = page.getByRole('dialog', { name: 'Your session is over' })
    await again.waitFor()
    expect(await page.getByLabel('Name (optional)').inputValue()).toBe('Half typed')
    await keys.revoke('lee')
    await again.getByLabel('Key').fill(key)
    await again.getByRole('button', { name: 'Sign in' }).click()
    await says(again.getByRole('alert'), 'That is no key')
    const { key: other } = await keys.create({ name: 'kim', permissions: [...permissions] })
    await again.getByLabel('Key').fill(other)
    await again.getByRole('button', { name: 'Sign in' }).click()
    await again.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await snapshotRows('Half typed').waitFor()
    expect(await isTheSamePage()).toBe(true)
  })

  it('keeps what was not acknowledged when the session is over, and sends it again once signed in', async () => {
    const { key } = await keys.create({ name: 'max', permissions: [...permissions] })
    const sale = movement('StockSold', 'S9', '2027-03-27T09:00:00Z', { quantity: '1', netAmount: '9' })
    await page.context().clearCookies()
    await page.goto('about:blank')
    await page.goto(served.url)
    await page.getByLabel('Key').fill(key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await says(page.locator('.who'), 'max')
    await page.evaluate(
      `localStorage.setItem('tidemark.unacknowledged.max', ${JSON.stringify(JSON.stringify([sale]))})`,
    )
    await page.getByRole('navigation').getByRole('link', { name: 'Movements' }).click()
    await says(page.getByRole('alert'), 'Not acknowledged: StockSold S9.')
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Send again' }).click()
    const again = page.getByRole('dialog', { name: 'Your session is over' })
    await again.getByLabel('Key').fill(key)
    await again.getByRole('button', { name: 'Sign in' }).click()
    await again.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Send again' }).click()
    await says(page.locator('.status'), 'Recorded S9.')
    expect(await page.locator('.pending').innerText()).toBe('')
  })
})
