import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'

const tidemark = path.resolve(import.meta.dirname, '../../../cli/bin/tidemark.cjs')

/** A console in a process of its own, started as a user would start it. */
export interface ServedConsole {
  /** The link that lets one in. */
  readonly link: string
  stop(): Promise<void>
}

/** `tidemark console` over a log and its cache, as it was built; resolves when it has printed its link. */
export async function startConsole(log: string, cache: string): Promise<ServedConsole> {
  const args = [tidemark, 'console', '--log', log, '--cache', cache, '--port', '0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const printed: unknown[] = await Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => {
      throw new Error(`tidemark console ended with ${code}`)
    }),
  ])
  return {
    link: String(printed[0]).trim(),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A browser, opened before anything is timed; it comes with a package. */
export async function openBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell']
  const executablePath = process.env.CHROMIUM ?? (await chromium.executablePath())
  return playwright.launch({ executablePath, args, headless: true })
}

/** A page of its own, without cookies and without anything in its cache. */
export async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(600_000)
  return page
}

/** Opens the page by its link, and waits until there are rows on it. */
export async function showLevels(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('table', { name: 'Levels' }).getByRole('row').nth(5).waitFor()
}
