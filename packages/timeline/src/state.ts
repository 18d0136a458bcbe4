import { copyRow, sameRow } from './cell.ts'
import type { Dictionary, UnitRows } from './dictionary.ts'
import { rowOf } from './record.ts'
import { copyTable, createTable, hasRow, resizeTable, type Table } from './table.ts'

/** All records of all units at one point of the fold: a table a kind. */
export type State = readonly Table[]

export function createState(dictionary: Dictionary, rows = 0): State {
  return dictionary.kinds.map((kind) => createTable(kind.places, rows))
}

/** A copy with room for every row given out so far. */
export function copyState(dictionary: Dictionary, state: State): State {
  return state.map((table, index) =>
    copyTable(table, Math.max(table.exists.length, dictionary.kinds[index]?.rows ?? 0)),
  )
}

/** Makes the records of one unit what they are in another state. */
export function copyUnit(unit: UnitRows, from: State, to: State): void {
  for (let index = 0; index < unit.kinds.length; index++) {
    const rows = unit.kinds[index]
    const source = from[index]
    const target = to[index]
    if (rows === undefined || source === undefined || target === undefined) continue
    for (const record of rows.byKey.values()) {
      const row = rowOf(record)
      if (hasRow(source, row)) copyRow(source, row, target, row)
      else if (hasRow(target, row)) target.exists[row] = 0
    }
  }
}

/** Makes a unit have no records. */
export function clearUnit(unit: UnitRows, state: State): void {
  unit.kinds.forEach((rows, index) => {
    const exists = state[index]?.exists
    if (rows === undefined || exists === undefined) return
    // Written beyond its end, a typed array stays as it is: such a row is not there anyway.
    for (const record of rows.byKey.values()) exists[rowOf(record)] = 0
  })
}

/** Whether a unit has the same records in two states. */
export function sameUnit(dictionary: Dictionary, unit: UnitRows, a: State, b: State): boolean {
  return unit.kinds.every((rows, index) => {
    const [here, there] = [a[index], b[index]]
    if (rows === undefined || here === undefined || there === undefined) return true
    return rows.byKey.values().every((record) => sameRow(here, there, rowOf(record), dictionary.texts))
  })
}

/** Gives back the room beyond the last record of each table, where it is worth a copy. */
export function trimState(state: State): void {
  for (const table of state) {
    const rows = table.exists.lastIndexOf(1) + 1
    if (table.exists.length > rows * 1.125) resizeTable(table, rows)
  }
}
