import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { says } from '../page-in-chromium.ts'
import type { Stage } from './stage.ts'

/** What a screen reader would call what has the focus, about. */
const FOCUSED = `(() => {
  const { activeElement: one } = document
  const label = one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.innerText
  // The label of a list has what can be chosen in it.
  const kind = one.tagName.toLowerCase()
  return one === document.body ? '' : kind + ' ' + label.trim().split('\\n')[0].trim()
})()`

/** More stops than any page has. */
const MOST_STOPS = 120

/** A viewer without a mouse: keys, and nothing else. */
function handsOn(page: Page) {
  const press = (key: string) => page.keyboard.press(key)
  return {
    press,
    type: (text: string) => page.keyboard.type(text),
    /** Goes on with Tab until something of this name has the focus; of two kinds of that name, the one that is meant. */
    async tabTo(name: RegExp | string, kind?: string): Promise<void> {
      const isFound = (focused: string) => {
        const [tag, ...words] = focused.split(' ')
        const label = words.join(' ')
        return (kind ?? tag) === tag && (typeof name === 'string' ? label === name : name.test(label))
      }
      const passed: string[] = []
      for (let stop = 0; stop < MOST_STOPS; stop++) {
        await press('Tab')
        const label: string = await page.evaluate(FOCUSED)
        if (isFound(label)) return
        passed.push(label.slice(0, 30))
      }
      throw new Error(`no Tab leads to ${name}, only to ${[...new Set(passed)].join(' | ')}`)
    },
  }
}

export function keyboardProof(stage: () => Stage): void {
  const hands = () => handsOn(stage().page)
  const rows = (table: string) =>
    stage().page.getByRole('table', { name: table, exact: true }).getByRole('row')

  beforeAll(async () => {
    const { snapshots } = stage().inventory
    await snapshots.create({ id: 'feb', name: 'February', asOf: '2011-02-28T23:59:59.999Z' })
    await snapshots.create({ id: 'mar', name: 'March', asOf: '2011-03-31T22:59:59.999Z' })
    // As somebody finds it who has just come in.
    await stage().goTo('/levels')
    await stage().page.reload()
    await stage().page.locator('#time:enabled').waitFor()
  })

  it('skips to the content', async () => {
    const { press, tabTo } = hands()
    await tabTo('Skip to content')
    await press('Enter')
    expect(await stage().page.evaluate('document.activeElement.id')).toBe('main')
  })

  it('goes through time: by the hour, by the month, to a month end, and back to now', async () => {
    const { page } = stage()
    const { press, tabTo } = hands()
    const told = page.locator('output')
    await tabTo('Go to')
    await press('End')
    await says(told, '31 Dec 2011, 23:59')
    await tabTo('Time')
    await press('PageDown')
    await says(told, '30 Nov 2011, 23:59')
    await press('ArrowRight')
    await says(told, '1 Dec 2011, 00:59')
    await press('PageDown')
    await says(told, '1 Nov 2011, 00:59')
    await tabTo('as known now')
    await press('ArrowDown')
    await says(told, 'as known then')
    await press('Shift+Tab')
    await press('Enter')
    await says(told, 'Now')
  })

  it('finds an item, sorts, and opens its page', async () => {
    const { page } = stage()
    const { press, tabTo, type } = hands()
    await tabTo('Search')
    await type('8512')
    await tabTo(/^Value/)
    await press('Enter')
    await page.locator('th[aria-sort="descending"]').filter({ hasText: 'Value' }).waitFor()
    await tabTo(/^85/)
    // One stop for all rows; the arrows go through them.
    await press('End')
    await press('ArrowUp')
    await press('Home')
    await press('Enter')
    await says(page.getByRole('heading', { level: 2 }), '85123A')
    await says(rows('Stock card'), 'StockSold')
  })

  it('creates a snapshot of a month end, opens it, verifies it, sees its drift, and exports it', async () => {
    const { page } = stage()
    const { press, tabTo } = hands()
    await tabTo('Inventory Snapshots')
    await press('Enter')
    await tabTo('Create Snapshot')
    await press('Enter')
    await tabTo('Month end')
    await press('End')
    await tabTo('Create')
    await press('Enter')
    await says(rows('Snapshots'), 'Month-End December 2011')
    await tabTo('Month-End December 2011')
    await press('Enter')
    await tabTo('Export')
    await press('Enter')
    await tabTo('CSV')
    const [file] = await Promise.all([page.waitForEvent('download'), press('Enter')])
    expect(file.suggestedFilename()).toBe('Month-End-December-2011.csv')
    await tabTo('Verify')
    await press('Enter')
    await says(page.getByRole('status'), 'Verified')
    await tabTo('Drift')
    await press('Enter')
    await says(page.getByRole('status'), 'No drift')
    expect(await stage().inventory.snapshots.list({ text: 'December' })).toHaveLength(1)
  })

  it('compares two snapshots, opens a line of the bridge, and goes to the trend of both', async () => {
    const { page } = stage()
    const { press, tabTo } = hands()
    const selectBoth = async () => {
      await tabTo('Inventory Snapshots')
      await press('Enter')
      await says(rows('Snapshots'), 'February')
      await tabTo('Select March')
      await press('Space')
      await tabTo('Select February')
      await press('Space')
    }
    await selectBoth()
    await tabTo('Compare')
    await press('Enter')
    await says(rows('Bridge'), 'Sales')
    await tabTo('Sales')
    await press('Enter')
    await says(rows('Movements behind the line'), 'StockSold')
    await selectBoth()
    await tabTo('Trend', 'button')
    await press('Enter')
    await tabTo(/^February: /)
    await press('Enter')
    await says(page.getByRole('heading', { level: 2 }), 'February')
  })

  it('discards a snapshot with a reason', async () => {
    const { page, inventory } = stage()
    const { press, tabTo, type } = hands()
    await tabTo('Discard')
    await press('Enter')
    // The dialog has taken the focus to its first field.
    await page.getByRole('dialog').waitFor()
    await type('taken twice')
    await press('Enter')
    await says(page.locator('.facts'), 'taken twice')
    expect((await inventory.snapshots.find('feb')).discarded?.reason).toBe('taken twice')
  })

  it('sets a schedule and a trigger, and removes them', async () => {
    const { page } = stage()
    const { press, tabTo, type } = hands()
    const set = async (what: string, name: string) => {
      await tabTo(`Set a ${what}`)
      await press('Enter')
      await page.getByRole('dialog', { name: `Set a ${what}` }).waitFor()
      await type(name)
      await press('Enter')
      await says(rows(what === 'schedule' ? 'Schedules' : 'Triggers'), name)
    }
    const remove = async (name: string) => {
      await tabTo(`Remove ${name}`)
      await press('Enter')
      await page.getByRole('dialog').waitFor()
      await tabTo('Remove', 'button')
      await press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await tabTo('Schedules and triggers')
    await press('Enter')
    await set('schedule', 'books')
    await set('trigger', 'sold out')
    await remove('books')
    await remove('sold out')
    await says(page.locator('.note'), 'No trigger is set.')
  })

  it('closes a period, and opens it again', async () => {
    const { page, inventory } = stage()
    const { press, tabTo, type } = hands()
    await tabTo('Periods', 'a')
    await press('Enter')
    await tabTo('Close a period')
    await press('Enter')
    await page.getByRole('dialog', { name: 'Close a period' }).waitFor()
    // A field of date and time takes digits part by part, in whatever order the browser's language has them.
    await type('01012011')
    await press('ArrowRight')
    await type('101010100A')
    await tabTo(/^Reason/)
    await type('filed')
    await press('Enter')
    await says(page.locator('.told'), 'Closed through 1 Jan 2011, 10:10')
    expect((await inventory.periods.list()).closedThrough).toBe(Date.UTC(2011, 0, 1, 10, 10, 10, 100))
    await tabTo('Reopen')
    await press('Enter')
    await page.getByRole('dialog', { name: 'Reopen' }).waitFor()
    await tabTo(/^Reason/)
    await type('one more invoice')
    await press('Enter')
    await says(page.locator('.told'), 'Everything is open.')
  })

  it('filters the movements, and signs out', async () => {
    const { page, errors } = stage()
    const { press, tabTo } = hands()
    await tabTo('Movements', 'a')
    await press('Enter')
    await tabTo('Type')
    while ((await page.evaluate('document.activeElement.value')) !== 'StockAdjusted') await press('ArrowDown')
    await says(rows('Movements'), /Adjustment/)
    await tabTo('Sign out')
    await press('Enter')
    await page.getByLabel('Key').waitFor()
    // That nobody is signed in any more is what was wanted.
    expect(errors.splice(0).filter((error) => !error.includes('401'))).toEqual([])
  })
}
