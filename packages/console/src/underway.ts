/** Work that is under way, or done, and how many wait for it. */
export interface Underway<Result> {
  readonly done: Promise<Result>
  readonly stop: AbortController
  waiting: number
}

/** Begins work that several may wait for. */
export function begin<Result>(work: (signal: AbortSignal) => Promise<Result>): Underway<Result> {
  const stop = new AbortController()
  const done = work(stop.signal)
  // Told to whoever waits; when nobody does any more, nobody need be told.
  done.catch(() => undefined)
  return { done, stop, waiting: 0 }
}

/**
 * Waits for work. Who goes waits no longer; when all have gone, or it has failed, it is stopped and `drop` is called, so
 * that whoever comes next begins it anew.
 */
export async function waitFor<Result>(
  work: Underway<Result>,
  signal: AbortSignal,
  drop: () => void,
): Promise<Result> {
  work.waiting++
  const { promise: gone, reject } = Promise.withResolvers<never>()
  const leave = () => reject(signal.reason)
  signal.addEventListener('abort', leave)
  try {
    return await Promise.race([work.done, gone])
  } catch (error) {
    if (work.waiting === 1 || !signal.aborted) drop()
    throw error
  } finally {
    signal.removeEventListener('abort', leave)
    work.waiting--
    if (work.waiting === 0) work.stop.abort()
  }
}
