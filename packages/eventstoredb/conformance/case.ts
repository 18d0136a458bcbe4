import { randomUUID } from 'node:crypto'
import { EventStoreDBClient } from '@eventstore/db-client'
import type { Position } from '@tidemark/log'
import { type EventStoreLog, eventStoreLog } from '../src/index.ts'

/** What a case may use of the server under test; everything it opens is closed after it. */
export interface Ground {
  /** Starts the name of every stream of this case: the server is shared with other cases, runs and applications. */
  readonly prefix: string
  /** The head before the case: what the server held before is read by none. */
  readonly start: Position
  /** Opens a log over a connection of its own, like another process; it waits 30 seconds at most, or so many milliseconds. */
  open(timeoutMs?: number): EventStoreLog
  /** The client as it is, for what others do to a server. */
  readonly client: EventStoreDBClient
}

/** One thing that has to hold on a real server: `run` rejects with what happened instead. */
export interface Case {
  readonly name: string
  run(connectionString: string): Promise<void>
}

/** Longer than a server takes to start: it may be killed and started again in the middle of a case. */
export const TIMEOUT_MS = 30_000

/** States a case. */
export function stated(name: string, holds: (ground: Ground) => Promise<void>): Case {
  return {
    name,
    async run(connectionString) {
      const logs: EventStoreLog[] = []
      let client: EventStoreDBClient | undefined
      const open = (timeoutMs = TIMEOUT_MS) => {
        const log = eventStoreLog({ connectionString: ownConnection(connectionString), timeoutMs })
        logs.push(log)
        return log
      }
      const ground = (start: Position): Ground => ({
        prefix: `case-${randomUUID()}-`,
        start,
        open,
        get client() {
          client ??= EventStoreDBClient.connectionString(connectionString)
          return client
        },
      })
      try {
        await holds(ground(await open().head()))
      } finally {
        await Promise.allSettled([...logs.map((log) => log.close()), client?.dispose()])
      }
    },
  }
}

/** The same server over a connection that is shared with nobody: the log keeps one for each connection string. */
export function ownConnection(connectionString: string): string {
  const whole = connectionString.trim().replace(/\/+$/, '')
  return `${whole}${whole.includes('?') ? '&' : '?'}connectionName=${randomUUID()}`
}
