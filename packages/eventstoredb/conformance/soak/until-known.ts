import { setTimeout as sleep } from 'node:timers/promises'
import { LogError } from '@tidemark/log'

/** Between two tries, in milliseconds: the log itself has waited for the server before. */
const BETWEEN_MS = 50

/** Repeats work, as it is, for as long as the log cannot be reached; rejects with the reason of the signal. */
export async function untilKnown<T>(
  work: () => Promise<T>,
  giveUp: AbortSignal,
  onRepeat: () => void = () => undefined,
): Promise<T> {
  while (true) {
    giveUp.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof LogError) || error.code !== 'LOG_UNAVAILABLE') throw error
      onRepeat()
      await sleep(BETWEEN_MS)
    }
  }
}
