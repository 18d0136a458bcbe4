import type { RecordedEvent } from '@tidemark/log'
import { beforeNextTry, type Connection, tryMs } from './connection.ts'
import { EventStoreError } from './errors.ts'
import type { Gate } from './gate.ts'
import { type Limit, limitOf, TimeLimit, timeLeft, within } from './limit.ts'
import { type Mark, type Pump, pump, type Resolved, type Source } from './pump.ts'
import { sizeOf } from './size.ts'

/** The most events in one chunk. */
const CHUNK_EVENTS = 1_000

/** The most text in one chunk, in bytes; an event that is larger comes alone. */
const CHUNK_BYTES = 8 * 1_048_576

/** A read that knows where it is, so that it can go on there after a failure. */
export interface Reading {
  /** Opens the call for what is still to be read. */
  open(): Source | Promise<Source>
  /** What to do with the next step: deliver an event, or nothing; a promise is waited for first. */
  take(step: Resolved | Mark): RecordedEvent | undefined | Promise<undefined>
  /** True when everything has been read. */
  readonly over: boolean
  /** True when the call that is open has given all it can, and another one has to give the rest. */
  readonly spent?: boolean
  /** Told of a failure before the next try; true when it means no more than the end. */
  failed?(error: unknown): boolean
  /** Told of the end of a call; false when there is more to be read by another. Throws what makes it worth another try. */
  ended?(): boolean
}

/** Whether a server says that no record stands where a read was to begin. */
export function isBadPosition(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error) || error.code !== 2) return false
  // The same number says that a cluster is choosing its leader.
  return !error.message.includes('leader')
}

/** How patiently to read. */
export interface ReadingOptions {
  /** The longest to wait without any progress, in milliseconds. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly gate: Gate
}

/**
 * Reads in chunks of bounded size, never empty. A failure that passes is not noticed outside: the reading goes on where
 * it was. Nothing is fetched while nobody pulls, but for a small buffer.
 */
export async function* chunksOf(
  connection: Connection,
  reading: Reading,
  { timeoutMs, signal, gate }: ReadingOptions,
): AsyncGenerator<readonly RecordedEvent[], void> {
  let chunk: RecordedEvent[] = []
  let bytes = 0
  let limit = limitOf(timeoutMs, signal)
  let tries = 0
  let awaited: Promise<undefined> | undefined
  const isFull = () => chunk.length >= CHUNK_EVENTS || bytes >= CHUNK_BYTES
  const take = (step: Resolved | Mark) => {
    tries = 0
    const taken = reading.take(step)
    if (taken instanceof Promise) awaited = taken
    else if (taken !== undefined) {
      chunk.push(taken)
      bytes += sizeOf(taken.rawData ?? taken.data)
    }
    return !reading.over && !reading.spent && awaited === undefined && !isFull()
  }
  while (!reading.over) {
    signal?.throwIfAborted()
    const leave = await roomFor(connection, gate, limit)
    let source: Pump | undefined
    try {
      source = pump(await opened(reading, tryMs(limit, timeoutMs), signal), take)
      for (let state = 'paused'; state === 'paused' && !reading.over && !reading.spent; ) {
        state = await source.run(tryMs(limit, timeoutMs), signal)
        limit = limitOf(timeoutMs, signal)
        connection.reached = true
        await awaited
        awaited = undefined
        if (!isFull()) continue
        yield chunk
        signal?.throwIfAborted()
        chunk = []
        bytes = 0
        limit = limitOf(timeoutMs, signal)
      }
      if (reading.over || (!reading.spent && (reading.ended?.() ?? true))) break
    } catch (error) {
      if (reading.failed?.(error)) break
      // Whatever came since the last failure was progress.
      if (tries === 0) limit = limitOf(timeoutMs, signal)
      await beforeNextTry(connection, error, limit, tries++)
    } finally {
      source?.close()
      leave()
    }
  }
  if (chunk.length > 0) yield chunk
}

/** Opens the call; one that opens too late is ended at once. */
function opened(reading: Reading, ms: number, signal: AbortSignal | undefined): Source | Promise<Source> {
  const opening = reading.open()
  if (!(opening instanceof Promise)) return opening
  return within(ms, signal, opening).catch((reason: unknown) => {
    opening.then(
      ({ stream, cancel }) => {
        stream.on('error', () => undefined)
        stream.resume()
        return cancel()
      },
      () => undefined,
    )
    throw reason
  })
}

/** Waits for one of the calls that fit a connection. */
export async function roomFor(
  connection: Connection,
  gate: Gate,
  limit: Limit,
  weight = 1,
): Promise<() => void> {
  try {
    return await gate.enter(weight, limit.signal, timeLeft(limit))
  } catch (error) {
    if (!(error instanceof TimeLimit)) throw error
    const what = `${connection.target.shown}: too much at once in this process`
    throw new EventStoreError('SERVER_SILENT', what, {}, error)
  }
}
