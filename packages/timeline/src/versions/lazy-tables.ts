import type { Dictionary, Kind } from '../records/dictionary.ts'
import type { State, Wanted } from '../records/state.ts'
import { createTable, doublesIn, type Place, type Table } from '../records/table.ts'
import {
  areAllThere,
  type KindLayers,
  type Layers,
  type ListedLayers,
  layersListed,
  noLayers,
  readBeyond,
  readExists,
  readListed,
  readNumbers,
  readValues,
  sameNumber,
} from './layers.ts'

/** Columns of one number throughout, by that number: many fields are never used, and one column serves all views. */
const constants = new Map<number, Float64Array>()

function constantColumn(value: number, length: number): Float64Array {
  const known = constants.get(value)
  if (known !== undefined && known.length >= length) return known.subarray(0, length)
  const column = new Float64Array(length).fill(value)
  // Few numbers are all a field holds, for a while at least; of those, nothing and zero are nearly all.
  if (value === 0 || Number.isNaN(value)) constants.set(value, column)
  return column
}

/** The tables of a state whose columns are read when they are first asked for. */
export interface LazyTables {
  /** A table with which rows are there, and with those of its columns that were read so far. */
  table(kind: Kind): Table
  /** The same with a column, or with all that are wanted. */
  with(kind: Kind, place?: Place): Table
  /** Whether all rows of a list hold records. */
  areThere(kind: Kind, rows: Uint32Array): boolean
  /** The numbers of a column in the order of a list of rows that hold records, where they are or in the room given. */
  numbersAt(kind: Kind, place: Place, rows: Uint32Array, room?: Float64Array<ArrayBuffer>): Float64Array
}

export function lazyTables({ kinds }: Layers, wanted?: Wanted): LazyTables {
  const tables = new Map<Kind, Table>()
  /** By list of rows, in the order of which columns were asked for. */
  const lists = new Map<Kind, Map<Uint32Array, ListedLayers>>()
  const layersOf = (kind: Kind): KindLayers => kinds[kind.index] ?? noLayers
  const table = (kind: Kind): Table => {
    const known = tables.get(kind)
    if (known !== undefined) return known
    const made = createTable(kind.places, 0, [])
    made.exists = readExists(layersOf(kind))
    tables.set(kind, made)
    return made
  }
  const readColumn = (kind: Kind, place: Place): void => {
    const into = table(kind)
    const from = layersOf(kind)
    const { slot } = place
    const small = (of: 'flags' | 'texts') => {
      const numbers = new Float64Array(from.count)
      readNumbers(from, of, slot, numbers)
      return numbers
    }
    switch (place.kind) {
      case 'micros':
        if (into.micros[slot] !== undefined) return
        into.micros[slot] = new Float64Array(from.count)
        readNumbers(from, 'micros', slot, into.micros[slot])
        readBeyond(from, slot, into)
        return
      case 'instant':
        if (into.instants[slot] !== undefined) return
        into.instants[slot] = new Float64Array(from.count)
        readNumbers(from, 'instants', slot, into.instants[slot])
        return
      case 'flag':
        into.flags[slot] ??= new Int8Array(small('flags'))
        return
      case 'text':
        into.texts[slot] ??= new Int32Array(small('texts'))
        return
      case 'json':
        if (into.values[slot] !== undefined) return
        into.values[slot] = new Array<unknown>(from.count).fill(null)
        readValues(from, slot, into.values[slot])
    }
  }
  const isWanted = (kind: Kind, place: Place): boolean =>
    wanted === undefined || wanted[kind.name]?.includes(place.name) === true
  return {
    table,
    with: (kind, place) => {
      for (const one of kind.places) {
        if (place === undefined ? isWanted(kind, one) : one === place) readColumn(kind, one)
      }
      return table(kind)
    },
    areThere: (kind, rows) => areAllThere(layersOf(kind), rows) || holdAll(table(kind), rows),
    numbersAt: (kind, { kind: of, slot }, rows, room) => {
      const columns = of === 'micros' ? 'micros' : 'instants'
      const ofKind = lists.get(kind) ?? new Map<Uint32Array, ListedLayers>()
      lists.set(kind, ofKind)
      const layers = ofKind.get(rows) ?? layersListed(layersOf(kind), rows)
      ofKind.set(rows, layers)
      const same = sameNumber(layers, columns, slot)
      if (same !== undefined) return constantColumn(same, rows.length)
      const numbers = room?.fill(0, 0, rows.length) ?? new Float64Array(rows.length)
      readListed(layers, columns, slot, numbers)
      return numbers
    },
  }
}

/** The same of a state that is there already. */
export function tablesAtHand(state: State): LazyTables {
  const table = (kind: Kind): Table => state[kind.index] ?? kind.initial
  return {
    table,
    with: table,
    areThere: (kind, rows) => holdAll(table(kind), rows),
    numbersAt: (kind, place, rows) => gathered(doublesIn(table(kind), place), rows),
  }
}

function holdAll({ exists }: Table, rows: Uint32Array): boolean {
  for (let at = 0; at < rows.length; at++) if (exists[rows[at] ?? -1] !== 1) return false
  return true
}

function gathered(column: Float64Array, rows: Uint32Array): Float64Array {
  const found = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) found[at] = column[rows[at] ?? 0] ?? Number.NaN
  return found
}

/** All tables with all their columns, for a caller that changes them; step by step. */
export function* readingTables({ kinds }: Dictionary, layers: Layers): Generator<void, State> {
  const tables = lazyTables(layers)
  for (const kind of kinds) {
    for (const place of kind.places) {
      tables.with(kind, place)
      yield
    }
  }
  return kinds.map((kind) => tables.table(kind))
}
