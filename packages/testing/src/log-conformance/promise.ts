import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { EventLog, Position } from '@tidemark/log'

/** A log that was opened for one test. */
export interface OpenedLog {
  readonly log: EventLog
  /** Closes the log and opens it again on the same data; leave it out where nothing outlives the log. */
  readonly reopen?: () => Promise<EventLog>
  /** Opens the log again on what a killed process would leave behind, without closing it; leave it out likewise. */
  readonly crash?: () => Promise<EventLog>
  /** Closes what is open and removes the data. */
  readonly dispose: () => Promise<void>
}

/** Opens the log under test; it may hold other events already. Called once for each promise, and for each case of a law. */
export type OpenLog = () => Promise<OpenedLog>

/** One promise of the port and the test that a log keeps it: resolves when it does, rejects with what it did instead. */
export interface LogPromise {
  readonly name: string
  run(open: OpenLog): Promise<void>
}

/** What a test starts from. */
export interface Given {
  readonly log: EventLog
  readonly reopen: OpenedLog['reopen']
  /** Starts the name of every stream of this test: the log may be shared and hold other events. */
  readonly prefix: string
  /** The head before the test wrote anything. */
  readonly start: Position
  /** Ends all waiting of a test whose log does not deliver. */
  readonly signal: AbortSignal
}

/** The longest a test waits for an event, in milliseconds. */
const PATIENCE_MS = 30_000

/** States a promise. */
export function promise(name: string, keeps: (given: Given) => Promise<void>): LogPromise {
  return {
    name,
    async run(open) {
      const { log, reopen, dispose } = await open()
      try {
        const prefix = `conformance-${randomUUID()}-`
        await keeps({
          log,
          reopen,
          prefix,
          start: await log.head(),
          signal: AbortSignal.timeout(PATIENCE_MS),
        })
      } finally {
        await dispose()
      }
    },
  }
}

/** Asserts that work is refused with a stable code, and returns the error. */
export async function refused(code: string, work: Promise<unknown>): Promise<Error & { details: unknown }> {
  const error = await work.then(
    () => assert.fail(`should have been refused with ${code}`),
    (reason: unknown) => reason,
  )
  assert.ok(
    error instanceof Error && 'code' in error && 'details' in error,
    `not an error of a log: ${String(error)}`,
  )
  assert.equal(error.code, code, error.message)
  return error
}
