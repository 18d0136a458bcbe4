import { appendPromises } from './append.ts'
import { followPromises } from './follow.ts'
import type { LogPromise } from './promise.ts'
import { randomHistoryPromises } from './random-history.ts'
import { readPromises } from './read.ts'
import { repeatPromises } from './repeat.ts'

export type { LogPromise, OpenedLog, OpenLog } from './promise.ts'

/**
 * The promises of an `EventLog`, each with its test: what every implementation must pass, also a host's own. They run under
 * any test runner; a promise that a log cannot be asked for (re-opening what is not durable) passes.
 *
 * @example
 * const open = async () => {
 *   const log = memoryLog()
 *   return { log, dispose: () => log.close() }
 * }
 * for (const { name, run } of logConformance) test(name, () => run(open))
 */
export const logConformance: readonly LogPromise[] = [
  ...appendPromises,
  ...repeatPromises,
  ...readPromises,
  ...followPromises,
  ...randomHistoryPromises,
]
