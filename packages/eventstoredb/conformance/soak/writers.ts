import type { EventLog } from '@tidemark/log'
import { randomNumbers } from '../../src/test-server/faults.ts'
import { type Writing, write } from './writer.ts'

/** So many write at the same time. */
export const WRITERS = 12

/** Starts all writers, in turn on each log; resolves when all have ended, with how each did. */
export function writers(
  logs: readonly EventLog[],
  prefix: string,
  common: Pick<Writing, 'stop' | 'giveUp' | 'acknowledge' | 'onRepeat'>,
): Promise<readonly PromiseSettledResult<void>[]> {
  const writing = Array.from({ length: WRITERS }, async (_, index) => {
    const log = logs[index % logs.length]
    if (log === undefined) throw new RangeError('no log to write to')
    const streams = { own: `${prefix}own-${index}`, shared: `${prefix}shared-${index % 3}` }
    await write({ ...common, ...streams, log, name: `w${index}`, random: randomNumbers(index + 1) })
  })
  return Promise.allSettled(writing)
}
