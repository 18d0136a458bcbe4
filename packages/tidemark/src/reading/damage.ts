import { TimelineError } from '@tidemark/timeline'
import { stepByStep } from '../turns/steps.ts'

/** Whether a cache was found damaged. */
export function isDamage(error: unknown): boolean {
  return error instanceof TimelineError && error.code === 'CACHE_DAMAGED'
}

/** Whether all that was kept is what was written. */
export async function isWhole(check: Generator<void, void>, signal?: AbortSignal): Promise<boolean> {
  try {
    await stepByStep(check, signal)
    return true
  } catch (error) {
    if (!isDamage(error)) throw error
    return false
  }
}
