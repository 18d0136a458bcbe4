import { describe, expect, it } from 'vitest'
import { goTo, says, type Ui } from './ui.ts'

/** Levels opened, grouped, looked at and exported, with what was recorded before at hand. */
export function levelWorkflows(ui: Ui): void {
  describe('workflow: levels', () => {
    it('open to the lots and channels of a row', async () => {
      const { page } = ui
      await page.getByRole('button', { name: 'Lots and channels of TEAPOT at UK' }).click()
      const dialog = page.getByRole('dialog', { name: 'TEAPOT at UK' })
      await says(dialog.getByRole('table', { name: 'Lots of the row' }).getByRole('row'), /L1\s*2012-05-31/)
      await says(dialog.getByRole('table', { name: 'Channels of the row' }).getByRole('row'), /web\s*5/)
      await page.keyboard.press('Escape')
    })

    it('are grouped, opened, looked at, and exported as they are seen', async () => {
      const { page } = ui
      await page.getByLabel('Search').fill('')
      await page.getByRole('combobox', { name: 'Group by' }).selectOption('branch')
      await says(ui.table('Levels by branch').getByRole('row'), 'Leeds')
      await ui.table('Levels by branch').getByRole('button', { name: 'Leeds' }).click()
      await ui.table('Levels').getByRole('row').nth(1).waitFor()
      expect(await ui.table('Levels').getAttribute('aria-rowcount')).toBe('2')
      await page.locator('summary', { hasText: 'Columns' }).click()
      await page.getByRole('checkbox', { name: 'Reserved' }).check()
      await page.getByRole('checkbox', { name: 'Name' }).uncheck()
      await page.keyboard.press('Escape')
      await page.getByRole('columnheader', { name: 'Reserved' }).waitFor()
      await page.locator('summary', { hasText: 'Export' }).click()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'CSV' }).click(),
      ])
      expect(file.url()).toMatch(/branch=Leeds.*column=item.*column=reserved/)
      expect(file.url()).not.toContain('column=name')
      await page.keyboard.press('Escape')
      await page.locator('summary', { hasText: 'Columns' }).click()
      await page.getByRole('checkbox', { name: 'Name' }).check()
      await page.getByRole('checkbox', { name: 'Reserved' }).uncheck()
      await page.keyboard.press('Escape')
      await page.getByRole('combobox', { name: 'Branch' }).selectOption('')
      await page.getByRole('checkbox', { name: 'negative' }).check()
      const negative = [...(await ui.inventory.now()).levels()].filter(({ onHand }) => onHand.startsWith('-'))
      await expect
        .poll(() => ui.table('Levels').getAttribute('aria-rowcount'))
        .toBe(String(negative.length + 1))
      await expect.poll(() => page.url()).toContain('flag=negative')
      await page.getByRole('checkbox', { name: 'negative' }).uncheck()
      await goTo(ui, '2011-06-15T12:00:00')
      await ui.picture('levels')
    })

    it('are found again by the address one was sent', async () => {
      const { page } = ui
      const address =
        '#/levels?at=2011-12-01T23:00:00.000Z&text=teapot&branch=Leeds&sort=value&descending=true'
      await page.evaluate(`location.hash = '${address}'`)
      await says(ui.table('Levels').getByRole('row').nth(1), /TEAPOT.*Leeds/)
      expect(await ui.table('Levels').getAttribute('aria-rowcount')).toBe('2')
      expect(await page.getByLabel('Search').inputValue()).toBe('teapot')
      expect(await page.getByRole('combobox', { name: 'Branch' }).inputValue()).toBe('Leeds')
      await page.getByRole('columnheader', { name: 'Value ↓' }).waitFor()
    })
  })
}
