import { alreadyThereAt, type PreparedAppend } from '../append-rules.ts'
import { LogError } from '../errors.ts'
import { type AppendResult, NO_STREAM, position } from '../event-log.ts'
import { nextRecordedAt } from '../recorded-at.ts'
import type { Connection } from './connection.ts'
import { idHash } from './id-hash.ts'
import type { KnownStreams } from './known-streams.ts'
import { type RowWriter, rowWriter } from './rows.ts'
import { isClash } from './sqlite-errors.ts'
import { eventWithId, MILESTONE, type StreamRow } from './streams.ts'

/** The end of the log inside a transaction: what the next event follows. */
interface Tail {
  position: number
  recordedAt: number
}

/** A batch, and what the clock shows when it is written. */
export interface TimedBatch {
  readonly batch: readonly PreparedAppend[]
  readonly now: number
}

/** What batches are written with. */
interface Writing {
  readonly connection: Connection
  readonly known: KnownStreams
  readonly rows: RowWriter
  readonly tail: Tail
  /** The streams that have grown, and where they end. */
  readonly grown: Map<string, StreamRow>
}

/**
 * Writes batches at the ends of their streams without asking for their ids first: the table of ids refuses what it may have,
 * and it takes many ids at once for half of what it takes for them batch by batch. Gives results by batch.
 * Undefined when one was refused, or must be looked at more closely for another reason: the caller, who holds the
 * transaction, takes back what was written and tries them one by one, and a single one with {@link writeCarefully}.
 */
export function writeHopefully(
  connection: Connection,
  known: KnownStreams,
  batches: readonly TimedBatch[],
): AppendResult[][] | undefined {
  const writing = beginWriting(connection, known)
  const before = writing.tail.position
  const results: AppendResult[][] = []
  try {
    for (const { batch, now } of batches) {
      const ofBatch: AppendResult[] = []
      results.push(ofBatch)
      for (const append of batch) {
        const stream = known.stream(append.stream)
        const { expectedRevision: expected } = append
        if (expected !== 'any' && expected !== (stream?.revision ?? NO_STREAM)) return undefined
        ofBatch.push(write(writing, append, stream ?? newStream(connection, append.stream), now))
      }
    }
    writing.rows.flush()
    connection
      .prepare(
        `INSERT INTO ids SELECT stream, id_hash, 0, position FROM events
         WHERE position > ? AND position <= ? ORDER BY stream, id_hash`,
      )
      .run(before, writing.tail.position)
  } catch (error) {
    // A time of recording that goes backwards is no matter when the event turns out to be there already.
    if (isClash(error) || error instanceof LogError) return undefined
    throw error
  }
  writeEnds(writing)
  return results
}

/** Writes one batch, each id looked up; the caller holds the transaction, and takes it back when this throws. */
export function writeCarefully(
  connection: Connection,
  known: KnownStreams,
  { batch, now }: TimedBatch,
): AppendResult[] {
  const writing = beginWriting(connection, known)
  const results = batch.map((append) => {
    const stream = known.stream(append.stream)
    const first = alreadyThereAt(append, {
      revision: stream?.revision ?? NO_STREAM,
      revisionOf: (id) => stream && eventWithId(connection, stream.key, id)?.[0],
    })
    if (stream !== undefined && first !== undefined) return earlierResult(connection, append, stream, first)
    const result = write(writing, append, stream ?? newStream(connection, append.stream), now)
    writing.rows.flush()
    listIds(connection, result)
    return result
  })
  writeEnds(writing)
  return results
}

function beginWriting(connection: Connection, known: KnownStreams): Writing {
  const { prepare } = connection
  return { connection, known, rows: rowWriter(prepare), tail: readTail(connection), grown: new Map() }
}

/** Lists the ids of an append one by one: some may share a hash, even with each other. */
function listIds({ prepare }: Connection, { firstPosition, lastPosition }: AppendResult): void {
  const list = prepare(
    `INSERT INTO ids SELECT stream, id_hash,
       (SELECT count(*) FROM ids i WHERE i.stream = e.stream AND i.hash = e.id_hash), position
     FROM events e WHERE position = ?`,
  )
  for (let at: number = firstPosition; at <= lastPosition; at++) list.run(at)
}

/** Notes where the streams that have grown now end. */
function writeEnds({ connection: { prepare }, grown }: Writing): void {
  const update = prepare('UPDATE streams SET revision = ?, last_position = ? WHERE key = ?')
  for (const { key, revision, lastPosition } of grown.values()) update.run(revision, lastPosition, key)
}

function write(
  { connection, known, rows, tail, grown }: Writing,
  append: PreparedAppend,
  stream: StreamRow,
  now: number,
): AppendResult {
  const { key } = stream
  const firstPosition = tail.position + 1
  let { revision, lastPosition } = stream
  for (const { id, type, metadata, data, originalRecordedAt } of append.events) {
    revision++
    tail.position++
    tail.recordedAt = nextRecordedAt(tail.recordedAt, now, originalRecordedAt, id)
    rows.add({
      position: tail.position,
      stream: key,
      revision,
      previous: lastPosition,
      recordedAt: tail.recordedAt,
      type: known.type(type),
      idHash: idHash(id),
      id,
      metadata,
      data,
    })
    lastPosition = tail.position
    if (revision % MILESTONE === 0 && revision > 0) {
      connection.prepare('INSERT INTO milestones VALUES (?, ?, ?)').run(key, revision, lastPosition)
    }
  }
  const end = { key, revision, lastPosition }
  known.note(append.stream, end)
  grown.set(append.stream, end)
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
