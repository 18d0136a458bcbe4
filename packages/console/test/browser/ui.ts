import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import type { Inventory } from 'tidemark'

/** The page under test, and the inventory behind it. What it is, is known once the tests have begun. */
export interface Ui {
  readonly page: Page
  readonly inventory: Inventory
  /** A place of the navigation. */
  link(name: string): Locator
  table(name: string): Locator
  /** Takes what the browser complained of so far for what the test meant to bring about. */
  forgive(complaints: RegExp): void
  /** A picture for the documentation, where pictures are asked for. */
  picture(name: string): Promise<void>
}

/** The parts of a page that is there later. */
export function uiOf(open: {
  readonly page: () => Page
  readonly inventory: () => Inventory
  readonly complaints: () => string[]
}): Ui {
  return {
    get page() {
      return open.page()
    },
    get inventory() {
      return open.inventory()
    },
    link: (name) => open.page().getByRole('navigation').getByRole('link', { name, exact: true }),
    table: (name) => open.page().getByRole('table', { name, exact: true }),
    forgive(complaints) {
      const others = open
        .complaints()
        .splice(0)
        .filter((complaint) => !complaints.test(complaint))
      if (others.length > 0) throw new Error(others.join('\n'))
    },
    picture: async (name) => takePicture(open.page(), name),
  }
}

const folder = fileURLToPath(new URL('../../../../docs/pictures/', import.meta.url))

/** Pictures are taken anew when they are asked for: two machines never draw the same one to the last pixel. */
async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env.TIDEMARK_PICTURES === undefined) return
  mkdirSync(folder, { recursive: true })
  const before = page.viewportSize()
  await page.setViewportSize({ width: 1180, height: 660 })
  await page.screenshot({ path: `${folder}${name}.png` })
  if (before !== null) await page.setViewportSize(before)
}

/** The field of a dialog whose label begins so: that of a choice goes on with all there is to choose. */
export function fieldOf(dialog: Locator, label: string): Locator {
  return dialog.getByLabel(new RegExp(`^${label.replaceAll(/[()]/g, String.raw`\$&`)}`))
}

/** Sets the time bar to a local date and time. */
export async function goTo({ page }: Ui, local: string): Promise<void> {
  const field = page.getByRole('region', { name: 'Time bar' }).getByLabel('Date and time')
  await field.fill(local)
  await field.press('Enter')
}

/** A decimal as the page writes it in English. */
export const quantity = (decimal: string | null) =>
  decimal === null
    ? '–'
    : new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 }).format(Number(decimal))

/** An amount as the page writes it in English. */
export const money = (decimal: string | null) =>
  decimal === null
    ? '–'
    : new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 6 }).format(
        Number(decimal),
      )
