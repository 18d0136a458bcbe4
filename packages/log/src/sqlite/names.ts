import type { Prepare } from './driver.ts'

/** The names that numbers in rows stand for. */
export interface Names {
  typeOf(key: number): string
  streamOf(key: number): string
  /** Looks up in one go those of the names of streams that are not known yet: one by one takes several times as long. */
  lookUpStreams(keys: readonly number[]): void
}

/** So many names are kept; more streams than that are looked up again. */
const MOST_KEPT = 200_000

/**
 * Looks names up, each once: a text for every row would cost as much as the rest of the row. They are kept in a list, because
 * the numbers are given out one after the other, and a row finds its own in one step.
 */
export function namesIn(prepare: Prepare): Names {
  const types: Kept = { names: [], count: 0 }
  const streams: Kept = { names: [], count: 0 }
  return {
    typeOf: (key) => types.names[key] ?? lookUp(types, key, prepare, 'SELECT name FROM types WHERE key = ?'),
    streamOf: (key) =>
      streams.names[key] ?? lookUp(streams, key, prepare, 'SELECT name FROM streams WHERE key = ?'),
    lookUpStreams: (keys) => {
      const unknown = [...new Set(keys.filter((key) => streams.names[key] === undefined))]
      if (unknown.length < 2) return
      const sql = 'SELECT key, name FROM streams WHERE key IN (SELECT value FROM json_each(?))'
      for (const [key, name] of prepare<[number, string]>(sql).all(JSON.stringify(unknown)))
        keep(streams, key, name)
    },
  }
}

interface Kept {
  /** By number. */
  names: (string | undefined)[]
  count: number
}

function lookUp(kept: Kept, key: number, prepare: Prepare, sql: string): string {
  const name = prepare<[string]>(sql).get(key)?.[0] ?? ''
  keep(kept, key, name)
  return name
}

function keep(kept: Kept, key: number, name: string): void {
  if (kept.count >= MOST_KEPT) {
    kept.names = []
    kept.count = 0
  }
  kept.names[key] = name
  kept.count++
}
