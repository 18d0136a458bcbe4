import { alreadyThereAt, type PreparedAppend, prepareBatch } from './append-rules.ts'
import { checkAtLeast } from './at-least.ts'
import { LogError } from './errors.ts'
import {
  type AppendResult,
  type EventFilter,
  type EventLog,
  NO_STREAM,
  type Position,
  position,
  type RecordedEvent,
  START,
} from './event-log.ts'
import { followLog } from './follow.ts'
import { parseJsonObject } from './json.ts'
import { CHUNK_BYTES, CHUNK_EVENTS, logRange, streamRange } from './read-rules.ts'
import { nextRecordedAt } from './recorded-at.ts'
import { bell, turn } from './waiting.ts'

/** How a log in memory is opened. */
export interface MemoryLogOptions {
  /** Milliseconds since 1970 UTC; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
  /** The largest data of one event, in bytes; 1 MiB by default. */
  readonly maxEventBytes?: number | undefined
}

/** Data is kept as text, so that nobody who holds an event can change the log. */
interface Stored extends Omit<RecordedEvent, 'data' | 'metadata' | 'rawData'> {
  readonly dataText: string
  readonly metadataText: string | null
}

interface Stream {
  readonly events: Stored[]
  readonly revisions: Map<string, number>
}

/**
 * A log that lives in memory and ends with the process: for tests, what-if questions and trying things out. Throws
 * `INVALID_ARGUMENT` for a `maxEventBytes` below 0.
 *
 * @example
 * const log = memoryLog({ clock: () => 0 })
 */
export function memoryLog(options: MemoryLogOptions = {}): EventLog {
  const { clock = Date.now, maxEventBytes } = options
  checkAtLeast(0, { maxEventBytes })
  const identity = crypto.randomUUID()
  const all: Stored[] = []
  const streams = new Map<string, Stream>()
  const appended = bell()
  let closed = false

  const check = (signal: AbortSignal | undefined) => {
    if (closed) throw new LogError('LOG_CLOSED', 'the log in memory')
    signal?.throwIfAborted()
  }
  const head = () => position(all.length)

  const write = (append: PreparedAppend): AppendResult => {
    const stream: Stream = streams.get(append.stream) ?? { events: [], revisions: new Map() }
    const revision = stream.events.length - 1
    const there = alreadyThereAt(append, { revision, revisionOf: (id) => stream.revisions.get(id) })
    if (there === undefined) {
      streams.set(append.stream, stream)
      const now = clock()
      for (const event of append.events) {
        const last = all.at(-1)?.recordedAt ?? Number.NEGATIVE_INFINITY
        const stored: Stored = {
          stream: append.stream,
          revision: stream.events.length,
          position: position(all.length + 1),
          recordedAt: nextRecordedAt(last, now, event.originalRecordedAt, event.id),
          id: event.id,
          type: event.type,
          dataText: event.data,
          metadataText: event.metadata,
        }
        all.push(stored)
        stream.events.push(stored)
        stream.revisions.set(stored.id, stored.revision)
      }
    }
    return result(append, stream, there ?? revision + 1, there !== undefined)
  }

  /** Takes back what a batch wrote before one of its streams refused. */
  const truncate = (length: number) => {
    for (const { stream: name, id } of all.splice(length)) {
      const stream = streams.get(name)
      stream?.events.pop()
      stream?.revisions.delete(id)
      if (stream?.events.length === 0) streams.delete(name)
    }
  }

  const log: EventLog = {
    atomicAcrossStreams: true,

    async append(batch, { signal } = {}) {
      check(signal)
      const prepared = prepareBatch(batch, maxEventBytes)
      const before = all.length
      try {
        const results = prepared.map(write)
        if (all.length > before) appended.ring()
        return results
      } catch (error) {
        truncate(before)
        throw error
      }
    },

    async find(name, ids, { signal } = {}) {
      check(signal)
      const wanted = new Set(ids)
      const revisions = [...wanted].flatMap((id) => streams.get(name)?.revisions.get(id) ?? [])
      const events = revisions
        .sort((a, b) => a - b)
        .flatMap((revision) => streams.get(name)?.events[revision] ?? [])
      return events.map(toRecorded)
    },

    async revision(name) {
      check(undefined)
      return (streams.get(name)?.events.length ?? 0) + NO_STREAM
    },

    async *readStream(name, options = {}) {
      check(options.signal)
      const events = streams.get(name)?.events ?? []
      const { from, to, backwards } = streamRange(options, events.length - 1)
      yield* inChunks(pick(events, from, to, backwards), () => check(options.signal))
    },

    async *readAll(options = {}) {
      check(options.signal)
      const { after, through, backwards, limit } = logRange(options, head())
      // Position n is at index n - 1.
      const matching = pick(all, after, through - 1, backwards).filter((event) => matches(event, options))
      yield* inChunks(matching.take(limit), () => check(options.signal))
    },

    follow(options = {}) {
      return followLog({ head: log.head, readAll: log.readAll, changed }, options)
    },

    identity: async () => identity,

    async head() {
      check(undefined)
      return head()
    },

    async close() {
      closed = true
      appended.ring()
    },
  }

  const changed = async (since: Position, signal: AbortSignal | undefined) => {
    if (head() === since && !closed) await appended.wait({ signal })
  }

  return log
}

function result(
  append: PreparedAppend,
  stream: Stream,
  firstRevision: number,
  alreadyThere: boolean,
): AppendResult {
  const lastRevision = firstRevision + append.events.length - 1
  const last = stream.events[lastRevision]
  return {
    stream: append.stream,
    firstRevision,
    lastRevision,
    firstPosition: stream.events[firstRevision]?.position ?? START,
    lastPosition: last?.position ?? START,
    recordedAt: last?.recordedAt ?? 0,
    alreadyThere,
  }
}

/** The events at indexes `from` to `to`, both inclusive. */
function* pick(
  events: readonly Stored[],
  from: number,
  to: number,
  backwards: boolean,
): Generator<Stored, void> {
  const step = backwards ? -1 : 1
  for (let index = backwards ? to : from; index >= from && index <= to; index += step) {
    const event = events[index]
    if (event !== undefined) yield event
  }
}

function matches(event: Stored, { streamPrefixes, types }: EventFilter): boolean {
  return (
    (types === undefined || types.includes(event.type)) &&
    (streamPrefixes === undefined || streamPrefixes.some((prefix) => event.stream.startsWith(prefix)))
  )
}

async function* inChunks(
  events: Iterable<Stored>,
  check: () => void,
): AsyncGenerator<readonly RecordedEvent[], void> {
  let chunk: RecordedEvent[] = []
  let size = 0
  for (const event of events) {
    chunk.push(toRecorded(event))
    size += event.dataText.length
    if (chunk.length < CHUNK_EVENTS && size < CHUNK_BYTES) continue
    yield chunk
    await turn()
    check()
    chunk = []
    size = 0
  }
  if (chunk.length > 0) yield chunk
}

function toRecorded({ dataText, metadataText, ...event }: Stored): RecordedEvent {
  const data = parseJsonObject(dataText)
  const metadata = metadataText === null ? {} : (parseJsonObject(metadataText) ?? {})
  return { ...event, data, metadata, ...(data === null ? { rawData: dataText } : {}) }
}
