import type { PreparedAppend } from '../append-rules.ts'
import { LogError } from '../errors.ts'
import type { AppendResult, WaitOptions } from '../event-log.ts'
import { backOff, turn } from '../waiting.ts'
import { type Connection, use, WAIT_MS } from './connection.ts'
import { type KnownStreams, knownStreams } from './known-streams.ts'
import { isBusy, toLogError } from './sqlite-errors.ts'
import { writeCarefully, writeHopefully } from './write.ts'

/** So many events, or one batch that is larger, go into one transaction. */
const GROUP_EVENTS = 50_000

/** Whoever waits for the file no longer than a time. */
interface Patient {
  /** On the clock of `performance.now()`. */
  readonly deadline: number
  readonly reject: (reason: unknown) => void
}

interface Waiting extends Patient {
  readonly batch: readonly PreparedAppend[]
  readonly events: number
  readonly clock: () => number
  readonly resolve: (results: AppendResult[]) => void
}

/** Appends of this process, in the order in which they were asked for. */
export interface AppendQueue {
  /** What is written at once has the time of recording that the clock shows then. */
  append(batch: readonly PreparedAppend[], clock: () => number, options: WaitOptions): Promise<AppendResult[]>
  readonly busy: boolean
  /** Resolves when nothing is waiting. */
  drained(): Promise<void>
}

/** The queue of a connection of this thread. */
export interface OwnQueue extends AppendQueue {
  /** Resolves when what waits now has been written; waits as patiently as an append does. */
  turn(options: WaitOptions): Promise<void>
}

/**
 * Makes the queue. What waits together is written together: the disk is asked once for all of them, which makes many
 * small appends at once ten times cheaper. Each batch still succeeds or fails by itself, in a savepoint.
 */
export function appendQueue(connection: Connection, written: () => void): OwnQueue {
  const queue: Waiting[] = []
  const onlookers: Patient[] = []
  const known = knownStreams(connection)
  let draining: Promise<void> | undefined

  const drain = async () => {
    await turn()
    for (let tries = 0; queue.length > 0; ) {
      const group = nextGroup(queue)
      if (tryToWrite(connection, known, group)) {
        queue.splice(0, group.length)
        written()
        tries = 0
        await turn()
      } else {
        expire(queue, connection.path)
        expire(onlookers, connection.path)
        await backOff(tries++)
      }
    }
    draining = undefined
  }

  return {
    append(batch, clock, { signal, timeoutMs = WAIT_MS }) {
      const { promise, resolve, reject } = Promise.withResolvers<AppendResult[]>()
      const waiting: Waiting = {
        batch,
        events: eventsIn(batch),
        clock,
        deadline: performance.now() + timeoutMs,
        resolve,
        reject,
      }
      const leave = () => {
        remove(queue, waiting)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', leave)
      queue.push(waiting)
      draining ??= drain()
      return promise.finally(() => signal?.removeEventListener('abort', leave))
    },
    get busy() {
      return draining !== undefined
    },
    async drained() {
      await draining
    },
    turn({ signal, timeoutMs = WAIT_MS }) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const onlooker: Patient = { deadline: performance.now() + timeoutMs, reject }
      const leave = () => reject(signal?.reason)
      signal?.addEventListener('abort', leave)
      onlookers.push(onlooker)
      Promise.resolve(draining).then(resolve)
      return promise.finally(() => {
        signal?.removeEventListener('abort', leave)
        remove(onlookers, onlooker)
      })
    },
  }
}

/** How many events a batch holds. */
export function eventsIn(batch: readonly PreparedAppend[]): number {
  return batch.reduce((sum, { events }) => sum + events.length, 0)
}

/** Lets those go whose time is over. It comes after a try: even without any patience there is one. */
function expire(queue: Patient[], path: string): void {
  const now = performance.now()
  for (const waiting of queue.filter(({ deadline }) => deadline <= now)) {
    remove(queue, waiting)
    waiting.reject(new LogError('LOG_BUSY', path, { path }))
  }
}

function remove(queue: Patient[], one: Patient): void {
  const place = queue.indexOf(one)
  if (place >= 0) queue.splice(place, 1)
}

function nextGroup(queue: readonly Waiting[]): Waiting[] {
  let events = 0
  const end = queue.findIndex((waiting, index) => {
    events += waiting.events
    return index > 0 && events > GROUP_EVENTS
  })
  return queue.slice(0, end < 0 ? queue.length : end)
}

/** Writes a group in one transaction and tells each of it how it went; false when another process holds the lock. */
function tryToWrite(connection: Connection, known: KnownStreams, group: readonly Waiting[]): boolean {
  const { db } = connection
  try {
    use(connection, () => db.exec('BEGIN IMMEDIATE'))
  } catch (error) {
    if (error instanceof Error && isBusy(error.cause)) return false
    for (const { reject } of group) reject(error)
    return true
  }
  try {
    known.begin()
    const outcomes = writeTogether(connection, known, group) ?? writeOneByOne(connection, known, group)
    db.exec('COMMIT')
    for (const tell of outcomes) tell()
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    known.forget()
    const reason = toLogError(error, connection.path)
    for (const { reject } of group) reject(reason)
  }
  return true
}

/** What tells a caller, once all is durable. */
type Tell = () => void

/**
 * Writes the batches of a group inside the transaction as if they were one. Undefined, and nothing is written, where one of
 * them may be refused.
 */
function writeTogether(
  connection: Connection,
  known: KnownStreams,
  group: readonly Waiting[],
): Tell[] | undefined {
  const { db } = connection
  db.exec('SAVEPOINT one')
  const batches = group.map(({ batch, clock }) => ({ batch, now: clock() }))
  const results = writeHopefully(connection, known, batches)
  if (results === undefined) takeBack(connection, known)
  db.exec('RELEASE one')
  return results?.map((ofBatch, index) => () => group[index]?.resolve(ofBatch))
}

/** Writes those of a group that can be written, after it could not be written together. */
function writeOneByOne(connection: Connection, known: KnownStreams, group: readonly Waiting[]): Tell[] {
  return group.flatMap((one) => {
    const written = group.length > 1 ? writeTogether(connection, known, [one]) : undefined
    return written ?? writeOrRefuse(connection, known, one)
  })
}

/** Writes one batch, of which an id or a revision may be refused. */
function writeOrRefuse(
  connection: Connection,
  known: KnownStreams,
  { batch, clock, resolve, reject }: Waiting,
): Tell {
  const { db } = connection
  db.exec('SAVEPOINT one')
  try {
    const written = writeCarefully(connection, known, { batch, now: clock() })
    db.exec('RELEASE one')
    return () => resolve(written)
  } catch (error) {
    // A refusal concerns this batch; when SQLite itself failed (full disk), nobody's events can be written.
    if (!(error instanceof LogError) || !db.isTransaction) throw error
    takeBack(connection, known)
    db.exec('RELEASE one')
    return () => reject(error)
  }
}

function takeBack({ db }: Connection, known: KnownStreams): void {
  db.exec('ROLLBACK TO one')
  known.forget()
}
