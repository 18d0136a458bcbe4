import { AssertionError } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { LogError } from '@tidemark/log'
import { failureOf } from '../src/failure.ts'
import { eventStoreLog } from '../src/index.ts'
import { type Case, ownConnection } from './case.ts'
import type { Tally } from './tally.ts'

/** The longest one case may take, in milliseconds. */
const LONGEST_MS = 180_000

/** So long a server that was killed in a pause may take to come back, in milliseconds. */
const COMES_BACK_MS = 120_000

/** So often a case is run when the server was killed in the middle of it. */
const RUNS = 5

/**
 * Runs cases one after the other. With pauses the server may be killed and restarted, at best in a pause: a case that the
 * server left alone is then run again.
 */
export async function runCases(
  url: string,
  cases: readonly Case[],
  pauseBetweenMs: number | undefined,
  results: Tally,
): Promise<void> {
  for (const [index, one] of cases.entries()) {
    if (pauseBetweenMs !== undefined && index > 0) {
      await sleep(pauseBetweenMs)
      await untilThere(url)
    }
    for (let run = 1; ; run++) {
      const error = await failureIn(one, url)
      if (error === undefined) results.pass(one.name)
      else if (pauseBetweenMs !== undefined && run < RUNS && isAway(error)) {
        await untilThere(url)
        continue
      } else results.fail(one.name, error)
      break
    }
  }
}

/** What was wrong, or undefined. */
async function failureIn(one: Case, url: string): Promise<unknown> {
  const stop = new AbortController()
  const tooLong = sleep(LONGEST_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`no end after ${LONGEST_MS / 1_000} s`)
  })
  // Work that nobody waits for must not fail either; where the case has failed, it only fails along.
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  try {
    await Promise.race([one.run(url), tooLong])
    await new Promise((resolve) => setImmediate(resolve))
    return unhandled[0]
  } catch (error) {
    return error ?? new Error('failed without a reason')
  } finally {
    stop.abort()
    await tooLong.catch(() => undefined)
    // What a failed case left behind may end a little later.
    setImmediate(() => process.off('unhandledRejection', note))
  }
}

/** Waits until the server answers again; whether it does in time, the next case will tell. */
async function untilThere(url: string): Promise<void> {
  const log = eventStoreLog({ connectionString: ownConnection(url), timeoutMs: COMES_BACK_MS })
  try {
    await log.head()
  } catch {
    // The next case fails with the reason.
  } finally {
    await log.close()
  }
}

/** Whether an error says no more than that nobody answered. */
function isAway(error: unknown): boolean {
  if (error instanceof LogError) return error.code === 'LOG_UNAVAILABLE'
  return !(error instanceof AssertionError) && failureOf(error) === 'passing'
}
