import { Failure, read } from './api.ts'
import { delayOf } from './back-off.ts'
import { el } from './dom.ts'
import { button } from './menus.ts'

/** Says that the console, or its log, is away, and tries by itself until it is back. */
export interface Connection {
  /** The banner; hidden while all is well. */
  readonly element: HTMLElement
  /** Told of a failure: `true` when it passes by itself, and then what was lost is asked for again once it has passed. */
  lost(error: unknown): boolean
  /** Told that the console answers after all: what it is away for is looked at again without waiting. */
  answers(): void
}

const passing: ReadonlySet<string> = new Set(['OFFLINE', 'LOG_UNAVAILABLE', 'LOG_FULL', 'TOO_MANY_REQUESTS'])

/** Whether a failure passes by itself: what was asked for may be asked for again as it was. */
export function passes(error: unknown): error is Failure {
  return error instanceof Failure && passing.has(error.code)
}

/** The connection to the console; `back` is called when it answers again. */
export function connection(back: () => void): Connection {
  const words = el('span')
  const element = el(
    'div',
    { class: 'away', role: 'alert', hidden: true },
    words,
    ' ',
    button('Try now', tryNow, { class: 'on-paper' }),
  )
  let waiting: ReturnType<typeof setTimeout> | undefined
  let tries = 0

  function show(message: string): void {
    const text = `${message} What is shown is what was known before; it is tried again by itself.`
    // Said aloud once, not with every try.
    if (words.textContent !== text) words.textContent = text
    element.hidden = false
  }

  function later(): void {
    waiting ??= setTimeout(() => void attempt(), delayOf(tries++))
  }

  function tryNow(): void {
    if (element.hidden) return
    clearTimeout(waiting)
    waiting = undefined
    void attempt()
  }

  async function attempt(): Promise<void> {
    try {
      await read('/health')
    } catch (error) {
      show(error instanceof Error ? error.message : String(error))
      waiting = undefined
      later()
      return
    }
    waiting = undefined
    tries = 0
    element.hidden = true
    back()
  }

  window.addEventListener('online', tryNow)
  return {
    element,
    lost(error) {
      if (!passes(error)) return false
      show(error.message)
      later()
      return true
    },
    answers: tryNow,
  }
}
