import { round } from '../figure.ts'
import { openBrowser, openPage, showLevels, startConsole } from './served.ts'

/** So many starts; the median counts. */
const STARTS = 5

/**
 * From the start of `tidemark console` with a warm cache to the first rows on the page, in milliseconds: the median of
 * several. The browser is open before.
 */
export async function firstPage(log: string, cache: string): Promise<number> {
  const browser = await openBrowser()
  try {
    // Once untimed: the cache is made if there is none, and Node keeps what it compiled.
    const taken: number[] = []
    for (let n = 0; n <= STARTS; n++) {
      const page = await openPage(browser)
      const started = performance.now()
      const served = await startConsole(log, cache)
      await showLevels(page, served.link)
      if (n > 0) taken.push(performance.now() - started)
      await page.close()
      await served.stop()
    }
    taken.sort((a, b) => a - b)
    return round(taken[Math.floor(STARTS / 2)] ?? Number.NaN)
  } finally {
    await browser.close()
  }
}
