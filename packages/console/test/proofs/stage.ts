import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { oneTimeLink, type Served, serveConsole } from '@tidemark/console'
import { sqliteLog } from '@tidemark/log'
import type { Page, Request } from 'playwright-core'
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
  /** Resolves when the page waits for no answer any more. */
  settled(): Promise<void>
}

/** Counts the questions of a page that are under way; a stream of events is open for ever. */
function settling(page: Page): () => Promise<void> {
  const waiting = new Set<Request>()
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') waiting.add(request)
  })
  page.on('requestfinished', (request) => waiting.delete(request))
  page.on('requestfailed', (request) => waiting.delete(request))
  return async () => {
    let quiet = 0
    // One question may lead to the next: it takes a few looks in a row.
    const look = () => {
      quiet = waiting.size === 0 ? quiet + 1 : 0
      return quiet
    }
    await expect.poll(look, { interval: 20, timeout: 20_000 }).toBeGreaterThan(3)
  }
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
    stage = { inventory, log, folder, url, page, errors, goTo, settled: settling(page) }
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
