import { alreadyThereAt, type PreparedAppend, type PreparedEvent } from '../append-rules.ts'
import { LogError } from '../errors.ts'
import { type AppendResult, NO_STREAM, position } from '../event-log.ts'
import { nextRecordedAt } from '../recorded-at.ts'
import type { Connection } from './connection.ts'
import { idHash } from './id-hash.ts'
import { eventWithId, MILESTONE, type StreamRow, streamNamed } from './streams.ts'

/** The end of the log inside a transaction: what the next event follows. */
interface Tail {
  position: number
  recordedAt: number
}

/** Writes one batch; the caller holds the transaction, and takes it back when this throws. */
export function writeBatch(
  connection: Connection,
  batch: readonly PreparedAppend[],
  now: number,
): AppendResult[] {
  const tail = readTail(connection)
  const types = new Map<string, number>()
  const streams = new Map<string, StreamRow | undefined>()
  const results = batch.map((append) => {
    // A batch may come back to a stream again and again: it is read once, and its end is written once.
    if (!streams.has(append.stream)) streams.set(append.stream, streamNamed(connection, append.stream))
    const stream = streams.get(append.stream)
    const first = alreadyThereAt(append, {
      revision: stream?.revision ?? NO_STREAM,
      revisionOf: (id) => stream && eventWithId(connection, stream.key, id)?.[0],
    })
    if (stream !== undefined && first !== undefined) return earlierResult(connection, append, stream, first)
    const begun = stream ?? newStream(connection, append.stream)
    const result = write(connection, append, begun, tail, types, now)
    const { lastRevision: revision, lastPosition } = result
    streams.set(append.stream, { key: begun.key, revision, lastPosition })
    return result
  })
  writeEnds(connection, batch, results, streams)
  return results
}

/** Notes where the streams that have grown now end. */
function writeEnds(
  { prepare }: Connection,
  batch: readonly PreparedAppend[],
  results: readonly AppendResult[],
  streams: ReadonlyMap<string, StreamRow | undefined>,
): void {
  const grown = new Set(batch.flatMap(({ stream }, index) => (results[index]?.alreadyThere ? [] : [stream])))
  const update = prepare('UPDATE streams SET revision = ?, last_position = ? WHERE key = ?')
  for (const name of grown) {
    const end = streams.get(name)
    if (end !== undefined) update.run(end.revision, end.lastPosition, end.key)
  }
}

function write(
  connection: Connection,
  append: PreparedAppend,
  stream: StreamRow,
  tail: Tail,
  types: Map<string, number>,
  now: number,
): AppendResult {
  const insert = connection.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const firstPosition = tail.position + 1
  let { revision, lastPosition } = stream
  for (const event of append.events) {
    revision++
    tail.position++
    tail.recordedAt = nextRecordedAt(tail.recordedAt, now, event.originalRecordedAt, event.id)
    insert.run(
      tail.position,
      stream.key,
      revision,
      lastPosition,
      tail.recordedAt,
      typeKey(connection, types, event),
      idHash(event.id),
      event.id,
      event.metadata,
      event.data,
    )
    lastPosition = tail.position
    if (revision % MILESTONE === 0 && revision > 0) {
      connection.prepare('INSERT INTO milestones VALUES (?, ?, ?)').run(stream.key, revision, lastPosition)
    }
  }
  return {
    stream: append.stream,
    firstRevision: stream.revision + 1,
    lastRevision: revision,
    firstPosition: position(firstPosition),
    lastPosition: position(lastPosition),
    recordedAt: tail.recordedAt,
    alreadyThere: false,
  }
}

function earlierResult(
  connection: Connection,
  append: PreparedAppend,
  stream: StreamRow,
  firstRevision: number,
): AppendResult {
  const first = eventWithId(connection, stream.key, append.events.at(0)?.id ?? '')
  const last = eventWithId(connection, stream.key, append.events.at(-1)?.id ?? '')
  if (first === undefined || last === undefined) {
    throw new LogError('LOG_CORRUPT', `${connection.path}: stream ${append.stream}`, {
      stream: append.stream,
    })
  }
  return {
    stream: append.stream,
    firstRevision,
    lastRevision: last[0],
    firstPosition: position(first[1]),
    lastPosition: position(last[1]),
    recordedAt: last[2],
    alreadyThere: true,
  }
}

function readTail({ prepare }: Connection): Tail {
  const row = prepare<[number, number]>(
    'SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1',
  ).get()
  return { position: row?.[0] ?? 0, recordedAt: row?.[1] ?? Number.NEGATIVE_INFINITY }
}

function newStream({ prepare }: Connection, name: string): StreamRow {
  const row = prepare<[number]>('INSERT INTO streams VALUES (NULL, ?, -1, 0) RETURNING key').get(name)
  return { key: row?.[0] ?? 0, revision: NO_STREAM, lastPosition: 0 }
}

/** Types are few: each is looked up once in a batch, so that a key never outlives a transaction that was taken back. */
function typeKey({ prepare }: Connection, types: Map<string, number>, { type }: PreparedEvent): number {
  const known = types.get(type)
  if (known !== undefined) return known
  const row =
    prepare<[number]>('SELECT key FROM types WHERE name = ?').get(type) ??
    prepare<[number]>('INSERT INTO types VALUES (NULL, ?) RETURNING key').get(type)
  const key = row?.[0] ?? 0
  types.set(type, key)
  return key
}
