import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { Stage } from './stage.ts'

type Scheme = 'light' | 'dark'

/** What axe found, shortened to what one needs to mend it. */
interface Found {
  readonly impact: string | null
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** All rules in the light; in the dark only colours differ. */
const optionsOf: { readonly [scheme in Scheme]: object } = {
  light: { resultTypes: ['violations'] },
  dark: { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast'] } },
}

/** The rows of a table are made alike: what is wrong with one is wrong with the first few. */
const EXCLUDED = [['tbody tr:nth-child(n + 6)'], ['option:nth-child(n + 6)']]

async function seriousOn(
  page: Page,
  scheme: Scheme,
  include: readonly string[] = ['html'],
): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  // Half a megabyte of script, once for each time the page is loaded.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source)
  const context = { include: include.map((selector) => [selector]), exclude: EXCLUDED }
  const run = `axe.run(${JSON.stringify(context)}, ${JSON.stringify(optionsOf[scheme])}).then(({ violations }) => violations)`
  const violations: readonly Found[] = await page.evaluate(run)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${scheme} ${id}: ${nodes[0]?.html} (${nodes.length}) ${nodes[0]?.failureSummary}`,
    )
}

/** Nothing serious and nothing critical on the page as it stands, or on these parts of it, in the light and in the dark. */
async function expectAccessible(page: Page, ...parts: readonly string[]): Promise<void> {
  const include = parts.length === 0 ? undefined : parts
  const found = [...(await seriousOn(page, 'dark', include)), ...(await seriousOn(page, 'light', include))]
  expect(found).toEqual([])
}

export function accessibleProof(stage: () => Stage): void {
  beforeAll(async () => {
    const { snapshots } = stage().inventory
    await snapshots.create({ id: 'feb', name: 'February', asOf: '2011-02-28T23:59:59.999Z' })
    await snapshots.create({ id: 'mar', name: 'March', asOf: '2011-03-31T22:59:59.999Z' })
    await snapshots.create({ id: 'gone', name: 'Gone', asOf: '2011-03-31T22:59:59.999Z' })
    await snapshots.discard('gone', { reason: 'a trial' })
  })

  it('has nothing serious on any page the navigation offers', async () => {
    const { page, goTo, settled } = stage()
    await page.reload()
    await page.getByRole('navigation').waitFor()
    const links = await page.getByRole('navigation').getByRole('link').all()
    const places = await Promise.all(links.map(async (link) => (await link.getAttribute('href'))?.slice(1)))
    expect(places.length).toBeGreaterThanOrEqual(4)
    for (const place of places) {
      await goTo(place ?? '')
      await settled()
      await expectAccessible(page)
    }
    // That it would have been found.
    await page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    expect(String(await seriousOn(page, 'light'))).toContain('light label: <input>')
  })

  it.each([
    ['a snapshot', '/snapshots/mar', 'Inventory levels'],
    ['a discarded one', '/snapshots/gone', 'a trial'],
    ['a comparison', '/compare/feb/mar', 'Changes in inventory levels'],
    ['a trend', '/trend/feb/mar', 'February'],
    ['an item', '/items/85123A?at=2010-12-02T12:00:00.000Z', 'Weighted average'],
  ])('has nothing serious on the page of %s', async (_name, place, shown) => {
    const { page, goTo, settled } = stage()
    await goTo(place)
    await page.getByRole('main').filter({ hasText: shown }).waitFor()
    await settled()
    await expectAccessible(page)
  })

  it('has nothing serious with what can be opened open: results, menus, dialogs', async () => {
    const { page, goTo } = stage()
    await goTo('/snapshots/mar')
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.locator('summary', { hasText: 'Export' }).click()
    await page.getByText('Verified: a replay').waitFor()
    await expectAccessible(page, '.tools', '.result')
    await goTo('/compare/feb/mar')
    await page.getByRole('button', { name: 'Returns by customers' }).click()
    await page.getByRole('table', { name: 'Movements behind the line' }).waitFor()
    await expectAccessible(page, 'main [role="status"]')
    await goTo('/snapshots')
    await page.getByRole('button', { name: 'Create Snapshot' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create Snapshot' })
    await dialog.getByLabel('Date and time').fill('')
    await dialog.getByRole('button', { name: 'Create', exact: true }).click()
    await dialog.getByText('Select a date and time.').waitFor()
    await expectAccessible(page, 'dialog')
    await page.keyboard.press('Escape')
  })

  it('has nothing serious while the console is away, and where one signs in', async () => {
    const { page, errors } = stage()
    // Whether the page has found out by itself already or not.
    const askAgain = () => page.locator('.timebar button', { hasText: 'Now' }).dispatchEvent('click')
    await page.context().setOffline(true)
    await askAgain()
    await page.locator('.away').filter({ hasText: 'does not answer' }).waitFor()
    await expectAccessible(page, '.away')
    await page.context().setOffline(false)
    await page.locator('.away').waitFor({ state: 'hidden' })
    const cookies = await page.context().cookies()
    await page.context().clearCookies()
    await askAgain()
    await page.getByRole('dialog', { name: 'Your session is over' }).waitFor()
    await expectAccessible(page, 'dialog')
    await page.reload()
    await page.getByLabel('Key').waitFor()
    await expectAccessible(page)
    await page.context().addCookies(cookies)
    await page.reload()
    await page.getByRole('navigation').waitFor()
    const expected = /ERR_INTERNET_DISCONNECTED|401/
    expect(errors.splice(0).filter((error) => !expected.test(error))).toEqual([])
  })
}
