import { expect, it } from 'vitest'
import type { OverMarch } from './over-march.ts'
import { fieldOf } from './ui.ts'

/** What can be done with periods. */
export function periodPages(over: () => OverMarch): void {
  it('the month that ended last is offered to be closed, though nothing was recorded since', async () => {
    const { page, goTo } = over()
    await goTo('/periods')
    await page.getByRole('button', { name: 'Close a period' }).click()
    const dialog = page.getByRole('dialog', { name: 'Close a period' })
    const offered = await fieldOf(dialog, 'Through').inputValue()
    const [year = 0, month = 1] = new Date()
      .toLocaleDateString('sv', { timeZone: 'Europe/London' })
      .split('-')
      .map(Number)
    const lastDay = new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10)
    expect(offered).toBe(`${lastDay}T23:59:59.999`)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })
}
