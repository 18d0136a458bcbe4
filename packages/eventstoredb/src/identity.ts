import { FORWARDS, START as FROM_START } from '@eventstore/db-client'
import type { Connection } from './connection.ts'
import { type Limit, timeLeft } from './limit.ts'
import { chunksOf, type Reading } from './reading.ts'

/** What a server is told by: its first event of all, which mostly is its own, and when it was written. */
export async function identityOf(connection: Connection, limit: Limit): Promise<string | undefined> {
  let identity: string | undefined
  const first: Reading = {
    open() {
      const stream = connection.client.readAll({
        direction: FORWARDS,
        fromPosition: FROM_START,
        maxCount: 1,
      })
      return { stream, cancel: () => stream.cancel(), endless: false }
    },
    take(step) {
      if ('mark' in step || step.event === undefined) return undefined
      identity = `${step.event.id}@${step.event.created.getTime()}`
      return undefined
    },
    get over() {
      return identity !== undefined
    },
  }
  const options = { timeoutMs: timeLeft(limit), signal: limit.signal, gate: connection.shortReads }
  // Nothing is delivered: it is over once the event has been seen.
  await chunksOf(connection, first, options).next()
  return identity
}
