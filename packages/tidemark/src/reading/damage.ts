import { TimelineError } from '@tidemark/timeline'

/** Whether a cache was found damaged. */
export function isDamage(error: unknown): boolean {
  return error instanceof TimelineError && error.code === 'CACHE_DAMAGED'
}

/** Whether all that was kept is what was written. */
export function isWhole(check: Generator<void, void>): boolean {
  try {
    for (const _ of check);
    return true
  } catch (error) {
    if (!isDamage(error)) throw error
    return false
  }
}
