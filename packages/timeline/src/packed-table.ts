import type { Micros } from '@tidemark/projection'
import { numberAt, type PackedColumn, packNumbers, unpackNumbers } from './pack/column.ts'
import { cellsOf, doublesOf } from './pack/halves.ts'
import { createTable, growTable, type Place, type Table } from './table.ts'

/** The records of one kind in one state, as few bytes as they need. Nobody changes it. */
export interface PackedTable {
  readonly places: readonly Place[]
  readonly rows: number
  /** A bit a row. */
  readonly exists: Uint8Array<ArrayBuffer>
  /** Columns that hold numbers no column of fewer bytes can are kept as they are. */
  readonly micros: readonly (PackedColumn | BigInt64Array<ArrayBuffer>)[]
  readonly instants: readonly (PackedColumn | Float64Array<ArrayBuffer>)[]
  readonly flags: readonly PackedColumn[]
  readonly texts: readonly PackedColumn[]
  /** One value alone where all rows hold it. */
  readonly values: readonly (readonly unknown[])[]
  readonly beyond: ReadonlyMap<number, Micros> | undefined
}

/** Packs a table; what rows that are not there hold is forgotten. */
export function packTable(table: Table): PackedTable {
  const rows = table.exists.lastIndexOf(1) + 1
  const doubles = new Float64Array(rows)
  const there = rowThere(table, rows)
  const pack = (fallback: number): PackedColumn => {
    fillGaps(doubles, table, there)
    return packNumbers(doubles) ?? { way: 'same', value: fallback }
  }
  return {
    places: table.places,
    rows,
    exists: packBits(table.exists, rows),
    micros: table.micros.map((column) => {
      const cells = column.subarray(0, rows)
      if (!doublesOf(cells, doubles)) return cells.slice()
      fillGaps(doubles, table, there)
      return packNumbers(doubles) ?? cells.slice()
    }),
    instants: table.instants.map((column) => {
      doubles.set(column.subarray(0, rows))
      fillGaps(doubles, table, there)
      return packNumbers(doubles) ?? column.slice(0, rows)
    }),
    flags: table.flags.map((column) => {
      doubles.set(column.subarray(0, rows))
      return pack(0)
    }),
    texts: table.texts.map((column) => {
      doubles.set(column.subarray(0, rows))
      return pack(0)
    }),
    values: table.values.map((column) => packValues(column, table, there)),
    beyond: table.beyond === undefined ? undefined : new Map(table.beyond),
  }
}

/** A row that is there, if any. */
function rowThere({ exists }: Table, rows: number): number {
  return exists.subarray(0, rows).indexOf(1)
}

/** Rows that are not there hold what one does that is, so that they ask for no bytes of their own. */
function fillGaps(doubles: Float64Array<ArrayBuffer>, { exists }: Table, there: number): void {
  const value = doubles[there] ?? 0
  for (let row = 0; row < doubles.length; row++) if (exists[row] !== 1) doubles[row] = value
}

function packValues(column: readonly unknown[], { exists }: Table, there: number): readonly unknown[] {
  const value = column[there]
  const rows = column.slice(0, exists.lastIndexOf(1) + 1)
  return rows.every((other, row) => other === value || exists[row] !== 1) ? [value] : rows
}

function packBits(exists: Uint8Array, rows: number): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(Math.ceil(rows / 8))
  for (let row = 0; row < rows; row++) {
    if (exists[row] === 1) bits[row >>> 3] = (bits[row >>> 3] ?? 0) | (1 << (row & 7))
  }
  return bits
}

/** Whether the record of a row is there. */
export function hasPackedRow({ exists, rows }: PackedTable, row: number): boolean {
  return row < rows && (((exists[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 1
}

/** The table that was packed, with room for at least so many rows. */
export function unpackTable(packed: PackedTable, room: number): Table {
  const { rows } = packed
  const table = createTable(packed.places, Math.max(rows, room))
  for (let row = 0; row < rows; row++) table.exists[row] = ((packed.exists[row >>> 3] ?? 0) >>> (row & 7)) & 1
  const doubles = new Float64Array(rows)
  packed.micros.forEach((column, slot) => {
    const into = table.micros[slot]
    if (into === undefined) return
    if (column instanceof BigInt64Array) into.set(column)
    else {
      unpackNumbers(column, rows, doubles)
      cellsOf(doubles, rows, into)
    }
  })
  packed.instants.forEach((column, slot) => {
    const into = table.instants[slot]
    if (into === undefined) return
    if (column instanceof Float64Array) into.set(column)
    else unpackNumbers(column, rows, into)
  })
  unpackInto(packed.flags, table.flags, rows, doubles)
  unpackInto(packed.texts, table.texts, rows, doubles)
  packed.values.forEach((column, slot) => {
    const into = table.values[slot]
    if (into === undefined) return
    for (let row = 0; row < rows; row++) into[row] = column.length === 1 ? column[0] : column[row]
  })
  table.beyond = packed.beyond === undefined ? undefined : new Map(packed.beyond)
  return table
}

function unpackInto(
  columns: readonly PackedColumn[],
  into: readonly (Int8Array | Int32Array)[],
  rows: number,
  doubles: Float64Array<ArrayBuffer>,
): void {
  columns.forEach((column, slot) => {
    unpackNumbers(column, rows, doubles)
    into[slot]?.set(doubles)
  })
}

const oneCell = new BigInt64Array(1)
const oneDouble = new Float64Array(1)

/** Copies the record of one row, which is there, to the same row of a table, but for micros beyond 64 bits. */
export function copyPackedRow(packed: PackedTable, row: number, to: Table): void {
  growTable(to, row)
  to.exists[row] = 1
  packed.micros.forEach((column, slot) => {
    const into = to.micros[slot]
    if (into !== undefined) into[row] = cellAt(column, row)
  })
  packed.instants.forEach((column, slot) => {
    const into = to.instants[slot]
    if (into !== undefined)
      into[row] = column instanceof Float64Array ? (column[row] ?? Number.NaN) : numberAt(column, row)
  })
  packed.flags.forEach((column, slot) => {
    const into = to.flags[slot]
    if (into !== undefined) into[row] = numberAt(column, row)
  })
  packed.texts.forEach((column, slot) => {
    const into = to.texts[slot]
    if (into !== undefined) into[row] = numberAt(column, row)
  })
  packed.values.forEach((column, slot) => {
    const into = to.values[slot]
    if (into !== undefined) into[row] = column.length === 1 ? column[0] : column[row]
  })
}

function cellAt(column: PackedColumn | BigInt64Array<ArrayBuffer>, row: number): bigint {
  if (column instanceof BigInt64Array) return column[row] ?? 0n
  oneDouble[0] = numberAt(column, row)
  cellsOf(oneDouble, 1, oneCell)
  return oneCell[0] ?? 0n
}
