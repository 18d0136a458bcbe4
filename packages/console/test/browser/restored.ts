import { type Served, serveConsole } from '@tidemark/console'
import { memoryLog } from '@tidemark/log'
import type { Page } from 'playwright-core'
import { openInventory } from 'tidemark'
import { afterAll, it } from 'vitest'
import { march, movement, NOW } from '../asking.ts'
import { type OpenPage, says } from '../page-in-chromium.ts'

const who = () => ({ id: 'kim', permissions: ['inventory.read' as const] })

const clock = () => NOW

/** What a follower asks for may be beyond the end of the restored log; nobody need read of it. */
const onError = () => {}

const emptyInventory = () => openInventory({ log: memoryLog({ clock }), clock })

const sale = (id: string) =>
  movement('StockSold', id, '2027-03-30T09:00:00Z', { quantity: '1', netAmount: '9' })

/** A page that is open while the log under its console is put back to what it was before. */
export function restoredLogs(open: OpenPage): void {
  let page: Page | undefined
  let served: Served | undefined

  afterAll(async () => {
    await page?.close()
    await served?.close()
  })

  it('the page shows what is left, and follows from there', async () => {
    const [lost, restored] = [emptyInventory(), emptyInventory()]
    await lost.record([...march, sale('lost 1'), sale('lost 2')])
    await restored.record(march.slice(0, 3))
    served = await serveConsole({ inventory: lost, who, port: 0, clock, onError })
    const { port } = new URL(served.url)
    ;({ page } = await open())
    await page.goto(`${served.url}#/movements`)
    const connection = page.getByRole('status', { name: 'Connection' })
    await says(connection, 'Live')
    await lost.record(sale('lost 3'))
    await says(page.getByRole('log').getByRole('listitem'), 'Sale 1')
    await served.close()
    await says(connection, 'Connecting…')
    served = await serveConsole({ inventory: restored, who, port: Number(port), clock, onError })
    const rows = page.getByRole('table', { name: 'Movements' })
    await rows.and(page.locator('[aria-rowcount="4"]')).waitFor()
    await page.getByRole('log').getByRole('listitem').waitFor({ state: 'detached' })
    await says(connection, 'Live')
    await restored.record(sale('again'))
    await says(page.getByRole('log').getByRole('listitem'), 'Sale 1')
    await says(rows.getByRole('row'), 'again')
  })
}
