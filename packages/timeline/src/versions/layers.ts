import type { Kinds, Typed } from '@tidemark/projection'
import { BEYOND, beyondKey, copyRow, putBeyond } from '../cell.ts'
import { type Engine, withBench } from '../engine.ts'
import { baseOf } from '../journal/runs.ts'
import { putUnitAt } from '../keyframes.ts'
import { gatherNumbers, pickNumbers } from '../pack/pick.ts'
import {
  hasPackedRow,
  type PackedTable,
  packTable,
  unpackBits,
  unpackDoubles,
  unpackValues,
  valueAt,
} from '../packed-table.ts'
import { type Slice, tablesOf } from '../slices.ts'
import { eachRecord } from '../state.ts'
import { createTable, hasRow, type Table } from '../table.ts'
import type { Unit } from '../unit.ts'
import { type KindVersions, LATEST, type Versions } from './versions.ts'

/** Some rows of one kind as they are in the end. */
interface Layer {
  readonly rows: Uint32Array
  /** Where each of them stands in the table; never beyond its end, which would make reading several times slower. */
  readonly picks: Uint32Array
  readonly table: PackedTable
  /** Rows that hold no record, though the bottom may have one there. */
  readonly gone: Uint32Array
}

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

/** A slice whose versions are at hand. */
export interface Versioned<Source extends Typed, Fact extends Typed> {
  readonly slice: Slice<Source, Fact>
  readonly versions: Versions
}

/**
 * The records of all units as of an instant: those of a keyframe and, of each record that changed since, its last version.
 * Units that were folded anew since versions were made are read from their journals.
 */
export function layersOver<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  span: readonly Versioned<Source, Fact>[],
  asOf: number,
): Layers {
  const { dictionary, slices } = engine
  const [first] = span
  const keyframe = first?.slice.keyframe
  const tables = first && keyframe && tablesOf(slices, first.slice, keyframe)
  const loose = new Set<Unit<Source, Fact>>(keyframe?.patches.keys())
  for (const { slice } of span) for (const unit of slice.looseRuns.keys()) loose.add(unit)
  const tops = looseTables(engine, loose, asOf)
  const kinds = dictionary.kinds.map(({ index, rows: count }) => {
    const layers: Layer[] = []
    for (const { slice, versions } of span) {
      const ofKind = versions[index]
      if (ofKind !== undefined && ofKind.rows.length > 0)
        layers.push(versionsAt(ofKind, asOf - baseOf(slice.start)))
    }
    const top = tops[index]
    if (top !== undefined) layers.push(top)
    return { count, bottom: tables?.[index], layers }
  })
  return { keyframe: tables, kinds }
}

/** The versions of a slice that hold at an instant. */
function versionsAt({ rows, times, untils, table }: KindVersions, instant: number): Layer {
  const through = Math.min(instant, untils instanceof Uint32Array ? LATEST : Number.MAX_VALUE)
  const found = scratch(rows.length)
  let count = 0
  for (let version = 0; version < rows.length; version++) {
    found[count] = version
    // Counted, not asked: which of them hold cannot be foreseen, and a wrong guess of the processor is dear.
    count += Number((times[version] ?? 0) <= through) & Number((untils[version] ?? 0) > through)
  }
  const picks = found.slice(0, count)
  const picked = new Uint32Array(count)
  for (let at = 0; at < count; at++) picked[at] = rows[picks[at] ?? 0] ?? 0
  const layer = { rows: picked, picks, table, gone: NONE }
  const isAllThere = table.isFull && table.rows === rows.length
  return isAllThere ? layer : withoutGone(layer)
}

let room = new Uint32Array(0)

/** Room for numbers until the next caller takes it: memory that the system hands out anew takes longer to fill. */
function scratch(length: number): Uint32Array<ArrayBuffer> {
  if (room.length < length) room = new Uint32Array(length)
  return room
}

function withoutGone({ rows, picks, table }: Layer): Layer {
  const isThere = (_: number, at: number) => hasPackedRow(table, picks[at] ?? 0)
  return {
    rows: rows.filter(isThere),
    picks: picks.filter((pick) => hasPackedRow(table, pick)),
    table,
    gone: rows.filter((row, at) => !isThere(row, at)),
  }
}

const NONE = new Uint32Array(0)

/** All records that some units ever had, as of an instant, by kind. */
function looseTables<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  units: ReadonlySet<Unit<Source, Fact>>,
  asOf: number,
): readonly Layer[] {
  if (units.size === 0) return []
  const { kinds } = engine.dictionary
  const drafts = kinds.map((kind) => ({
    rows: [] as number[],
    gone: [] as number[],
    table: createTable(kind.places, 0),
  }))
  withBench(engine, ({ state }) => {
    for (const unit of units) {
      putUnitAt(engine, unit, asOf, state)
      eachRecord(unit.rows, (kind, row) => {
        const [draft, table] = [drafts[kind], state[kind]]
        if (draft === undefined || table === undefined) return
        if (hasRow(table, row)) copyRow(table, row, draft.table, draft.rows.push(row) - 1)
        else draft.gone.push(row)
      })
    }
  })
  return drafts.map(({ rows, gone, table }) => ({
    rows: Uint32Array.from(rows),
    picks: Uint32Array.from(rows.keys()),
    table: packTable(table),
    gone: Uint32Array.from(gone),
  }))
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
    if (row >= table.rows) continue
    rows[count] = at
    picks[count++] = row
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
