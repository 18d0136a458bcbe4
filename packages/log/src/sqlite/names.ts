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

/** Looks names up, each once: a text for every row would cost as much as the rest of the row. */
export function namesIn(prepare: Prepare): Names {
  const types = new Map<number, string>()
  const streams = new Map<number, string>()
  return {
    typeOf: (key) => types.get(key) ?? lookUp(types, key, prepare, 'SELECT name FROM types WHERE key = ?'),
    streamOf: (key) =>
      streams.get(key) ?? lookUp(streams, key, prepare, 'SELECT name FROM streams WHERE key = ?'),
    lookUpStreams: (keys) => {
      const unknown = [...new Set(keys.filter((key) => !streams.has(key)))]
      if (unknown.length < 2) return
      const sql = 'SELECT key, name FROM streams WHERE key IN (SELECT value FROM json_each(?))'
      for (const [key, name] of prepare<[number, string]>(sql).all(JSON.stringify(unknown)))
        keep(streams, key, name)
    },
  }
}

function lookUp(known: Map<number, string>, key: number, prepare: Prepare, sql: string): string {
  const name = prepare<[string]>(sql).get(key)?.[0] ?? ''
  keep(known, key, name)
  return name
}

function keep(known: Map<number, string>, key: number, name: string): void {
  if (known.size >= MOST_KEPT) known.clear()
  known.set(key, name)
}
