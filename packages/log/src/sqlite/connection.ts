import type { DatabaseSync } from 'node:sqlite'
import { LogError } from '../errors.ts'
import type { WaitOptions } from '../event-log.ts'
import { backOff } from '../waiting.ts'
import type { Prepare } from './driver.ts'
import type { Names } from './names.ts'
import { isBusy, toLogError } from './sqlite-errors.ts'

/** How long anything waits for a lock of another process unless told otherwise, in milliseconds. */
export const WAIT_MS = 10_000

/** One open file. What it consists of may be another after each piece of work: it is not kept. */
export interface Connection {
  readonly db: DatabaseSync
  readonly prepare: Prepare
  /** Of committed rows alone: what is rolled back may come again under another name. */
  readonly names: Names
  readonly path: string
  readonly readOnly: boolean
  /** Does a piece of work at once; where only reading is possible perhaps again, because the file changed under it. */
  run<T>(work: () => T): T
}

/** Does a piece of work on the file at once. Throws `LOG_CLOSED`, and SQLite's errors in the words of the log. */
export function use<T>(connection: Connection, work: () => T): T {
  const { db, path } = connection
  if (!db.isOpen) throw new LogError('LOG_CLOSED', path, { path })
  try {
    return connection.run(work)
  } catch (error) {
    throw toLogError(error, path)
  }
}

/**
 * Does a piece of work on the file, again and again while another process has it locked; the event loop runs meanwhile.
 * Throws `LOG_BUSY` at the time limit.
 */
export async function useWhenFree<T>(
  connection: Connection,
  work: () => T,
  options: WaitOptions = {},
): Promise<T> {
  const deadline = performance.now() + (options.timeoutMs ?? WAIT_MS)
  for (let tries = 0; ; tries++) {
    options.signal?.throwIfAborted()
    try {
      return use(connection, work)
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      if (!isBusy(cause) || performance.now() >= deadline) throw error
    }
    await backOff(tries, options.signal)
  }
}
