import { round } from '../figure.ts'
import { randomOf } from '../trade.ts'
import { openBrowser, openPage, showLevels, startConsole } from './served.ts'

/** So many positions of the slider. */
const POSITIONS = 60

/** What it took from a move of the slider to the frame with the totals of there, in milliseconds. */
export interface Positions {
  readonly median: number
  /** Nineteen in twenty take no longer. */
  readonly slow: number
  readonly slowest: number
}

/**
 * Puts the slider to a place, as a drag would, and tells how long it takes until other totals are painted. Runs in the
 * page.
 */
const MOVE = `window.moveTo = (share) => new Promise((resolve) => {
  const slider = document.querySelector('#time')
  const totals = document.querySelector('.totals')
  const begun = performance.now()
  const seen = new MutationObserver(() => {
    seen.disconnect()
    // The frame after the next one is begun when the next one was painted.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)))
  })
  seen.observe(totals, { childList: true, subtree: true, characterData: true })
  const [min, max] = [Number(slider.min), Number(slider.max)]
  slider.value = String(Math.round(min + (max - min) * share))
  slider.dispatchEvent(new Event('input', { bubbles: true }))
})`

/** Drags the slider of the console over a log to random places of its history, one right after the other. */
export async function positions(log: string, cache: string): Promise<Positions> {
  const browser = await openBrowser()
  const served = await startConsole(log, cache)
  try {
    const page = await openPage(browser)
    await showLevels(page, served.link)
    await page.locator('#time:enabled').waitFor()
    await page.evaluate(MOVE)
    const random = randomOf(7)
    const taken: number[] = []
    for (let n = 0; n < POSITIONS; n++) taken.push(await page.evaluate(`window.moveTo(${random()})`))
    taken.sort((a, b) => a - b)
    const at = (share: number) => round(taken[Math.floor(share * (POSITIONS - 1))] ?? Number.NaN)
    return { median: at(0.5), slow: at(0.95), slowest: at(1) }
  } finally {
    await served.stop()
    await browser.close()
  }
}
