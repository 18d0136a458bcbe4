import { sameRow } from './cell.ts'
import type { Dictionary, UnitRows } from './dictionary.ts'
import { createTable, resizeTable, type Table } from './table.ts'

/** All records of all units at one point of the fold: a table a kind. */
export type State = readonly Table[]

/** The fields that are wanted, by kind of record. */
export type Wanted = { readonly [kind: string]: readonly string[] | undefined }

/** A state without any record, with room for every row given out so far; without the columns that are not wanted. */
export function createState({ kinds }: Dictionary, wanted?: Wanted): State {
  return kinds.map((kind) => {
    const fields = wanted === undefined ? undefined : (wanted[kind.name] ?? [])
    return createTable(kind.places, kind.rows, fields)
  })
}

/** Makes room for every row given out so far. */
export function growState({ kinds }: Dictionary, state: State): void {
  for (const [index, table] of state.entries()) {
    const rows = kinds[index]?.rows ?? 0
    if (table.exists.length < rows) resizeTable(table, Math.ceil(rows * 1.25))
  }
}

/** Makes a unit have no records. */
export function clearUnit(unit: UnitRows, state: State): void {
  eachRecord(unit, (kind, row) => {
    const exists = state[kind]?.exists
    // Written beyond its end, a typed array stays as it is: such a row is not there anyway.
    if (exists !== undefined) exists[row] = 0
  })
}

/** Whether a unit has the same records in two states. */
export function sameUnit({ texts }: Dictionary, unit: UnitRows, a: State, b: State): boolean {
  let isSame = true
  eachRecord(unit, (kind, row) => {
    const [here, there] = [a[kind], b[kind]]
    if (here !== undefined && there !== undefined) isSame &&= sameRow(here, there, row, texts)
  })
  return isSame
}

/** Visits the rows of all records a unit ever had. */
export function eachRecord(
  { kindOf, rowOf }: UnitRows,
  visit: (kind: number, row: number, slot: number) => void,
): void {
  for (let slot = 0; slot < kindOf.length; slot++) visit(kindOf[slot] ?? 0, rowOf[slot] ?? 0, slot)
}
