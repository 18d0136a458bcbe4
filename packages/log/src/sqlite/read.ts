import {
  type EventFilter,
  type Position,
  position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  START,
  type WaitOptions,
} from '../event-log.ts'
import { type JsonObject, parseJsonObject } from '../json.ts'
import { CHUNK_BYTES, CHUNK_EVENTS, type LogRange, logRange, passesAll, streamRange } from '../read-rules.ts'
import { turn } from '../waiting.ts'
import { type Connection, useWhenFree } from './connection.ts'
import { type Condition, eventCondition, everyEvent, streamCondition } from './filter.ts'
import { eventWithId, positionsInStream, positionsSince, streamNamed } from './streams.ts'

/** Fewer positions than this are read through rather than looked up. */
const WORTH_LOOKING_UP = 5_000

/** The most events, and streams, that a selective read keeps positions of. */
const MOST_LOOKED_UP = 100_000

/** An event as a file keeps it. */
export interface FileEvent extends RecordedEvent {
  /** Where data are left unread: the number of its stream in this file, one of few from 1 on. */
  readonly streamNumber?: number
}

type Chunk = readonly FileEvent[]
type EventRow = readonly [number, number, number, number, string, string | null, string, number]

const EVENTS =
  'SELECT e.position, e.revision, e.recorded_at, e.type, e.id, e.metadata, e.data, e.stream FROM events e'

/** Selects the events a condition lets pass; of streams it does not ask about none is looked up. */
function eventsWhere(condition: Condition, sql: string, order: 'ASC' | 'DESC'): string {
  const joined = condition.asksStream ? 'CROSS JOIN streams s ON s.key = e.stream' : ''
  return `${EVENTS} ${joined} WHERE ${sql} AND ${condition.sql} ORDER BY e.position ${order}`
}

/** The position of the last event. */
export function headOf({ prepare }: Connection): Position {
  return position(prepare<[number | null]>('SELECT max(position) FROM events').get()?.[0] ?? START)
}

/** See `EventLog.find`. */
export async function find(
  connection: Connection,
  name: string,
  ids: readonly string[],
  options: WaitOptions,
): Promise<RecordedEvent[]> {
  const positions = await useWhenFree(
    connection,
    () => {
      const stream = streamNamed(connection, name)
      if (stream === undefined) return []
      return [...new Set(ids)].flatMap((id) => eventWithId(connection, stream.key, id)?.[1] ?? [])
    },
    options,
  )
  const events: RecordedEvent[] = []
  positions.sort((a, b) => a - b)
  for await (const chunk of readPositions(connection, positions, everyEvent, false, options.signal))
    events.push(...chunk)
  return events
}

/** See `EventLog.readStream`. */
export async function* readStream(
  connection: Connection,
  name: string,
  options: ReadStreamOptions,
): AsyncGenerator<Chunk, void> {
  const { signal } = options
  const stream = await useWhenFree(connection, () => streamNamed(connection, name), { signal })
  const { from, to, backwards } = streamRange(options, stream?.revision ?? -1)
  if (stream === undefined) return
  for (let done = 0; done <= to - from; done += CHUNK_EVENTS) {
    const low = backwards ? Math.max(from, to - done - CHUNK_EVENTS + 1) : from + done
    const high = backwards ? to - done : Math.min(to, from + done + CHUNK_EVENTS - 1)
    const positions = await useWhenFree(connection, () => positionsInStream(connection, stream, low, high), {
      signal,
    })
    yield* readPositions(connection, positions, everyEvent, backwards, signal)
  }
}

/** How the log of a file may be read. */
export interface ReadFileOptions extends ReadAllOptions {
  /** Leaves data unread: `data` is null and `rawData` the text as it is kept. */
  readonly unread?: boolean | undefined
}

/** See `SqliteLog.readAll`. */
export async function* readAll(
  connection: Connection,
  options: ReadFileOptions,
): AsyncGenerator<Chunk, void> {
  const { signal, unread = false } = options
  const head = await useWhenFree(connection, () => headOf(connection), { signal })
  const range = logRange(options, head)
  if (range.limit === 0) return
  const filter = await useWhenFree(connection, () => neededOf(connection, options), { signal })
  const positions = await useWhenFree(connection, () => fewPositions(connection, filter, range), { signal })
  const condition = eventCondition(filter)
  const chunks =
    positions === undefined
      ? scan(connection, range, condition, unread, signal)
      : readPositions(connection, positions, condition, range.backwards, signal, unread)
  let left = range.limit
  for await (const chunk of chunks) {
    yield chunk.length <= left ? chunk : chunk.slice(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}

/**
 * What of a filter keeps out any of the events there are. A prefix that the first and the last of all names begin with is one
 * of all of them: to look up the stream of each event would cost a third of reading it.
 */
function neededOf({ prepare }: Connection, { streamPrefixes, types }: EventFilter): EventFilter {
  if (streamPrefixes === undefined) return { types }
  const [first, last] = prepare<[string | null, string | null]>(ENDS_OF_NAMES).get() ?? []
  const isOfAll = streamPrefixes.some((prefix) => first?.startsWith(prefix) && last?.startsWith(prefix))
  return isOfAll ? { types } : { streamPrefixes, types }
}

const ENDS_OF_NAMES = 'SELECT (SELECT min(name) FROM streams), (SELECT max(name) FROM streams)'

/** Reads through a range of positions, piece by piece, and holds nothing open between two pieces. */
async function* scan(
  connection: Connection,
  { after, through, backwards, limit }: LogRange,
  condition: Condition,
  unread: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk, void> {
  const size = condition.sql === 'TRUE' ? Math.min(CHUNK_EVENTS, limit) : CHUNK_EVENTS
  let low: number = after
  let high: number = through
  const order = backwards ? 'DESC' : 'ASC'
  while (low < high) {
    const readPiece = () => {
      let width = Math.min(size, high - low)
      const start = () => (backwards ? high - width : low)
      while (width > 1 && bytesBetween(connection, start(), start() + width) > CHUNK_BYTES)
        width = Math.ceil(width / 2)
      const sql = eventsWhere(condition, 'e.position > ? AND e.position <= ?', order)
      const rows = connection.prepare<EventRow>(sql).all(start(), start() + width, ...condition.inputs)
      return { width, events: toRecorded(connection, rows, unread) }
    }
    const { width, events } = await useWhenFree(connection, readPiece, { signal })
    if (backwards) high -= width
    else low += width
    if (events.length > 0) yield events
    if (low < high) await turn()
  }
}

/** Reads the events at given positions, ascending as they come or backwards, in chunks. */
async function* readPositions(
  connection: Connection,
  positions: readonly number[],
  condition: Condition,
  backwards: boolean,
  signal: AbortSignal | undefined,
  unread = false,
): AsyncGenerator<Chunk, void> {
  const order = backwards ? 'DESC' : 'ASC'
  let done = 0
  while (done < positions.length) {
    const readPiece = () => {
      let width = Math.min(CHUNK_EVENTS, positions.length - done)
      const piece = () =>
        backwards
          ? positions.slice(positions.length - done - width, positions.length - done)
          : positions.slice(done, done + width)
      while (width > 1 && bytesAt(connection, piece()) > CHUNK_BYTES) width = Math.ceil(width / 2)
      const sql = eventsWhere(condition, 'e.position IN (SELECT value FROM json_each(?))', order)
      const rows = connection.prepare<EventRow>(sql).all(JSON.stringify(piece()), ...condition.inputs)
      return { width, events: toRecorded(connection, rows, unread) }
    }
    const { width, events } = await useWhenFree(connection, readPiece, { signal })
    done += width
    if (events.length > 0) yield events
    if (done < positions.length) await turn()
  }
}

/**
 * The positions of the events in the streams a filter wants, ascending, when they are few beside the range: reading ten
 * million events to find the hundred of one stream would take seconds. Undefined when reading through is as well.
 */
function fewPositions(
  connection: Connection,
  { streamPrefixes }: EventFilter,
  { after, through }: LogRange,
): number[] | undefined {
  if (through - after < WORTH_LOOKING_UP || passesAll({ streamPrefixes })) return undefined
  const { sql, inputs } = streamCondition({ streamPrefixes })
  const streams = connection
    .prepare<[number, number]>(
      `SELECT s.last_position, s.revision FROM streams s WHERE s.last_position > ? AND ${sql} LIMIT ?`,
    )
    .all(after, ...inputs, MOST_LOOKED_UP / 10)
  const events = streams.reduce((sum, [, revision]) => sum + revision + 1, 0)
  if (streams.length === MOST_LOOKED_UP / 10 || events > Math.min(MOST_LOOKED_UP, (through - after) / 20))
    return undefined
  return streams
    .flatMap(([lastPosition]) => positionsSince(connection, lastPosition, after, through))
    .sort((a, b) => a - b)
}

/** octet_length reads the header of a row only, not its text. */
const BYTES = 'SELECT sum(octet_length(data)) FROM events'

function bytesBetween({ prepare }: Connection, after: number, through: number): number {
  return (
    prepare<[number | null]>(`${BYTES} WHERE position > ? AND position <= ?`).get(after, through)?.[0] ?? 0
  )
}

function bytesAt({ prepare }: Connection, positions: readonly number[]): number {
  const sql = `${BYTES} WHERE position IN (SELECT value FROM json_each(?))`
  return prepare<[number | null]>(sql).get(JSON.stringify(positions))?.[0] ?? 0
}

const NOTHING: JsonObject = Object.freeze({})

function toRecorded({ names }: Connection, rows: readonly EventRow[], unread: boolean): FileEvent[] {
  names.lookUpStreams(rows.map(([, , , , , , , stream]) => stream))
  // Events that follow each other mostly have the same metadata.
  let last: { readonly text: string; readonly metadata: JsonObject } = { text: '{}', metadata: NOTHING }
  return rows.map(([at, revision, recordedAt, key, id, text, rawData, streamNumber]) => {
    if (text !== null && text !== last.text)
      last = { text, metadata: Object.freeze(parseJsonObject(text) ?? {}) }
    const metadata = text === null ? NOTHING : last.metadata
    const stream = names.streamOf(streamNumber)
    const type = names.typeOf(key)
    const place = position(at)
    if (unread)
      return {
        stream,
        revision,
        position: place,
        recordedAt,
        id,
        type,
        data: null,
        metadata,
        rawData,
        streamNumber,
      }
    const data = parseJsonObject(rawData)
    const event = { stream, revision, position: place, recordedAt, id, type, data, metadata }
    return data === null ? { ...event, rawData } : event
  })
}
