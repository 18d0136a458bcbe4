import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, describe } from 'vitest'
import { launchChromium } from './chromium.ts'

/** A page, and what its scripts and its security policy complained of. */
export interface WatchedPage {
  readonly page: Page
  readonly errors: string[]
}

/** Opens a page of its own, as of a viewer in London. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<WatchedPage>

/** Describes tests that need a Chromium, one for them all; where there is none they are skipped with the reason, in CI never. */
export async function describeInChromium(name: string, tests: (open: OpenPage) => void): Promise<void> {
  const launched = await launchChromium()
  const why = 'why' in launched ? launched.why : null
  if (why !== null && process.env.CI) throw new Error(`there is no Chromium: ${why}`)
  describe.skipIf(why !== null)(why === null ? name : `${name} (skipped: ${why})`, () => {
    if (!('why' in launched)) afterAll(() => launched.close())
    tests((options) => watchedPage(launched, options))
  })
}

async function watchedPage(
  launched: Awaited<ReturnType<typeof launchChromium>>,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  if ('why' in launched) throw new Error(launched.why)
  return openPage(launched, options)
}

async function openPage(browser: Browser, options: BrowserContextOptions): Promise<WatchedPage> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return { page, errors }
}

/** Waits until what an element says is as wanted. */
export async function says(locator: Locator, wanted: RegExp | string): Promise<void> {
  await locator.filter({ hasText: wanted }).first().waitFor()
}
