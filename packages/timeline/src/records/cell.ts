import { type Micros, microsOfDouble, sameValue } from '@tidemark/projection'
import { NO_TEXT, type Texts, textId, textOf } from '../pack/texts.ts'
import { frozen } from './frozen.ts'
import { growTable, hasRow, type Place, type Table } from './table.ts'

/** What a cell of micros holds whose number stands beside the column. */
export const BEYOND = Infinity

const NO_FLAG = -1

/** What a number in a cell of micros stands for, but for one that stands beside the column. */
export function microsOf(cell: number): Micros | null {
  return Number.isNaN(cell) ? null : microsOfDouble(cell)
}

/** Micros as the double that holds them; {@link BEYOND} where none does. */
export function cellOf(value: Micros | null): number {
  if (value === null) return Number.NaN
  const cell = Number(value)
  return Number.isSafeInteger(cell) ? cell : BEYOND
}

export function readMicros(table: Table, slot: number, row: number): Micros | null {
  const cell = table.micros[slot]?.[row] ?? Number.NaN
  return cell === BEYOND ? (table.beyond?.get(beyondKey(table, slot, row)) ?? null) : microsOf(cell)
}

export function writeMicros(table: Table, slot: number, row: number, value: Micros | null): void {
  const column = table.micros[slot]
  if (column === undefined) return
  const cell = cellOf(value)
  column[row] = cell
  if (cell === BEYOND && value !== null) putBeyond(table, slot, row, value)
}

/** Puts micros that no double holds beside their column. */
export function putBeyond(table: Table, slot: number, row: number, value: Micros): void {
  table.beyond ??= new Map()
  table.beyond.set(beyondKey(table, slot, row), value)
}

/** Where micros stand beside their column. */
export function beyondKey(table: { readonly micros: readonly unknown[] }, slot: number, row: number): number {
  return row * table.micros.length + slot
}

export function readInstant(table: Table, slot: number, row: number): number | null {
  const cell = table.instants[slot]?.[row]
  return cell === undefined || Number.isNaN(cell) ? null : cell
}

/** What a record's field holds, by its place. */
export function readCell(table: Table, place: Place, row: number, texts: Texts): unknown {
  switch (place.kind) {
    case 'micros':
      return readMicros(table, place.slot, row)
    case 'instant':
      return readInstant(table, place.slot, row)
    case 'flag': {
      const cell = table.flags[place.slot]?.[row]
      return cell === undefined || cell === NO_FLAG ? null : cell === 1
    }
    case 'text':
      return textOf(texts, table.texts[place.slot]?.[row] ?? NO_TEXT)
    case 'json':
      return table.values[place.slot]?.[row]
  }
}

/** Makes a record's field hold a value of its kind; a JSON value is frozen. */
export function writeCell(table: Table, place: Place, row: number, texts: Texts, value: unknown): void {
  // A field holds values of its own kind.
  switch (place.kind) {
    case 'micros':
      writeMicros(table, place.slot, row, value as Micros | null)
      return
    case 'instant': {
      const column = table.instants[place.slot]
      if (column !== undefined) column[row] = (value as number | null) ?? Number.NaN
      return
    }
    case 'flag': {
      const column = table.flags[place.slot]
      if (column !== undefined) column[row] = value === null ? NO_FLAG : Number(value)
      return
    }
    case 'text': {
      const column = table.texts[place.slot]
      if (column !== undefined) column[row] = textId(texts, value as string | null)
      return
    }
    case 'json': {
      const column = table.values[place.slot]
      if (column !== undefined) column[row] = frozen(value)
    }
  }
}

/** Whether two tables of one timeline hold the same in a row, its absence included. */
export function sameRow(a: Table, b: Table, row: number, texts: Texts): boolean {
  if (!hasRow(a, row) || !hasRow(b, row)) return hasRow(a, row) === hasRow(b, row)
  return a.places.every((place) => sameValue(readCell(a, place, row, texts), readCell(b, place, row, texts)))
}

/** Copies the record of one row, which is there, to a row of another table of the same kind. */
export function copyRow(from: Table, fromRow: number, to: Table, toRow: number): void {
  growTable(to, toRow)
  to.exists[toRow] = 1
  // One loop a kind of column: a shared one would see all kinds of array and run several times slower.
  for (let slot = 0; slot < from.micros.length; slot++) {
    const column = to.micros[slot]
    if (column !== undefined) column[toRow] = from.micros[slot]?.[fromRow] ?? Number.NaN
  }
  for (let slot = 0; slot < from.instants.length; slot++) {
    const column = to.instants[slot]
    if (column !== undefined) column[toRow] = from.instants[slot]?.[fromRow] ?? Number.NaN
  }
  for (let slot = 0; slot < from.flags.length; slot++) {
    const column = to.flags[slot]
    if (column !== undefined) column[toRow] = from.flags[slot]?.[fromRow] ?? NO_FLAG
  }
  for (let slot = 0; slot < from.texts.length; slot++) {
    const column = to.texts[slot]
    if (column !== undefined) column[toRow] = from.texts[slot]?.[fromRow] ?? NO_TEXT
  }
  for (let slot = 0; slot < from.values.length; slot++) {
    const column = to.values[slot]
    if (column !== undefined) column[toRow] = from.values[slot]?.[fromRow]
  }
  if (from.beyond !== undefined) copyBeyond(from, fromRow, to, toRow)
}

function copyBeyond(from: Table, fromRow: number, to: Table, toRow: number): void {
  for (let slot = 0; slot < from.micros.length; slot++) {
    if (from.micros[slot]?.[fromRow] !== BEYOND) continue
    const value = from.beyond?.get(beyondKey(from, slot, fromRow))
    if (value !== undefined) putBeyond(to, slot, toRow, value)
  }
}
