import { TimeLimit } from './limit.ts'

/** Lets so much through at a time; the rest waits in the order in which it came. */
export interface Gate {
  /**
   * Resolves, when there is room, with the function that gives the room back; rejects with `TimeLimit` or with the reason
   * of the signal.
   */
  enter(weight: number, signal: AbortSignal | undefined, ms: number): Promise<() => void>
}

/** Makes a gate. What weighs more than the whole capacity goes through alone. */
export function gate(capacity: number): Gate {
  const waiting: { readonly weight: number; readonly go: () => void }[] = []
  let taken = 0

  const next = () => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      if (taken > 0 && taken + first.weight > capacity) return
      waiting.shift()
      taken += first.weight
      first.go()
    }
  }

  const leave = (weight: number) => {
    taken -= weight
    next()
  }

  return {
    enter(weight, signal, ms) {
      if (waiting.length === 0 && !signal?.aborted && (taken === 0 || taken + weight <= capacity)) {
        taken += weight
        return Promise.resolve(once(() => leave(weight)))
      }
      const { promise, resolve, reject } = Promise.withResolvers<() => void>()
      const entry = { weight, go: () => resolve(once(() => leave(weight))) }
      const giveUp = (reason: unknown) => {
        const place = waiting.indexOf(entry)
        if (place < 0) return
        waiting.splice(place, 1)
        reject(reason)
        next()
      }
      const abort = () => giveUp(signal?.reason)
      const timer = setTimeout(() => giveUp(new TimeLimit(`no room in ${Math.round(ms)} ms`)), ms)
      signal?.addEventListener('abort', abort)
      waiting.push(entry)
      if (signal?.aborted) abort()
      next()
      return promise.finally(() => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
      })
    },
  }
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}
