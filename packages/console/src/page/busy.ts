import { el } from './dom.ts'
import { button } from './menus.ts'

/** Work that takes no longer is not shown, in milliseconds. */
const PATIENCE = 300

/** Shows what is under way, how long it has taken, and a way to cancel it. */
export interface Busy {
  readonly element: HTMLElement
  /**
   * Does work, in place of what is under way of the same title; resolves also when it is cancelled, rejects with what goes
   * wrong otherwise.
   */
  run(title: string, work: (signal: AbortSignal) => Promise<void>): Promise<void>
  /** Cancels all that is under way: nobody waits for it any more. */
  cancel(): void
}

export function busy(): Busy {
  const element = el('div', { class: 'busy', hidden: true })
  const underWay = new Map<string, AbortController>()
  return {
    element,
    cancel() {
      for (const stop of underWay.values()) stop.abort()
    },
    async run(title, work) {
      const stop = new AbortController()
      underWay.get(title)?.abort()
      underWay.set(title, stop)
      const begun = performance.now()
      const seconds = el('span')
      const line = el(
        'p',
        { role: 'status' },
        el('progress', { 'aria-label': title }),
        ` ${title}… `,
        seconds,
        ' ',
        button('Cancel', () => stop.abort()),
      )
      const shown = setTimeout(() => {
        element.append(line)
        element.hidden = false
      }, PATIENCE)
      const ticking = setInterval(() => {
        seconds.textContent = `${Math.floor((performance.now() - begun) / 1000)} s`
      }, 1000)
      try {
        await work(stop.signal)
      } catch (error) {
        if (!stop.signal.aborted) throw error
      } finally {
        clearTimeout(shown)
        clearInterval(ticking)
        line.remove()
        if (underWay.get(title) === stop) underWay.delete(title)
        element.hidden = element.childElementCount === 0
      }
    },
  }
}
