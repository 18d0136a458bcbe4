import { prepareBatch } from '../append-rules.ts'
import { checkAtLeast } from '../at-least.ts'
import { LogError } from '../errors.ts'
import { type EventLog, NO_STREAM, type Position } from '../event-log.ts'
import { followLog } from '../follow.ts'
import { bell } from '../waiting.ts'
import { appendQueue } from './append-queue.ts'
import { type Connection, useWhenFree } from './connection.ts'
import { findProblems } from './integrity.ts'
import { openFile } from './open.ts'
import { type FileEvent, find, headOf, type ReadFileOptions, readAll, readStream } from './read.ts'
import { identityIn } from './schema.ts'
import { eventsIn, streamNamed } from './streams.ts'
import { bySize, WORTH_A_THREAD } from './thread/by-size.ts'
import { threadQueue } from './thread/thread-queue.ts'

/** How a log file is opened. */
export interface SqliteLogOptions {
  /** The file; it is made when it does not exist, its directory is not. SQLite keeps two more files beside it. */
  readonly path: string
  /** Open for reading only; also a file on a read-only disk can be read. */
  readonly readOnly?: boolean | undefined
  /** Milliseconds since 1970 UTC; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
  /** The largest data of one event, in bytes; 1 MiB by default. */
  readonly maxEventBytes?: number | undefined
  /** How often a follower looks for what other processes wrote, in milliseconds; 25 by default. */
  readonly pollMs?: number | undefined
  /** How long to wait while another process has the file locked, in milliseconds; 10,000 by default. */
  readonly timeoutMs?: number | undefined
  /**
   * Appends of so many events or more are written by a thread of their own, started with the first of them, so that they
   * hold up nothing else, and fewer once it is there; 1,000 by default. `Infinity`: there is no thread.
   */
  readonly threadFrom?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** A log in a file. */
export interface SqliteLog extends EventLog {
  /** The absolute path of the file. */
  readonly path: string
  /** Whether the file was opened for reading only, by wish or for lack of permission. */
  readonly readOnly: boolean
  /** As any log, and also without parsing what it reads. */
  readAll(options?: ReadFileOptions): AsyncIterable<readonly FileEvent[]>
  /**
   * Reads the whole log and says in words what is wrong with it; empty when nothing is. It takes about as long as reading
   * all events, and its check of the file itself holds up the process.
   */
  integrity(options?: { readonly signal?: AbortSignal | undefined }): Promise<readonly string[]>
}

/**
 * Opens a log in a SQLite file, the embedded default: any number of processes may have it open, each append is on the disk
 * before it is acknowledged, and a process may be killed at any moment.
 * Throws `LOG_UNAVAILABLE`, `LOG_NOT_OURS`, `LOG_NEWER_FORMAT`, `LOG_CORRUPT`, `LOG_BUSY`, `INVALID_ARGUMENT`.
 *
 * @example
 * const log = await sqliteLog({ path: 'inventory.db' })
 * console.log(await log.head())
 * await log.close()
 */
export async function sqliteLog(options: SqliteLogOptions): Promise<SqliteLog> {
  const { path, readOnly = false, signal, timeoutMs, pollMs, maxEventBytes, threadFrom } = options
  checkAtLeast(0, { timeoutMs, pollMs, maxEventBytes, threadFrom })
  return logOn(await openFile(path, readOnly, { signal, timeoutMs }), options)
}

const connections = new WeakMap<EventLog, Connection>()

/** The file a log is kept in, from which another thread can read it; `undefined` where it is kept elsewhere. */
export function fileOf(log: EventLog): string | undefined {
  return connections.get(log)?.path
}

/** How many events of a log in a file are in streams whose names start with a prefix; 0 of a log that is kept elsewhere. */
export async function eventsUnder(log: EventLog, prefix: string): Promise<number> {
  const connection = connections.get(log)
  return connection === undefined ? 0 : useWhenFree(connection, () => eventsIn(connection, prefix), {})
}

/** The log on a file that is open already. */
export function logOn(connection: Connection, options: Omit<SqliteLogOptions, 'path'> = {}): SqliteLog {
  const { clock = Date.now, maxEventBytes, pollMs = 25, timeoutMs, threadFrom = WORTH_A_THREAD } = options
  const { path, readOnly } = connection
  const appended = bell()
  const here = appendQueue(connection, appended.ring)
  const thread = threadQueue(path, here, appended.ring)
  const queue = bySize(here, thread, threadFrom)
  let closing: Promise<void> | undefined

  const refuseClosed = () => {
    if (closing !== undefined) throw new LogError('LOG_CLOSED', path, { path })
  }

  const log: SqliteLog = {
    atomicAcrossStreams: true,
    path,
    readOnly,

    async append(batch, wait = {}) {
      refuseClosed()
      if (readOnly) throw new LogError('LOG_READ_ONLY', path, { path })
      wait.signal?.throwIfAborted()
      return queue.append(prepareBatch(batch, maxEventBytes), clock, {
        ...wait,
        timeoutMs: wait.timeoutMs ?? timeoutMs,
      })
    },

    find: (stream, ids, wait = {}) =>
      find(connection, stream, ids, { ...wait, timeoutMs: wait.timeoutMs ?? timeoutMs }),

    revision: (stream) =>
      useWhenFree(connection, () => streamNamed(connection, stream)?.revision ?? NO_STREAM, { timeoutMs }),

    readStream: (stream, range = {}) => readStream(connection, stream, range),

    readAll: (range = {}) => readAll(connection, range),

    follow: (from = {}) => followLog({ head: log.head, readAll: log.readAll, changed }, from),

    head: () => useWhenFree(connection, () => headOf(connection), { timeoutMs }),

    identity: () => useWhenFree(connection, () => identityIn(connection.prepare), { timeoutMs }),

    integrity: ({ signal } = {}) => findProblems(connection, signal),

    close() {
      closing ??= queue.drained().then(async () => {
        await thread.close()
        if (connection.db.isOpen) connection.db.close()
        appended.ring()
      })
      return closing
    },
  }

  /** Appends of this process ring the bell; for those of others the head is looked at, which costs some microseconds. */
  const changed = async (since: Position, signal: AbortSignal | undefined) => {
    while ((await log.head()) === since) await appended.wait({ timeoutMs: pollMs, signal })
  }

  connections.set(log, connection)
  return log
}
