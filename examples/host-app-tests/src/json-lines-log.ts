import { type FileHandle, open } from 'node:fs/promises'
import {
  type AppendResult,
  alreadyThereAt,
  type EventFilter,
  type EventLog,
  followLog,
  LogError,
  NO_STREAM,
  type Position,
  type PreparedAppend,
  parseJsonObject,
  position,
  prepareBatch,
  type RecordedEvent,
} from '@tidemark/log'

/** How the log is opened. */
export interface JsonLinesLogOptions {
  readonly path: string
  /** Milliseconds since 1970 UTC; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
}

/**
 * A toy store: every append is one line of a file, and all of it is kept in memory.
 *
 * It leans on the rules that Tidemark's own logs share (`prepareBatch`, `alreadyThereAt`, `followLog`), and the laws
 * prove that it does so well enough.
 */
export async function jsonLinesLog({ path, clock = Date.now }: JsonLinesLogOptions): Promise<EventLog> {
  const file = await open(path, 'a+')
  const all = await eventsIn(file)
  const waiting = new Set<() => void>()
  let turn: Promise<unknown> = Promise.resolve()
  let closed = false

  const check = (signal?: AbortSignal) => {
    if (closed) throw new LogError('LOG_CLOSED', path)
    signal?.throwIfAborted()
  }
  const inStream = (stream: string) => all.filter((event) => event.stream === stream)
  const head = () => position(all.length)
  const wake = () => {
    for (const goOn of [...waiting]) goOn()
  }

  /** What a batch adds, on top of what is there, and what it is told. */
  const decide = (batch: readonly PreparedAppend[]) => {
    const news: RecordedEvent[] = []
    const results = batch.map((append): AppendResult => {
      const there = [...inStream(append.stream), ...news.filter(({ stream }) => stream === append.stream)]
      const revision = there.length + NO_STREAM
      const known = alreadyThereAt(append, {
        revision,
        revisionOf: (id) => there.find((event) => event.id === id)?.revision,
      })
      if (known !== undefined) return resultOf(there.slice(known, known + append.events.length), true)
      const written = recorded(
        append,
        revision + 1,
        all.length + news.length + 1,
        clock(),
        [...all, ...news].at(-1),
      )
      news.push(...written)
      return resultOf(written, false)
    })
    return { news, results }
  }

  const write = async (batch: readonly PreparedAppend[]): Promise<AppendResult[]> => {
    check()
    const { news, results } = decide(batch)
    if (news.length > 0) {
      await file.appendFile(`${JSON.stringify(news)}\n`)
      await file.datasync()
      all.push(...news)
      wake()
    }
    return results
  }

  const log: EventLog = {
    atomicAcrossStreams: true,
    async append(batch, { signal } = {}) {
      check(signal)
      const prepared = prepareBatch(batch)
      // One batch after the other: what one decides holds until it is written.
      const written = turn.then(() => write(prepared))
      turn = written.catch(() => undefined)
      return written
    },
    async find(stream, ids) {
      check()
      return inStream(stream).filter(({ id }) => ids.includes(id))
    },
    async revision(stream) {
      check()
      return inStream(stream).length + NO_STREAM
    },
    async *readStream(stream, { from = 0, to = Number.MAX_SAFE_INTEGER, direction, limit, signal } = {}) {
      check(signal)
      const within = inStream(stream).filter(({ revision }) => revision >= from && revision <= to)
      yield* inChunks(within, direction, limit, () => check(signal))
    },
    async *readAll(options = {}) {
      const { after = position(0), through = head(), direction, limit, signal } = options
      check(signal)
      if (after > head()) throw new LogError('POSITION_BEYOND_HEAD', `${after} in ${path}`)
      const within = all.slice(after, through).filter((event) => matches(event, options))
      yield* inChunks(within, direction, limit, () => check(signal))
    },
    follow: (options = {}) => followLog({ head: log.head, readAll: log.readAll, changed }, options),
    async head() {
      check()
      return head()
    },
    async close() {
      if (closed) return
      await turn
      closed = true
      wake()
      await file.close()
    },
  }

  const changed = (since: Position, signal: AbortSignal | undefined): Promise<void> => {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      if (closed || head() !== since) return resolve()
      const end = (then: () => void) => () => {
        waiting.delete(goOn)
        signal?.removeEventListener('abort', abort)
        then()
      }
      const goOn = end(resolve)
      const abort = end(() => reject(signal?.reason))
      waiting.add(goOn)
      signal?.addEventListener('abort', abort)
    })
  }
  return log
}

/** The events of a file, without a last line that a crash has torn. */
async function eventsIn(file: FileHandle): Promise<RecordedEvent[]> {
  const text = await file.readFile('utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole))
  // Each line is what `write` wrote.
  return whole.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as RecordedEvent[])))
}

function recorded(
  { stream, events }: PreparedAppend,
  revision: number,
  first: number,
  now: number,
  last: RecordedEvent | undefined,
): readonly RecordedEvent[] {
  let recordedAt = last?.recordedAt ?? Number.NEGATIVE_INFINITY
  return events.map(({ id, type, data, metadata, originalRecordedAt }, index) => {
    if (originalRecordedAt !== undefined && originalRecordedAt < recordedAt) {
      throw new LogError('RECORDED_AT_BACKWARDS', `event ${id}`)
    }
    recordedAt = originalRecordedAt ?? Math.max(recordedAt, now)
    const parsed = parseJsonObject(data)
    return {
      stream,
      revision: revision + index,
      position: position(first + index),
      recordedAt,
      id,
      type,
      data: parsed,
      ...(parsed === null ? { rawData: data } : {}),
      metadata: metadata === null ? {} : (parseJsonObject(metadata) ?? {}),
    }
  })
}

function resultOf(events: readonly RecordedEvent[], alreadyThere: boolean): AppendResult {
  const [first, last] = [events[0], events.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('an append has at least one event')
  return {
    stream: first.stream,
    firstRevision: first.revision,
    lastRevision: last.revision,
    firstPosition: first.position,
    lastPosition: last.position,
    recordedAt: last.recordedAt,
    alreadyThere,
  }
}

function matches(event: RecordedEvent, { streamPrefixes, types }: EventFilter): boolean {
  return (
    (types === undefined || types.includes(event.type)) &&
    (streamPrefixes === undefined || streamPrefixes.some((prefix) => event.stream.startsWith(prefix)))
  )
}

/** Copies, so that nobody who holds an event can change the log. */
async function* inChunks(
  events: readonly RecordedEvent[],
  direction: 'forwards' | 'backwards' = 'forwards',
  limit = Number.POSITIVE_INFINITY,
  check: () => void,
): AsyncGenerator<readonly RecordedEvent[], void> {
  const ordered = direction === 'backwards' ? events.toReversed() : events
  const wanted = ordered.slice(0, limit)
  for (let at = 0; at < wanted.length; at += 20) {
    yield structuredClone(wanted.slice(at, at + 20))
    check()
  }
}
