import { randomBytes } from 'node:crypto'
import {
  type EventLog,
  jsonObjectOf,
  LogError,
  type Position,
  prepareBatch,
  type ReadAllOptions,
  START,
  type WaitOptions,
} from '@tidemark/log'
import { queueAppend } from './append-queue.ts'
import { connect, disconnect } from './connection.ts'
import { eventsById } from './find.ts'
import { type Follower, followEvents } from './follow.ts'
import { healthOf } from './health.ts'
import type { Health } from './health-report.ts'
import { identityOf } from './identity.ts'
import { limitOf } from './limit.ts'
import type { Writer } from './outgoing.ts'
import { logPart, streamPart } from './ranges.ts'
import { logChunks } from './read-all.ts'
import { headOf, logChunksBackwards } from './read-backwards.ts'
import { streamChunks } from './read-stream.ts'
import { refuseReservedKey } from './stored-event.ts'
import { knownToItsEnd, lastRevision } from './stream-state.ts'
import type { WatchState } from './watch-state.ts'

/** How a log on a server is opened. */
export interface EventStoreLogOptions {
  /** `esdb://host:2113?tls=false`, or `esdb+discover://user:password@cluster.example:2113` for a cluster with TLS. */
  readonly connectionString: string
  /** How long to wait for the server, in milliseconds; 10,000 by default. */
  readonly timeoutMs?: number | undefined
  /** How often a follower looks for new events when it hears of none, in milliseconds; 5,000 by default. */
  readonly pollMs?: number | undefined
  /** Milliseconds since 1970 UTC; `Date.now` by default. The time of recording is the server's where the two disagree. */
  readonly clock?: (() => number) | undefined
  /** The most data in one append that the server takes, in bytes; 1 MiB by default, as on a server. */
  readonly maxAppendBytes?: number | undefined
  /** Told whenever the state of following changes. */
  readonly onState?: ((state: WatchState) => void) | undefined
}

/** A log on EventStoreDB or KurrentDB. */
export interface EventStoreLog extends EventLog {
  /** Whether the server can be reached, leads, and how far the followers of this log are behind. Never rejects for want of a server. */
  health(options?: WaitOptions): Promise<Health>
  /** Whether followers hear of new events at once; while they do not, they go on trying. */
  readonly state: WatchState
}

const TIMEOUT_MS = 10_000
const POLL_MS = 5_000
const MAX_APPEND_BYTES = 1_048_576

/**
 * Opens a log on EventStoreDB or KurrentDB. Nothing is sent before it is used; logs of one process with the same
 * connection string share their connection. Throws `INVALID_ARGUMENT`.
 *
 * A batch over several streams is written stream by stream, in the order given. An append of more than `maxAppendBytes` is
 * written in pieces: another process may get between them, which is then `WRONG_EXPECTED_REVISION`.
 *
 * @example
 * const log = eventStoreLog({ connectionString: 'esdb://127.0.0.1:2113?tls=false' })
 * console.log(await log.health())
 * await log.close()
 */
export function eventStoreLog(options: EventStoreLogOptions): EventStoreLog {
  const { timeoutMs = TIMEOUT_MS, pollMs = POLL_MS, maxAppendBytes = MAX_APPEND_BYTES } = options
  const connection = connect(options.connectionString)
  const { shown } = connection.target
  const writer = writerOf({ clock: options.clock ?? Date.now, timeoutMs, maxAppendBytes })
  const closed = new AbortController()
  const appending = new Set<Promise<unknown>>()
  const followers = new Set<Follower>()
  const stopListening = options.onState && connection.watch.onState(options.onState)
  let closing: Promise<void> | undefined

  const refuseClosed = () => {
    if (closing !== undefined) throw new LogError('LOG_CLOSED', shown)
  }
  const orClosed = (signal: AbortSignal | undefined) =>
    signal === undefined ? closed.signal : AbortSignal.any([closed.signal, signal])
  const waiting = (wait: WaitOptions) => limitOf(wait.timeoutMs ?? timeoutMs, orClosed(wait.signal))
  const reading = (signal: AbortSignal | undefined) => ({
    timeoutMs,
    signal: orClosed(signal),
    gate: connection.longReads,
  })

  const log: EventStoreLog = {
    atomicAcrossStreams: false,

    async append(batch, wait = {}) {
      refuseClosed()
      wait.signal?.throwIfAborted()
      const prepared = prepareBatch(batch, maxAppendBytes)
      for (const { events } of batch)
        for (const { id, metadata } of events) refuseReservedKey(metadata && jsonObjectOf(metadata), id)
      const limit = limitOf(wait.timeoutMs ?? timeoutMs, wait.signal)
      const write = async () => {
        const results = []
        // One after the other: the order of the batch is the order of the log.
        for (const one of prepared) results.push(await queueAppend(connection, writer, one, limit))
        return results
      }
      const work = write()
      appending.add(work)
      return work.finally(() => appending.delete(work))
    },

    async find(stream, ids, wait = {}) {
      refuseClosed()
      const limit = waiting(wait)
      const known = await knownToItsEnd(connection, stream, limit)
      const found = await eventsById(connection, stream, known, ids, limit)
      return [...found.values()].sort((a, b) => a.revision - b.revision)
    },

    async revision(stream) {
      refuseClosed()
      return lastRevision(connection, stream, waiting({}))
    },

    async *readStream(stream, range = {}) {
      refuseClosed()
      const part = await streamPart(range, () => lastRevision(connection, stream, waiting(range)))
      yield* streamChunks(connection, stream, part, reading(range.signal))
    },

    async *readAll(range: ReadAllOptions = {}) {
      refuseClosed()
      const head = await headOf(connection, waiting(range))
      const part = logPart(range, head)
      const chunks = range.direction === 'backwards' ? logChunksBackwards : logChunks
      let left = part.limit
      if (left === 0 || part.nothing) return
      for await (const chunk of chunks(connection, part, reading(range.signal))) {
        if (chunk.length < left) {
          left -= chunk.length
          yield chunk
          continue
        }
        yield chunk.slice(0, left)
        return
      }
    },

    async *follow(from = {}) {
      refuseClosed()
      const follower: Follower = { reached: START, head: START }
      followers.add(follower)
      try {
        yield* followEvents(connection, follower, {
          ...from,
          signal: orClosed(from.signal),
          timeoutMs,
          pollMs,
        })
      } finally {
        followers.delete(follower)
      }
    },

    async head(): Promise<Position> {
      refuseClosed()
      return headOf(connection, waiting({}))
    },

    async identity() {
      refuseClosed()
      return identityOf(connection, waiting({}))
    },

    async health(wait = {}) {
      refuseClosed()
      return healthOf(connection, followers, waiting(wait))
    },

    get state() {
      return connection.watch.state
    },

    close() {
      closing ??= Promise.allSettled(appending).then(() => {
        stopListening?.()
        closed.abort(new LogError('LOG_CLOSED', shown))
        return disconnect(connection)
      })
      return closing
    },
  }
  return log
}

function writerOf(options: {
  readonly clock: () => number
  readonly timeoutMs: number
  readonly maxAppendBytes: number
}): Writer {
  const name = randomBytes(6).toString('base64url')
  let sends = 0
  let last = Number.NEGATIVE_INFINITY
  return {
    ...options,
    now() {
      last = Math.max(last, Math.round(options.clock()))
      return last
    },
    nextMark: () => `${name}.${(sends++).toString(36)}`,
  }
}
