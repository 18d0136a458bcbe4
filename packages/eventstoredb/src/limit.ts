/** How long a piece of work may take, whatever calls it is made of. */
export interface Limit {
  /** On the clock of `performance.now()`. */
  readonly deadline: number
  readonly signal: AbortSignal | undefined
}

/** The limit of work that starts now. */
export function limitOf(timeoutMs: number, signal?: AbortSignal): Limit {
  return { deadline: performance.now() + timeoutMs, signal }
}

/** The milliseconds that are left, 0 when there are none. */
export function timeLeft(limit: Limit): number {
  return Math.max(0, limit.deadline - performance.now())
}

/** A call got no answer in its time. It counts among the failures that pass. */
export class TimeLimit extends Error {
  override readonly name = 'TimeLimit'
  readonly type = 'time-limit'
}

/**
 * Waits for work no longer than a time and no longer than its caller wants: rejects with `TimeLimit` or with the reason
 * of the signal. The work itself goes on; the client has no way to stop it.
 */
export function within<T>(ms: number, signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const abort = () => reject(signal?.reason)
  const timer = setTimeout(() => reject(new TimeLimit(`no answer in ${Math.round(ms)} ms`)), ms)
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  work.then(resolve, reject)
  return promise.finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  })
}

/** Waits; rejects with the reason of the signal. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const abort = () => reject(signal?.reason)
  const timer = setTimeout(resolve, ms)
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  return promise.finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  })
}

/** The first wait before a call is made again; each further one is up to twice as long. */
const FIRST_PAUSE_MS = 20

/** The longest wait before a call is made again. */
const LONGEST_PAUSE_MS = 5_000

/** How long to wait before the next try: longer each time, and at random, so that many clients do not keep step. */
export function backOffMs(tries: number): number {
  const most = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 20), LONGEST_PAUSE_MS)
  return most / 2 + Math.random() * (most / 2)
}
