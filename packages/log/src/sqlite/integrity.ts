import { LogError } from '../errors.ts'
import { turn } from '../waiting.ts'
import { type Connection, useWhenFree } from './connection.ts'
import { idHash } from './id-hash.ts'
import { headOf } from './read.ts'
import { MILESTONE } from './streams.ts'

const WINDOW = 10_000
const MOST_PROBLEMS = 100

type Row = readonly [number, number, number, number, number, number, string, string | null, string]

interface Seen {
  revision: number
  position: number
}

/**
 * Looks for damage: in the file, and in the promises of the log. Returns what it finds in words, at most a hundred findings;
 * nothing when all is well. Reads everything, but holds nothing open while others write.
 */
export async function findProblems(
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  try {
    return await lookThrough(connection, signal)
  } catch (error) {
    if (error instanceof LogError && error.code === 'LOG_CORRUPT') return [error.message]
    throw error
  }
}

async function lookThrough(connection: Connection, signal: AbortSignal | undefined): Promise<string[]> {
  const problems = await useWhenFree(connection, () => quickCheck(connection), { signal })
  // A damaged tree would only repeat itself in what is read through it.
  if (problems.length > 0) return problems
  const head = await useWhenFree(connection, () => headOf(connection), { signal })
  const streams = new Map<number, Seen>()
  const last = { position: 0, recordedAt: Number.NEGATIVE_INFINITY }
  for (let after = 0; after < head; after += WINDOW) {
    const through = Math.min(head, after + WINDOW)
    const window = await useWhenFree(connection, () => readWindow(connection, after, through), { signal })
    if (problems.push(...checkWindow(window, streams, last)) > MOST_PROBLEMS) break
    await turn()
  }
  problems.push(...(await useWhenFree(connection, () => checkStreams(connection, head, streams), { signal })))
  problems.push(...(await useWhenFree(connection, () => checkIds(connection), { signal })))
  if (problems.length <= MOST_PROBLEMS) return problems
  return [...problems.slice(0, MOST_PROBLEMS), 'and more']
}

function quickCheck({ prepare }: Connection): string[] {
  const found = prepare<[string]>(`PRAGMA quick_check(${MOST_PROBLEMS})`).all()
  return found.flatMap(([text]) => (text === 'ok' ? [] : [text]))
}

/** Events that follow each other, and the positions of those that are not where they are looked for. */
interface Window {
  readonly rows: readonly Row[]
  readonly unlisted: ReadonlySet<number>
  readonly unmarked: ReadonlySet<number>
}

function readWindow({ prepare }: Connection, after: number, through: number): Window {
  const positions = (condition: string) => {
    const sql = `SELECT e.position FROM events e WHERE e.position > ? AND e.position <= ? AND ${condition}`
    return new Set(
      prepare<[number]>(sql)
        .all(after, through)
        .map(([position]) => position),
    )
  }
  const rows = prepare<Row>(
    `SELECT e.position, e.stream, e.revision, e.previous, e.recorded_at, e.id_hash, e.id, e.metadata, e.data
     FROM events e WHERE e.position > ? AND e.position <= ? ORDER BY e.position`,
  ).all(after, through)
  const unlisted = positions(
    'NOT EXISTS (SELECT 1 FROM ids i WHERE i.stream = e.stream AND i.hash = e.id_hash AND i.position = e.position)',
  )
  const unmarked = positions(
    `e.revision > 0 AND e.revision % ${MILESTONE} = 0 AND NOT EXISTS (
       SELECT 1 FROM milestones m WHERE m.stream = e.stream AND m.revision = e.revision AND m.position = e.position)`,
  )
  return { rows, unlisted, unmarked }
}

function checkWindow(
  { rows, unlisted, unmarked }: Window,
  streams: Map<number, Seen>,
  last: { position: number; recordedAt: number },
): string[] {
  const problems: string[] = []
  for (const [position, key, revision, previous, recordedAt, hash, id, metadata, data] of rows) {
    const seen = streams.get(key) ?? { revision: -1, position: 0 }
    const wrong = (what: string) => problems.push(`position ${position}, event ${id}: ${what}`)
    if (position !== last.position + 1) wrong(`follows position ${last.position}`)
    if (revision !== seen.revision + 1)
      wrong(`revision ${revision} follows revision ${seen.revision} of its stream`)
    if (previous !== seen.position)
      wrong(`names position ${previous} as previous of its stream, not ${seen.position}`)
    if (recordedAt < last.recordedAt) wrong('is recorded earlier than the event before it')
    if (hash !== idHash(id) || unlisted.has(position)) wrong('cannot be found by its id')
    if (!isJson(data)) wrong('its data is not JSON')
    if (metadata !== null && !isJson(metadata)) wrong('its metadata is not JSON')
    if (unmarked.has(position)) wrong(`has no milestone for revision ${revision} of its stream`)
    streams.set(key, { revision, position })
    last.position = position
    last.recordedAt = recordedAt
  }
  return problems
}

/** The table of streams must agree with the events; a stream that others wrote to meanwhile may be ahead. */
function checkStreams({ prepare }: Connection, head: number, streams: ReadonlyMap<number, Seen>): string[] {
  const rows = prepare<[number, string, number, number]>(
    'SELECT key, name, revision, last_position FROM streams',
  ).all()
  const named = new Set(rows.map(([key]) => key))
  const unnamed = [...streams.keys()]
    .filter((key) => !named.has(key))
    .map((key) => `stream number ${key} has no name`)
  const wrong = rows.flatMap(([key, name, revision, lastPosition]) => {
    const seen = streams.get(key) ?? { revision: -1, position: 0 }
    const agrees = lastPosition > head || (revision === seen.revision && lastPosition === seen.position)
    return agrees
      ? []
      : [`stream ${name} should end with revision ${revision}, its events end with ${seen.revision}`]
  })
  return [...unnamed, ...wrong]
}

function checkIds({ prepare }: Connection): string[] {
  const astray = prepare<[number, number]>(
    `SELECT i.stream, i.position FROM ids i LEFT JOIN events e ON e.position = i.position
     WHERE e.stream IS NOT i.stream OR e.id_hash IS NOT i.hash LIMIT ?`,
  ).all(MOST_PROBLEMS)
  // Grouping by the key alone finds the few candidates; only those are looked at.
  const shared = prepare<[number, number]>(
    'SELECT stream, hash FROM ids GROUP BY stream, hash HAVING count(*) > 1',
  ).all()
  const twice = prepare<[string]>(
    `SELECT e.id FROM ids i JOIN events e ON e.position = i.position
     WHERE i.stream = ? AND i.hash = ? GROUP BY e.id HAVING count(*) > 1`,
  )
  return [
    ...astray.map(
      ([key, position]) => `an id of stream number ${key} leads to position ${position}, where it is not`,
    ),
    ...shared.flatMap(([key, hash]) =>
      twice.all(key, hash).map(([id]) => `event ${id} stands twice in its stream`),
    ),
  ]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
