import type { Prepare } from './driver.ts'

/** The names that numbers in rows stand for. */
export interface Names {
  typeOf(key: number): string
  streamOf(key: number): string
}

/** So many names are kept; more streams than that are looked up again. */
const MOST_KEPT = 200_000

/** Looks names up, each once: a text for every row would cost as much as the rest of the row. */
export function namesIn(prepare: Prepare): Names {
  return {
    typeOf: lookUp(prepare, 'SELECT name FROM types WHERE key = ?'),
    streamOf: lookUp(prepare, 'SELECT name FROM streams WHERE key = ?'),
  }
}

function lookUp(prepare: Prepare, sql: string): (key: number) => string {
  const known = new Map<number, string>()
  return (key) => {
    const name = known.get(key)
    if (name !== undefined) return name
    const found = prepare<[string]>(sql).get(key)?.[0] ?? ''
    if (known.size >= MOST_KEPT) known.clear()
    known.set(key, found)
    return found
  }
}
