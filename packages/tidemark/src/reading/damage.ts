import { TimelineError } from '@tidemark/timeline'
import { stepByStep } from '../turns/steps.ts'

/** Whether a cache was found damaged. */
export function isDamage(error: unknown): boolean {
  return error instanceof TimelineError && error.code === 'CACHE_DAMAGED'
}

/** What a work makes of a cache; `undefined` where that is damaged. */
export function unlessDamaged<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch (error) {
    if (!isDamage(error)) throw error
    return undefined
  }
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
