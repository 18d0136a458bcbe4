import { type Served, serveConsole } from '@tidemark/console'
import { memoryLog } from '@tidemark/log'
import type { Page } from 'playwright-core'
import { type Inventory, openInventory, permissions } from 'tidemark'
import { afterAll, beforeAll, expect } from 'vitest'
import { march, NOW } from '../asking.ts'
import type { OpenPage } from '../page-in-chromium.ts'

/** A page over the few movements of March, for somebody who may do everything. */
export interface OverMarch {
  readonly inventory: Inventory
  readonly page: Page
  /** Goes to a page of the console: `/snapshots`. */
  goTo(place: string): Promise<void>
}

/** Opens it before the tests and closes it after them; what the browser complained of fails them. */
export function overMarch(open: OpenPage): () => OverMarch {
  let ticks = 0
  const clock = () => NOW + ticks++
  const inventory = openInventory({ log: memoryLog({ clock }), clock })
  let errors: readonly string[] = []
  let served: Served | undefined
  let opened: OverMarch | undefined

  beforeAll(async () => {
    await inventory.record(march)
    const who = () => ({ id: 'kim', permissions })
    const { page, errors: complaints } = await open()
    errors = complaints
    const onError = (error: unknown) => complaints.push(String(error))
    served = await serveConsole({ inventory, who, port: 0, clock, onError })
    await page.goto(served.url)
    await page.getByRole('navigation', { name: 'Pages' }).waitFor()
    const goTo = async (place: string) => {
      await page.evaluate(`location.hash = ${JSON.stringify(`#${place}`)}`)
    }
    opened = { inventory, page, goTo }
  })

  afterAll(async () => {
    await opened?.page.close()
    await served?.close()
    await inventory.close()
    expect(errors).toEqual([])
  })

  return () => {
    if (opened === undefined) throw new Error('the page is not open')
    return opened
  }
}
