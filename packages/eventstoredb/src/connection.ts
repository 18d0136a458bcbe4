import { EventStoreDBClient } from '@eventstore/db-client'
import { isLogError, LogError } from '@tidemark/log'
import { batchAppends, type SendAppend } from './append-call.ts'
import { type ClientInternals, internalsOf } from './client-internals.ts'
import { type ConnectionTarget, connectionTarget } from './connection-string.ts'
import { diagnose, type Verdict } from './diagnose.ts'
import { EventStoreError } from './errors.ts'
import { failureOf } from './failure.ts'
import { type Gate, gate } from './gate.ts'
import { type KnownStreams, knownStreams } from './known-streams.ts'
import { backOffMs, type Limit, pause, timeLeft, within } from './limit.ts'
import type { Outgoing } from './outgoing.ts'
import { singleAppends } from './single-append.ts'
import { type Watch, watchOver } from './watch.ts'

/**
 * What all logs of a process share that have the same connection string: one client, because the client mixes up what
 * several do; and with it the queues, limits and memories that only make sense once.
 */
export interface Connection {
  readonly client: EventStoreDBClient
  readonly internals: ClientInternals
  readonly target: ConnectionTarget
  /** Reads that last as long as their reader likes. */
  readonly longReads: Gate
  /** Reads that the log makes for itself. */
  readonly shortReads: Gate
  /** Appends under way, in bytes. */
  readonly appends: Gate
  readonly streams: KnownStreams
  /** What waits to be appended, by stream. */
  readonly queues: Map<string, Outgoing[]>
  /** The streams that are being read so that something can be appended to them. */
  readonly learning: Set<string>
  /** The work on them, also on appends that nobody waits for any more. */
  readonly draining: Set<Promise<void>>
  readonly watch: Watch
  /** The highest position that the server has shown: what is written from now on lies behind it. */
  highest: number
  /** When an event was last read back with the time of recording that was sent, on the clock of `performance.now()`. */
  clockAgreedAt: number
  /** Whether the server has ever answered. */
  reached: boolean
  /** The last look for a reason why it does not answer. */
  lastLook: { readonly at: number; readonly verdict: Promise<Verdict> } | undefined
}

/** One connection carries about 100 calls at once; more of them hang. One is for appends, one for the watch. */
const LONG_READS = 48
const SHORT_READS = 32

/** The most bytes of appends under way. */
const APPEND_BYTES = 16 * 1_048_576

/** The most events whose ids a process remembers, fewer in many streams: some 50 MB. */
const KNOWN_EVENTS = 2_000_000

/** How long a look may take, in milliseconds, and how long it is believed. */
const LOOK_MS = 500
const LOOK_HOLDS_MS = 1_000

const open = new Map<string, { readonly connection: Connection; users: number }>()

/** Joins the connection of this process to a server, or makes it. Throws `INVALID_ARGUMENT`. */
export function connect(connectionString: string): Connection {
  // That of a variable that is not set is none.
  const key = String(connectionString ?? '').trim()
  const shared = open.get(key)
  if (shared !== undefined) {
    shared.users++
    return shared.connection
  }
  const connection = makeConnection(key)
  open.set(key, { connection, users: 1 })
  return connection
}

/** Leaves a connection; the last one to leave closes it. */
export async function disconnect(connection: Connection): Promise<void> {
  for (const [key, shared] of open) {
    if (shared.connection !== connection) continue
    shared.users--
    if (shared.users > 0) return
    open.delete(key)
    connection.watch.end()
    // A client that is used after its end opens a connection that nobody closes: the process would not end.
    await Promise.all(connection.draining)
    await connection.client.dispose()
  }
}

function makeConnection(connectionString: string): Connection {
  const target = connectionTarget(connectionString)
  if (target.credentialsDropped) {
    process.emitWarning(
      `${target.shown}: user and password are not sent without TLS; leave them out, or remove tls=false`,
      'TidemarkWarning',
    )
  }
  const client = clientFor(connectionString, target)
  const connection: Connection = {
    client,
    internals: internalsOf(client),
    target,
    longReads: gate(LONG_READS),
    shortReads: gate(SHORT_READS),
    appends: gate(APPEND_BYTES),
    streams: knownStreams(KNOWN_EVENTS),
    queues: new Map(),
    draining: new Set(),
    learning: new Set(),
    watch: watchOver(client),
    highest: 0,
    clockAgreedAt: Number.NEGATIVE_INFINITY,
    reached: false,
    lastLook: undefined,
  }
  return connection
}

function clientFor(connectionString: string, target: ConnectionTarget): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(connectionString)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new LogError('INVALID_ARGUMENT', `the connection string ${target.shown} cannot be used: ${why}`)
  }
}

const senders = new WeakMap<Connection, SendAppend>()

/** The way to append that the server has, once it has been asked. */
export function knownAppendsOf(connection: Connection): SendAppend | undefined {
  return senders.get(connection)
}

/** The way to append that the server has; asks it. */
export async function appendsOf(connection: Connection): Promise<SendAppend> {
  const { serverVersion } = await connection.internals.capabilities
  const sender = isAtLeast(serverVersion, 21, 10)
    ? batchAppends(connection.internals)
    : singleAppends(connection.client)
  // Of several that asked at the same time the first one counts: each would open a stream of its own.
  const first = senders.get(connection) ?? sender
  senders.set(connection, first)
  return first
}

/** Whether a server tells a subscriber that it has caught up. */
export async function tellsCaughtUp(connection: Connection): Promise<boolean> {
  const { serverVersion } = await connection.internals.capabilities
  return isAtLeast(serverVersion, 23, 10)
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [, ofMajor, ofMinor] = /^(\d+)\.(\d+)/.exec(version) ?? []
  if (ofMajor === undefined) return false
  return Number(ofMajor) > major || (Number(ofMajor) === major && Number(ofMinor) >= minor)
}

/**
 * Makes a call that may be repeated, as often as it takes, until its time is over. Each try gets a third of the time, so
 * that an answer that was lost is asked for again.
 */
export async function patiently<T>(
  connection: Connection,
  limit: Limit,
  timeoutMs: number,
  call: (ms: number) => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    limit.signal?.throwIfAborted()
    const ms = tryMs(limit, timeoutMs)
    try {
      const value = await within(ms, limit.signal, call(ms))
      connection.reached = true
      return value
    } catch (error) {
      await beforeNextTry(connection, error, limit, tries)
    }
  }
}

/** How long one try may take. */
export function tryMs(limit: Limit, timeoutMs: number): number {
  return Math.min(timeLeft(limit), timeoutMs / 3)
}

/**
 * Waits before the next try, or throws when there is to be none: because of the error, the signal or the time. An error
 * that is not about the connection is thrown as it is: its meaning depends on the call.
 */
export async function beforeNextTry(
  connection: Connection,
  error: unknown,
  limit: Limit,
  tries: number,
): Promise<void> {
  if (limit.signal?.aborted) throw limit.signal.reason
  if (isLogError(error)) throw error
  const failure = failureOf(error)
  if (failure !== 'passing') {
    if (failure === 'conflict' || failure === 'missing') throw error
    throw finalError(connection, error)
  }
  const wait = backOffMs(tries)
  const timeIsOver = timeLeft(limit) <= wait
  // A server that has answered before will do so again; of another it is better to know at once what is wrong.
  const verdict = timeIsOver || !connection.reached ? await verdictOn(connection, limit) : undefined
  if (verdict !== undefined && (timeIsOver || verdict.final)) {
    const { host, port, shown } = connection.target
    // What has answered as a server before is one, also when it breaks off in the middle of a look.
    const isServer = connection.reached && verdict.problem === 'NOT_EVENTSTOREDB'
    throw new EventStoreError(
      isServer ? 'SERVER_AWAY' : verdict.problem,
      `${shown} (${verdict.how})`,
      { host, port },
      error,
    )
  }
  await pause(wait, limit.signal)
}

/** The error of a log for an error of the client that will not pass. */
export function finalError(connection: Connection, error: unknown): LogError {
  const { shown } = connection.target
  const said = error instanceof Error ? error.message : String(error)
  switch (failureOf(error)) {
    case 'denied':
      return new EventStoreError('WRONG_CREDENTIALS', shown, {}, error)
    case 'not-eventstoredb':
      return new EventStoreError('NOT_EVENTSTOREDB', `${shown} (${said})`, {}, error)
    case 'deleted':
      return new EventStoreError('STREAM_DELETED', shown, {}, error)
    default:
      return new EventStoreError('SERVER_REFUSED', `${shown} (${said})`, {}, error)
  }
}

/** Why the server cannot be reached, looked at again when the last look is a while ago. */
function verdictOn(connection: Connection, limit: Limit): Promise<Verdict> {
  const { lastLook, target } = connection
  if (lastLook !== undefined && performance.now() - lastLook.at < LOOK_HOLDS_MS) return lastLook.verdict
  const verdict = diagnose(target, Math.min(LOOK_MS, timeLeft(limit)))
  connection.lastLook = { at: performance.now(), verdict }
  return verdict
}
