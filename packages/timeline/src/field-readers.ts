import type { Fields, RecordOf } from '@tidemark/projection'
import { BEYOND, microsOf, readCell, readMicros } from './cell.ts'
import type { Kind } from './dictionary.ts'
import type { Table } from './table.ts'
import type { Texts } from './texts.ts'

/** For each field of a kind of record: what it holds in a row. */
export type FieldReaders<R> = { readonly [Field in keyof R]: (row: number) => R[Field] }

/** The readers of all fields of a kind in a table that nobody changes any more. */
export function fieldReaders<F extends Fields>(
  kind: Kind,
  table: Table,
  texts: Texts,
): FieldReaders<RecordOf<F>> {
  const readers: { [field: string]: (row: number) => unknown } = {}
  for (const place of kind.places) {
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

/** The column of a field of micros or instants. */
export function doublesIn(
  { kind, table }: { readonly kind: Kind; readonly table: Table },
  field: string,
): Float64Array {
  const place = kind.places.find(({ name }) => name === field)
  const columns = place?.kind === 'micros' ? table.micros : place?.kind === 'instant' ? table.instants : []
  const column = place && columns[place.slot]
  if (column === undefined) throw new RangeError(`no numbers in ${field} of ${kind.name}`)
  return column
}
