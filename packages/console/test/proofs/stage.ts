import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { oneTimeLink, type Served, serveConsole } from '@tidemark/console'
import { sqliteLog } from '@tidemark/log'
import type { Page } from 'playwright-core'
import type { Inventory } from 'tidemark'
import { afterAll, beforeAll, expect } from 'vitest'
import type { OpenPage } from '../page-in-chromium.ts'
import { realYear } from '../real-year.ts'

/** What the proofs share: the real year in a file, a console over it, and a page that is signed in. */
export interface Stage {
  readonly inventory: Inventory
  /** The file of the log. */
  readonly log: string
  /** A folder that is removed afterwards. */
  readonly folder: string
  readonly url: string
  readonly page: Page
  /** What should not have happened, in the page or in the console; looked at in the end. */
  readonly errors: string[]
  /** Goes to a page of the console: `/levels?at=2011-03-31T22:59:59.999Z`. */
  goTo(place: string): Promise<void>
}

/** Sets the stage before the tests and clears it after them; what is not there yet throws. */
export function setStage(open: OpenPage): () => Stage {
  let stage: Stage | undefined
  let served: Served | undefined
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))

  beforeAll(async () => {
    const log = path.join(folder, 'inventory.db')
    const inventory = await realYear(await sqliteLog({ path: log }))
    const who = oneTimeLink()
    const { page, errors } = await open()
    const onError = (error: unknown) => errors.push(String(error))
    served = await serveConsole({ inventory, who, port: 0, onError })
    const { url } = served
    await page.goto(`${url}#enter=${who.secret}`)
    await page.getByLabel('Totals').filter({ hasText: 'On hand' }).waitFor()
    const goTo = async (place: string) => {
      await page.evaluate(`location.hash = ${JSON.stringify(`#${place}`)}`)
    }
    stage = { inventory, log, folder, url, page, errors, goTo }
  }, 120_000)

  afterAll(async () => {
    await served?.close()
    await stage?.inventory.close()
    rmSync(folder, { recursive: true, force: true })
    expect(stage?.errors).toEqual([])
  })

  return () => {
    if (stage === undefined) throw new Error('the stage is not set')
    return stage
  }
}
