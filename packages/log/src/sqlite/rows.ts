import type { Input, Prepare } from './driver.ts'

/** So many rows go into one statement: starting a statement costs as much as some rows do. */
const ROWS = 20

const ROW = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
const ONE = `INSERT INTO events VALUES ${ROW}`
const MANY = `INSERT INTO events VALUES ${Array.from({ length: ROWS }, () => ROW).join(', ')}`

/** A row of the table of events: position, stream, revision, previous, recorded_at, type, id_hash, id, metadata, data. */
export type EventRow = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  string,
  string | null,
  string,
]

/** Rows on their way into the table of events; `flush` before anything relies on them. */
export interface RowWriter {
  add(row: EventRow): void
  flush(): void
}

/** Gathers rows and writes several with one statement. */
export function rowWriter(prepare: Prepare): RowWriter {
  let waiting: EventRow[] = []
  return {
    add(row) {
      waiting.push(row)
      if (waiting.length < ROWS) return
      const inputs: Input[] = []
      for (const [a, b, c, d, e, f, g, h, i, j] of waiting) inputs.push(a, b, c, d, e, f, g, h, i, j)
      prepare(MANY).run(...inputs)
      waiting = []
    },
    flush() {
      for (const row of waiting) prepare(ONE).run(...row)
      waiting = []
    },
  }
}
