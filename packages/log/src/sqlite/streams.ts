import { LogError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { streamCondition } from './filter.ts'
import { idHash } from './id-hash.ts'

/** Every so many revisions the position of an event is noted, to enter a long stream in the middle. */
export const MILESTONE = 64

/** A stream as the file keeps it. */
export interface StreamRow {
  readonly key: number
  readonly revision: number
  readonly lastPosition: number
}

/** The row of a stream; undefined when it does not exist. */
export function streamNamed({ prepare }: Connection, name: string): StreamRow | undefined {
  const row = prepare<[number, number, number]>(
    'SELECT key, revision, last_position FROM streams WHERE name = ?',
  ).get(name)
  return row && { key: row[0], revision: row[1], lastPosition: row[2] }
}

/** Where the event with this id stands in a stream: its revision, position and time of recording. */
export function eventWithId(
  { prepare }: Connection,
  streamKey: number,
  id: string,
): [number, number, number] | undefined {
  return prepare<[number, number, number]>(
    `SELECT e.revision, e.position, e.recorded_at FROM ids i JOIN events e ON e.position = i.position
     WHERE i.stream = ? AND i.hash = ? AND e.id = ?`,
  ).get(streamKey, idHash(id), id)
}

/**
 * The positions of the events `from` to `to` of a stream (both inclusive, both there), ascending: walks the chain back
 * from the next milestone, or from the end. Throws `LOG_CORRUPT` when the chain is broken.
 */
export function positionsInStream(
  connection: Connection,
  stream: StreamRow,
  from: number,
  to: number,
): number[] {
  const positions: number[] = []
  let revision = from
  while (revision <= to) {
    const milestone = (Math.floor(revision / MILESTONE) + 1) * MILESTONE
    const last = Math.min(milestone, stream.revision)
    const start =
      last === milestone ? positionOfMilestone(connection, stream.key, milestone) : stream.lastPosition
    const walked = walkBack(connection, start, last - revision + 1)
    positions.push(...walked.slice(0, to - revision + 1))
    revision = last + 1
  }
  return positions
}

/** How many events are in streams whose names start with a prefix. */
export function eventsIn({ prepare }: Connection, prefix: string): number {
  const { sql, inputs } = streamCondition({ streamPrefixes: [prefix] })
  const [count] = prepare<[number]>(
    `SELECT coalesce(sum(s.revision + 1), 0) FROM streams s WHERE ${sql}`,
  ).get(...inputs) ?? [0]
  return count
}

// Parameters have no numbers: the SQLite of some versions of Node cannot bind those by their place.

/** The positions of a stream over `after` and up to `through`, ascending. */
export function positionsSince(
  connection: Connection,
  lastPosition: number,
  after: number,
  through: number,
): number[] {
  const rows = connection
    .prepare<[number]>(
      `WITH RECURSIVE back (position) AS (
         SELECT ?
         UNION ALL
         SELECT e.previous FROM back JOIN events e ON e.position = back.position WHERE e.previous > ?
       ) SELECT position FROM back WHERE position <= ?`,
    )
    .all(lastPosition, after, through)
  return rows.map(([position]) => position).reverse()
}

function positionOfMilestone({ prepare, path }: Connection, streamKey: number, revision: number): number {
  const row = prepare<[number]>('SELECT position FROM milestones WHERE stream = ? AND revision = ?').get(
    streamKey,
    revision,
  )
  if (row === undefined)
    throw new LogError('LOG_CORRUPT', `${path}: a milestone is missing`, { path, streamKey, revision })
  return row[0]
}

function walkBack({ prepare, path }: Connection, start: number, count: number): number[] {
  const rows = prepare<[number]>(
    `WITH RECURSIVE back (position, remaining) AS (
       SELECT ?, ?
       UNION ALL
       SELECT e.previous, back.remaining - 1 FROM back JOIN events e ON e.position = back.position WHERE back.remaining > 1
     ) SELECT position FROM back`,
  ).all(start, count)
  if (rows.length !== count)
    throw new LogError('LOG_CORRUPT', `${path}: a stream is broken before position ${start}`, { path })
  return rows.map(([position]) => position).reverse()
}
