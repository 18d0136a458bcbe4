import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** A Chromium, or why there is none here. It comes with a package; `CHROMIUM` names another one. */
export async function launchChromium(): Promise<Browser | { readonly why: string }> {
  try {
    const executablePath = process.env.CHROMIUM ?? (await chromium.executablePath())
    // Not all that the package would set: the page is tested with the security of the web left on.
    const args = [
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--headless=shell',
    ]
    return await playwright.launch({ executablePath, args, headless: true })
  } catch (error) {
    return { why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  }
}
