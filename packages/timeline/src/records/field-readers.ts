import type { Fields, RecordOf } from '@tidemark/projection'
import type { Texts } from '../pack/texts.ts'
import { BEYOND, microsOf, readCell, readMicros } from './cell.ts'
import type { Kind } from './dictionary.ts'
import type { Table } from './table.ts'

/** For each field of a kind of record: what it holds in a row. */
export type FieldReaders<R> = { readonly [Field in keyof R]: (row: number) => R[Field] }

/** The readers of all fields of a kind in a table that nobody changes any more. */
export function fieldReaders<F extends Fields>(
  kind: Kind,
  table: Table,
  texts: Texts,
  wanted?: readonly string[],
): FieldReaders<RecordOf<F>> {
  const readers: { [field: string]: (row: number) => unknown } = {}
  for (const place of kind.places) {
    if (wanted !== undefined && !wanted.includes(place.name)) continue
    const { name, slot } = place
    if (place.kind === 'micros') readers[name] = microsReader(table, slot)
    else if (place.kind === 'instant') readers[name] = instantReader(table, slot)
    else readers[name] = (row) => readCell(table, place, row, texts)
  }
  // The places are those of the fields, each with the values of its kind.
  return readers as unknown as FieldReaders<RecordOf<F>>
}

// The column is looked up once, not for each row: that alone is a third of the time.
function microsReader(table: Table, slot: number): (row: number) => bigint | null {
  const column = table.micros[slot] ?? new Float64Array(0)
  return (row) => {
    const cell = column[row] ?? Number.NaN
    return cell === BEYOND ? readMicros(table, slot, row) : microsOf(cell)
  }
}

function instantReader(table: Table, slot: number): (row: number) => number | null {
  const column = table.instants[slot] ?? new Float64Array(0)
  return (row) => {
    const cell = column[row]
    return cell === undefined || Number.isNaN(cell) ? null : cell
  }
}
