import type { Typed } from '@tidemark/projection'
import { BEYOND, writeMicros } from './cell.ts'
import type { Dictionary, UnitRows } from './dictionary.ts'
import { copyPackedRow, hasPackedRow, type PackedTable, packTable, unpackTable } from './packed-table.ts'
import { rowOf } from './record.ts'
import { packedStart, type Slice, type Slices } from './slices.ts'
import { copyState, copyUnit, type State } from './state.ts'
import { hasRow, type Table } from './table.ts'

/** The records at the start of a slice, unpacked from now on, so that they can be changed. */
export function openStart<Source extends Typed, Fact extends Typed>(
  dictionary: Dictionary,
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): State {
  slice.state ??= unpackStart(dictionary, slices, slice)
  slice.packedState = undefined
  slice.startBlob = undefined
  return slice.state
}

/** The records at the start of a slice, for the caller to change, with room for every row given out so far. */
export function copyStart<Source extends Typed, Fact extends Typed>(
  dictionary: Dictionary,
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): State {
  return slice.state === undefined
    ? unpackStart(dictionary, slices, slice)
    : copyState(dictionary, slice.state)
}

function unpackStart<Source extends Typed, Fact extends Typed>(
  { kinds }: Dictionary,
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): State {
  return packedStart(slices, slice).map((table, index) => unpackTable(table, kinds[index]?.rows ?? 0))
}

/** Packs the records at the start of a slice. */
export function packStart<Source extends Typed, Fact extends Typed>(slice: Slice<Source, Fact>): void {
  slice.packedState ??= slice.state?.map(packTable)
  slice.state = undefined
}

/** Makes the records of one unit what they are at the start of a slice. */
export function copyUnitAtStart<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: UnitRows,
  to: State,
): void {
  if (slice.state !== undefined) {
    copyUnit(unit, slice.state, to)
    return
  }
  for (const [kind, table] of packedStart(slices, slice).entries()) copyRecords(unit, kind, table, to[kind])
}

function copyRecords(unit: UnitRows, kind: number, from: PackedTable, to: Table | undefined): void {
  const rows = unit.kinds[kind]
  if (rows === undefined || to === undefined) return
  for (const record of rows.byKey.values()) {
    const row = rowOf(record)
    if (hasPackedRow(from, row)) {
      copyPackedRow(from, row, to)
      if (from.beyond !== undefined) copyBeyond(from, row, to)
    } else if (hasRow(to, row)) to.exists[row] = 0
  }
}

function copyBeyond(from: PackedTable, row: number, to: Table): void {
  for (let slot = 0; slot < to.micros.length; slot++) {
    if (to.micros[slot]?.[row] !== BEYOND) continue
    writeMicros(to, slot, row, from.beyond?.get(row * to.micros.length + slot) ?? null)
  }
}
