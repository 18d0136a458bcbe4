import { PerformanceObserver } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'

/** What collecting garbage came to: milliseconds. */
export interface Garbage {
  readonly collections: number
  readonly ms: number
  readonly longest: number
}

/** Watches the collection of garbage until it is asked what it came to. */
export function watchGarbage(): () => Promise<Garbage> {
  const durations: number[] = []
  const take = (entries: readonly { readonly duration: number }[]) => {
    for (const { duration } of entries) durations.push(duration)
  }
  const observer = new PerformanceObserver((list) => take(list.getEntries()))
  observer.observe({ entryTypes: ['gc'] })
  return async () => {
    // Node hands over what happened when it gets a turn.
    await turn()
    take(observer.takeRecords())
    observer.disconnect()
    return {
      collections: durations.length,
      ms: durations.reduce((sum, duration) => sum + duration, 0),
      longest: Math.max(0, ...durations),
    }
  }
}
