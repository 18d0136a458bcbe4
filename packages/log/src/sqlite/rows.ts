import type { Input, Prepare } from './driver.ts'

/** A row of the table of events. */
export interface EventRow {
  readonly position: number
  readonly stream: number
  readonly revision: number
  readonly previous: number
  readonly recordedAt: number
  readonly type: number
  readonly idHash: number
  readonly id: string
  readonly metadata: string | null
  readonly data: string
}

/** So many rows go into one statement: starting a statement costs as much as some rows do. */
const ROWS = 20
const COLUMNS = 10

const ROW = `(${Array.from({ length: COLUMNS }, () => '?').join(', ')})`
const ONE = `INSERT INTO events VALUES ${ROW}`
const MANY = `INSERT INTO events VALUES ${Array.from({ length: ROWS }, () => ROW).join(', ')}`

/** Rows on their way into the table of events; `flush` before anything relies on them. */
export interface RowWriter {
  add(row: EventRow): void
  flush(): void
}

/** Gathers rows and writes several with one statement. */
export function rowWriter(prepare: Prepare): RowWriter {
  // Filled again and again: new lists for all rows would keep the collector busy.
  const inputs: Input[] = []
  let count = 0
  return {
    add({ position, stream, revision, previous, recordedAt, type, idHash, id, metadata, data }) {
      inputs[count++] = position
      inputs[count++] = stream
      inputs[count++] = revision
      inputs[count++] = previous
      inputs[count++] = recordedAt
      inputs[count++] = type
      inputs[count++] = idHash
      inputs[count++] = id
      inputs[count++] = metadata
      inputs[count++] = data
      if (count < ROWS * COLUMNS) return
      count = 0
      prepare(MANY).run(...inputs)
    },

    flush() {
      const waiting = count
      count = 0
      for (let at = 0; at < waiting; at += COLUMNS) prepare(ONE).run(...inputs.slice(at, at + COLUMNS))
    },
  }
}
