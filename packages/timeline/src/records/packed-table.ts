import type { Micros } from '@tidemark/projection'
import { numberAt, type PackedColumn, packNumbers, unpackNumbers } from '../pack/column.ts'
import { BEYOND, beyondKey, putBeyond } from './cell.ts'
import { growTable, type Place, type Table } from './table.ts'

/** The records of one kind in one state, as few bytes as they need. Nobody changes it. */
export interface PackedTable {
  readonly places: readonly Place[]
  readonly rows: number
  /** A bit a row. */
  readonly exists: Uint8Array<ArrayBuffer>
  /** Whether every row holds a record. */
  readonly isFull: boolean
  /** Columns that hold numbers no column of fewer bytes can are kept as they are. */
  readonly micros: readonly (PackedColumn | Float64Array<ArrayBuffer>)[]
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
  const isFull = !table.exists.subarray(0, rows).includes(0)
  const take = (column: Float64Array | Int8Array | Int32Array) => {
    doubles.set(column.subarray(0, rows))
    if (!isFull) fillGaps(doubles, table, there)
  }
  const packDoubles = (column: Float64Array<ArrayBuffer>) => {
    take(column)
    return packNumbers(doubles) ?? doubles.slice()
  }
  const packSmall = (column: Int8Array | Int32Array): PackedColumn => {
    take(column)
    return packNumbers(doubles) ?? { way: 'same', value: 0 }
  }
  return {
    places: table.places,
    rows,
    exists: packBits(table.exists, rows),
    isFull,
    micros: table.micros.map(packDoubles),
    instants: table.instants.map(packDoubles),
    flags: table.flags.map(packSmall),
    texts: table.texts.map(packSmall),
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
  return rows.every((other, row) => Object.is(other, value) || exists[row] !== 1) ? [value] : rows
}

function packBits(exists: Uint8Array, rows: number): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(Math.ceil(rows / 8))
  for (let row = 0; row < rows; row++) {
    if (exists[row] === 1) bits[row >>> 3] = (bits[row >>> 3] ?? 0) | (1 << (row & 7))
  }
  return bits
}

/** Whether all of the first so many bits are set. */
export function areAllSet(bits: Uint8Array, count: number): boolean {
  const whole = count >>> 3
  for (let at = 0; at < whole; at++) if (bits[at] !== 255) return false
  const rest = (1 << (count & 7)) - 1
  return ((bits[whole] ?? 0) & rest) === rest
}

/** Whether the record of a row is there. */
export function hasPackedRow({ exists, rows }: PackedTable, row: number): boolean {
  return row < rows && (((exists[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 1
}

/** Puts the table that was packed into an empty one with room for at least as many rows. */
export function unpackTable(packed: PackedTable, table: Table): void {
  const { rows } = packed
  unpackBits(packed.exists, rows, table.exists)
  for (const [slot, column] of packed.micros.entries()) unpackDoubles(column, rows, table.micros[slot])
  for (const [slot, column] of packed.instants.entries()) unpackDoubles(column, rows, table.instants[slot])
  const small = new Float64Array(packed.flags.length + packed.texts.length > 0 ? rows : 0)
  unpackSmall(packed.flags, table.flags, rows, small)
  unpackSmall(packed.texts, table.texts, rows, small)
  packed.values.forEach((column, slot) => {
    const into = table.values[slot]
    if (into !== undefined) unpackValues(column, rows, into)
  })
  table.beyond = packed.beyond === undefined ? undefined : new Map(packed.beyond)
}

export function unpackBits(bits: Uint8Array, rows: number, into: Uint8Array): void {
  const whole = rows >>> 3
  for (let at = 0; at < whole; at++) {
    const eight = bits[at] ?? 0
    const row = at << 3
    into[row] = eight & 1
    into[row + 1] = (eight >>> 1) & 1
    into[row + 2] = (eight >>> 2) & 1
    into[row + 3] = (eight >>> 3) & 1
    into[row + 4] = (eight >>> 4) & 1
    into[row + 5] = (eight >>> 5) & 1
    into[row + 6] = (eight >>> 6) & 1
    into[row + 7] = eight >>> 7
  }
  for (let row = whole << 3; row < rows; row++) into[row] = ((bits[row >>> 3] ?? 0) >>> (row & 7)) & 1
}

/** Writes the JSON values of a column into the front of another. */
export function unpackValues(column: readonly unknown[], rows: number, into: unknown[]): void {
  for (let row = 0; row < rows; row++) into[row] = valueAt(column, row)
}

/** The JSON value of a row. */
export function valueAt(column: readonly unknown[], row: number): unknown {
  return column.length === 1 ? column[0] : column[row]
}

/** Writes the numbers of a column into the front of one that is full of zeros. */
export function unpackDoubles(
  column: PackedColumn | Float64Array<ArrayBuffer>,
  rows: number,
  into: Float64Array<ArrayBuffer> | undefined,
): void {
  if (into === undefined) return
  if (column instanceof Float64Array) into.set(column)
  else if (column.way !== 'same' || column.value !== 0) unpackNumbers(column, rows, into)
}

function unpackSmall(
  columns: readonly PackedColumn[],
  into: readonly (Int8Array | Int32Array)[],
  rows: number,
  doubles: Float64Array<ArrayBuffer>,
): void {
  columns.forEach((column, slot) => {
    const target = into[slot]
    if (target === undefined) return
    if (column.way === 'same') {
      if (column.value !== 0) target.fill(column.value, 0, rows)
      return
    }
    unpackNumbers(column, rows, doubles)
    target.set(doubles)
  })
}

/** Copies the record of one row, which is there, to the same row of a table. */
export function copyPackedRow(packed: PackedTable, row: number, to: Table): void {
  growTable(to, row)
  to.exists[row] = 1
  copyCells(packed.micros, to.micros, row)
  copyCells(packed.instants, to.instants, row)
  copyCells(packed.flags, to.flags, row)
  copyCells(packed.texts, to.texts, row)
  packed.values.forEach((column, slot) => {
    const into = to.values[slot]
    if (into !== undefined) into[row] = valueAt(column, row)
  })
  if (packed.beyond === undefined) return
  for (const [slot, column] of to.micros.entries()) {
    if (column[row] !== BEYOND) continue
    const value = packed.beyond.get(beyondKey(to, slot, row))
    if (value !== undefined) putBeyond(to, slot, row, value)
  }
}

function copyCells(
  columns: readonly (PackedColumn | Float64Array<ArrayBuffer>)[],
  into: readonly (Float64Array | Int8Array | Int32Array)[],
  row: number,
): void {
  for (let slot = 0; slot < columns.length; slot++) {
    const column = columns[slot]
    const target = into[slot]
    if (column === undefined || target === undefined) continue
    target[row] = column instanceof Float64Array ? (column[row] ?? Number.NaN) : numberAt(column, row)
  }
}
