/** Something to wait for: every `wait` under way ends with the next `ring`, with its time limit, or by its signal. */
export interface Bell {
  ring(): void
  /** Resolves at the next ring or after `timeoutMs`; rejects with the reason of the signal. */
  wait(options: { readonly timeoutMs?: number; readonly signal?: AbortSignal | undefined }): Promise<void>
}

/** Makes a bell. */
export function bell(): Bell {
  const waiting = new Set<() => void>()
  return {
    ring() {
      for (const wake of [...waiting]) wake()
    },
    wait({ timeoutMs, signal }) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const settle = (then: () => void) => {
          waiting.delete(wake)
          clearTimeout(timer)
          signal?.removeEventListener('abort', abort)
          then()
        }
        const wake = () => settle(resolve)
        const abort = () => settle(() => reject(signal?.reason))
        const timer = timeoutMs === undefined ? undefined : setTimeout(wake, timeoutMs)
        signal?.addEventListener('abort', abort)
        waiting.add(wake)
      })
    },
  }
}

/** Lets timers and input have their turn between two pieces of synchronous work. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Waits a random time that grows with the number of tries, in milliseconds, so that rivals do not keep step. */
export function backOff(tries: number, signal?: AbortSignal): Promise<void> {
  const most = Math.min(2 ** tries, 50)
  return bell().wait({ timeoutMs: 1 + Math.random() * most, signal })
}
