import { gatherNumbers, pickNumbers } from '../pack/pick.ts'
import { BEYOND, beyondKey, putBeyond } from '../records/cell.ts'
import {
  type PackedTable,
  unpackBits,
  unpackDoubles,
  unpackValues,
  valueAt,
} from '../records/packed-table.ts'
import type { Table } from '../records/table.ts'

/** Some rows of one kind as they are in the end. */
export interface Layer {
  readonly rows: Uint32Array
  /** Where each of them stands in the table; never beyond its end, which would make reading several times slower. */
  readonly picks: Uint32Array
  readonly table: PackedTable
  /** Rows that hold no record, though the bottom may have one there. */
  readonly gone: Uint32Array
}

/** No rows. */
export const NONE = new Uint32Array(0)

/** All records of one kind as of an instant, wherever they stand: nothing of it changes while the timeline grows. */
export interface KindLayers {
  /** How many rows were given out. */
  readonly count: number
  /** What rows hold that are in no layer. */
  readonly bottom: PackedTable | undefined
  /** Of a row that is in several, what the last of them tells. */
  readonly layers: readonly Layer[]
}

/** Of a kind without records. */
export const noLayers: KindLayers = { count: 0, bottom: undefined, layers: [] }

/** All records as of an instant. */
export interface Layers {
  /** The tables of the keyframe that is the bottom of all; the same as long as nothing changes them. */
  readonly keyframe: readonly PackedTable[] | undefined
  /** By kind of record. */
  readonly kinds: readonly KindLayers[]
}

/** The records of some rows in the order of a list of them: where they stand in it are their rows then. */
export interface ListedLayers {
  readonly lowest:
    | {
        readonly table: PackedTable
        /** Where those stand in the table that are in it. */
        readonly picks: Uint32Array
        /** Their rows; `undefined` where all are: 0, 1, 2 and so on. */
        readonly rows: Uint32Array | undefined
      }
    | undefined
  readonly layers: readonly Layer[]
}

/** Whether it is plain to see that all rows of a list hold records; what is not may be so all the same. */
export function areAllThere({ bottom, layers }: KindLayers, list: Uint32Array): boolean {
  if (bottom?.isFull !== true || highestOf(list) >= bottom.rows) return false
  return layers.every(({ gone }) => gone.length === 0)
}

/** The records of rows each of which holds one, in their order. */
export function layersListed({ count, bottom, layers }: KindLayers, list: Uint32Array): ListedLayers {
  const [first, ...others] = layers
  if (first?.rows === list && others.length === 0)
    return { lowest: { table: first.table, picks: first.picks, rows: undefined }, layers: [] }
  return {
    lowest: bottom && bottomListed(bottom, list),
    layers: layers.map((layer) => layerListed(layer, placesIn(list, count))),
  }
}

/** Of lists that are lent again and again, which nobody changes. */
const highest = new WeakMap<Uint32Array, number>()
const places = new WeakMap<Uint32Array, Int32Array>()

function highestOf(list: Uint32Array): number {
  const known = highest.get(list)
  if (known !== undefined) return known
  let most = -1
  for (let at = 0; at < list.length; at++) most = Math.max(most, list[at] ?? 0)
  highest.set(list, most)
  return most
}

/** By row: where it stands in a list; below zero where it does not. */
function placesIn(list: Uint32Array, count: number): Int32Array {
  const known = places.get(list)
  if (known !== undefined && known.length >= count) return known
  const placeOf = new Int32Array(count).fill(-1)
  for (let at = 0; at < list.length; at++) placeOf[list[at] ?? 0] = at
  places.set(list, placeOf)
  return placeOf
}

function bottomListed(table: PackedTable, list: Uint32Array): ListedLayers['lowest'] {
  if (highestOf(list) < table.rows) return { table, picks: list, rows: undefined }
  const rows = new Uint32Array(list.length)
  const picks = new Uint32Array(list.length)
  let count = 0
  for (let at = 0; at < list.length; at++) {
    const row = list[at] ?? 0
    // Each is put there, and the next in its place where it is not: whether it is cannot be foreseen.
    rows[count] = at
    picks[count] = row
    count += row < table.rows ? 1 : 0
  }
  return { table, picks: picks.subarray(0, count), rows: rows.subarray(0, count) }
}

function layerListed({ rows, picks, table }: Layer, placeOf: Int32Array): Layer {
  const places = new Uint32Array(rows.length)
  const listed = new Uint32Array(rows.length)
  let count = 0
  for (let i = 0; i < rows.length; i++) {
    const place = placeOf[rows[i] ?? 0] ?? -1
    if (place < 0) continue
    places[count] = place
    listed[count++] = picks[i] ?? 0
  }
  return { rows: places.subarray(0, count), picks: listed.subarray(0, count), table, gone: NONE }
}

/** 1 in the rows that hold a record. */
export function readExists({ count, bottom, layers }: KindLayers): Uint8Array<ArrayBuffer> {
  const exists = new Uint8Array(count)
  if (bottom?.isFull === true) exists.fill(1, 0, bottom.rows)
  else if (bottom !== undefined) unpackBits(bottom.exists, bottom.rows, exists)
  for (const { rows, gone } of layers) {
    for (let i = 0; i < rows.length; i++) exists[rows[i] ?? 0] = 1
    for (const row of gone) exists[row] = 0
  }
  return exists
}

/** Numbers of one field by row, written into a column of zeros. */
export function readNumbers(
  { bottom, layers }: KindLayers,
  of: 'micros' | 'instants' | 'flags' | 'texts',
  slot: number,
  into: Float64Array<ArrayBuffer>,
): void {
  const below = bottom?.[of][slot]
  if (bottom !== undefined && below !== undefined) unpackDoubles(below, bottom.rows, into)
  for (const { rows, picks, table } of layers) {
    const column = table[of][slot]
    if (column !== undefined) pickNumbers(column, picks, rows, into)
  }
}

/** Numbers of one field in the order of a list, written into a column of zeros. */
export function readListed(
  { lowest, layers }: ListedLayers,
  of: 'micros' | 'instants',
  slot: number,
  into: Float64Array<ArrayBuffer>,
): void {
  const below = lowest?.table[of][slot]
  if (lowest !== undefined && below !== undefined) {
    if (lowest.rows === undefined) gatherNumbers(below, lowest.picks, into)
    else pickNumbers(below, lowest.picks, lowest.rows, into)
  }
  for (const { rows, picks, table } of layers) {
    const column = table[of][slot]
    if (column !== undefined) pickNumbers(column, picks, rows, into)
  }
}

/** The number that all rows of a list hold in a field, where that is plain to see. */
export function sameNumber(
  { lowest, layers }: ListedLayers,
  of: 'micros' | 'instants',
  slot: number,
): number | undefined {
  let same: number | undefined
  for (const { picks, table } of lowest === undefined ? layers : [lowest, ...layers]) {
    if (picks.length === 0) continue
    const column = table[of][slot]
    if (column === undefined || column instanceof Float64Array || column.way !== 'same') return undefined
    if (same !== undefined && !Object.is(column.value, same)) return undefined
    same = column.value
  }
  return same
}

/** JSON values of one field by row. */
export function readValues({ bottom, layers }: KindLayers, slot: number, into: unknown[]): void {
  const below = bottom?.values[slot]
  if (bottom !== undefined && below !== undefined) unpackValues(below, bottom.rows, into)
  for (const { rows, picks, table } of layers) {
    const column = table.values[slot]
    if (column === undefined) continue
    for (let i = 0; i < rows.length; i++) into[rows[i] ?? 0] = valueAt(column, picks[i] ?? 0)
  }
}

/** Puts micros that no double holds beside a column of them that was read. */
export function readBeyond({ bottom, layers }: KindLayers, slot: number, table: Table): void {
  const isAny = bottom?.beyond !== undefined || layers.some((layer) => layer.table.beyond !== undefined)
  const column = table.micros[slot]
  if (!isAny || column === undefined) return
  const put = (row: number, from: PackedTable | undefined, at: number) => {
    const value = column[row] === BEYOND ? from?.beyond?.get(beyondKey(table, slot, at)) : undefined
    if (value !== undefined) putBeyond(table, slot, row, value)
  }
  for (let row = 0; row < (bottom?.rows ?? 0); row++) put(row, bottom, row)
  for (const { rows, picks, table: from } of layers)
    for (let i = 0; i < rows.length; i++) put(rows[i] ?? 0, from, picks[i] ?? 0)
}
