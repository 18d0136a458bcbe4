import type { Micros } from '@tidemark/projection'
import { frozen, sameValue } from './same.ts'
import { growTable, hasRow, type Place, type Table } from './table.ts'
import { NO_TEXT, type Texts, textId, textOf } from './texts.ts'

/** A value a cell of micros gives up for "absent". */
const ABSENT = -(2n ** 63n)
/** Another one, for "look beyond the column". */
export const BEYOND = ABSENT + 1n
const HIGHEST = 2n ** 63n - 1n

const NO_FLAG = -1

export function readMicros(table: Table, slot: number, row: number): Micros | null {
  const cell = table.micros[slot]?.[row]
  if (cell === undefined) return null
  if (cell > BEYOND) return cell
  return cell === ABSENT ? null : (table.beyond?.get(beyondKey(table, slot, row)) ?? null)
}

export function writeMicros(table: Table, slot: number, row: number, value: Micros | null): void {
  const column = table.micros[slot]
  if (column === undefined) return
  if (value === null) column[row] = ABSENT
  else if (value > BEYOND && value <= HIGHEST) column[row] = value
  else {
    column[row] = BEYOND
    table.beyond ??= new Map()
    table.beyond.set(beyondKey(table, slot, row), value)
  }
}

function beyondKey(table: Table, slot: number, row: number): number {
  return row * table.micros.length + slot
}

export function readInstant(table: Table, slot: number, row: number): number | null {
  const cell = table.instants[slot]?.[row]
  return cell === undefined || Number.isNaN(cell) ? null : cell
}

export function writeInstant(table: Table, slot: number, row: number, value: number | null): void {
  const column = table.instants[slot]
  if (column !== undefined) column[row] = value ?? Number.NaN
}

export function readFlag(table: Table, slot: number, row: number): boolean | null {
  const cell = table.flags[slot]?.[row]
  return cell === undefined || cell === NO_FLAG ? null : cell === 1
}

export function writeFlag(table: Table, slot: number, row: number, value: boolean | null): void {
  const column = table.flags[slot]
  if (column !== undefined) column[row] = value === null ? NO_FLAG : Number(value)
}

export function readText(table: Table, slot: number, row: number, texts: Texts): string | null {
  return textOf(texts, table.texts[slot]?.[row] ?? NO_TEXT)
}

export function writeText(table: Table, slot: number, row: number, texts: Texts, value: string | null): void {
  const column = table.texts[slot]
  if (column !== undefined) column[row] = textId(texts, value)
}

export function readValue(table: Table, slot: number, row: number): unknown {
  return table.values[slot]?.[row]
}

export function writeValue(table: Table, slot: number, row: number, value: unknown): void {
  const column = table.values[slot]
  if (column !== undefined) column[row] = frozen(value)
}

/** What a record's field holds, by its place. */
export function readCell(table: Table, place: Place, row: number, texts: Texts): unknown {
  switch (place.kind) {
    case 'micros':
      return readMicros(table, place.slot, row)
    case 'instant':
      return readInstant(table, place.slot, row)
    case 'flag':
      return readFlag(table, place.slot, row)
    case 'text':
      return readText(table, place.slot, row, texts)
    case 'json':
      return readValue(table, place.slot, row)
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
    if (column !== undefined) column[toRow] = from.micros[slot]?.[fromRow] ?? ABSENT
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
    writeMicros(to, slot, toRow, readMicros(from, slot, fromRow))
  }
}
