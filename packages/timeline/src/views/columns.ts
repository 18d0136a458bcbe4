import type { Kinds, RecordOf } from '@tidemark/projection'
import type { Dictionary, Kind } from '../records/dictionary.ts'
import { type FieldReaders, fieldReaders } from '../records/field-readers.ts'
import { type ListedRows, rosterOf } from '../records/roster.ts'
import type { Wanted } from '../records/state.ts'
import { doublesIn, type Place } from '../records/table.ts'
import { tablesAtHand } from '../versions/lazy-tables.ts'
import type { FullState, LeanState } from './full.ts'

/** Fields by kind of record. */
export type WantedFields<K extends Kinds> = {
  readonly [Kind in keyof K]?: readonly (keyof K[Kind] & string)[]
}

/** Kinds of record with some of their fields alone. */
export type OnlyFields<K extends Kinds, W extends WantedFields<K>> = {
  readonly [Kind in keyof W & keyof K]: Pick<
    K[Kind],
    W[Kind] extends readonly (infer Field)[] ? Field & keyof K[Kind] : never
  >
}

/**
 * The records of a view by column: for those who add up, sort or search many, without an object for each. A row is the
 * same record in all views of a timeline. Nobody may change what is lent here.
 */
export interface ViewColumns<K extends Kinds> {
  /** The units with at least one fact, by code point. */
  readonly units: readonly string[]
  /** 1 in the rows that hold a record; what the other columns hold elsewhere is nobody's. */
  there(kind: keyof K & string): Uint8Array
  /**
   * Micros or instants by row. Micros are whole numbers, exact: NaN where there is none, Infinity where no double holds it
   * (`fields` tells it then).
   *
   * @throws RangeError for a field that holds neither.
   */
  doubles<Kind extends keyof K & string>(kind: Kind, field: keyof K[Kind] & string): Float64Array
  /**
   * The same of some rows of one kind, which hold records, in their order: those that are `listed`, say. Nobody may change
   * the list. Room that is given may be used; there may be more of it.
   */
  doublesAt<Kind extends keyof K & string>(
    kind: Kind,
    field: keyof K[Kind] & string,
    rows: Uint32Array,
    room?: Float64Array<ArrayBuffer>,
  ): Float64Array
  /**
   * Numbers of texts by row: one number is one text, in all views of a timeline; below zero where there is none.
   *
   * @throws RangeError for a field that holds none.
   */
  textNumbers<Kind extends keyof K & string>(kind: Kind, field: keyof K[Kind] & string): Int32Array
  /** Reads fields by row. */
  fields<Kind extends keyof K & string>(kind: Kind): FieldReaders<RecordOf<K[Kind]>>
  /** The records of one kind, by unit then key by code point. */
  listed(kind: keyof K & string): ListedRows
  /** Visits the records of one kind: the place of their unit in `units`, their key and their row, in that order. */
  eachRow(kind: keyof K & string, visit: (unit: number, key: string, row: number) => void): void
  /** What changed since a moment before; `undefined` where that would have to be found out. */
  readonly since: Since<K> | undefined
}

/** A moment and what changed since: who keeps what they made of the records as of then has only few of them to look at. */
export interface Since<K extends Kinds> {
  /** The same object for the same records: what is kept of it can be kept under it. */
  readonly moment: object
  /** The records as of then, of the units of now. */
  readonly columns: ViewColumns<K>
  /** The rows that may hold something else now, each once; they may hold no record now, or not have held one then. */
  changed(kind: keyof K & string): Uint32Array
}

/** The columns of a state that stays as it is. */
export function columnsOfState<K extends Kinds>(
  dictionary: Dictionary,
  { state, ...whose }: FullState,
): ViewColumns<K> {
  return columnsOf(dictionary, { ...whose, tables: tablesAtHand(state) })
}

export function columnsOf<K extends Kinds>(
  dictionary: Dictionary,
  { tables, rows: ofUnits, units, since }: LeanState,
  wanted?: Wanted,
): ViewColumns<K> {
  const { kinds, texts } = dictionary
  const kindOf = (name: string): Kind => {
    const kind = kinds.find((one) => one.name === name)
    if (kind === undefined) throw new RangeError(`no records of kind ${name}`)
    return kind
  }
  const placeOf = (kind: Kind, field: string, ...of: readonly Place['kind'][]): Place => {
    const place = kind.places.find((one) => one.name === field)
    const isWanted = wanted === undefined || wanted[kind.name]?.includes(field) === true
    if (place === undefined || !isWanted || !of.includes(place.kind))
      throw new RangeError(`no ${of.join(' or ')} in ${field} of ${kind.name}`)
    return place
  }
  const lists = new Map<Kind, ListedRows>()
  const listed = (kind: Kind): ListedRows => {
    const known = lists.get(kind)
    if (known !== undefined) return known
    const all = rosterOf(dictionary, kind, ofUnits)
    const list = tables.areThere(kind, all.rows) ? all : onlyThere(all, tables.table(kind).exists)
    lists.set(kind, list)
    return list
  }
  return {
    units,
    there: (name) => tables.table(kindOf(name)).exists,
    doubles: (name, field) => {
      const kind = kindOf(name)
      const place = placeOf(kind, field, 'micros', 'instant')
      return doublesIn(tables.with(kind, place), place)
    },
    doublesAt: (name, field, rows, room) => {
      const kind = kindOf(name)
      return tables.numbersAt(kind, placeOf(kind, field, 'micros', 'instant'), rows, room)
    },
    textNumbers: (name, field) => {
      const kind = kindOf(name)
      const place = placeOf(kind, field, 'text')
      return tables.with(kind, place).texts[place.slot] ?? new Int32Array(0)
    },
    fields: (name) => {
      const kind = kindOf(name)
      return fieldReaders(kind, tables.with(kind), texts, wanted?.[name])
    },
    listed: (name) => listed(kindOf(name)),
    eachRow: (name, visit) => {
      const { rows: numbers, units: places, keys } = listed(kindOf(name))
      for (let at = 0; at < numbers.length; at++) visit(places[at] ?? 0, keys[at] ?? '', numbers[at] ?? 0)
    },
    since: since && {
      moment: since.moment,
      columns: columnsOf(dictionary, { tables: since.tables, rows: ofUnits, units }, wanted),
      changed: (name) => since.changed(kindOf(name)),
    },
  }
}

function onlyThere({ rows, units, keys }: ListedRows, exists: Uint8Array): ListedRows {
  const found = {
    rows: new Uint32Array(rows.length),
    units: new Uint32Array(rows.length),
    keys: keys.slice(),
  }
  let count = 0
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    // Each is put there, and the next in its place where it is not: whether it is cannot be foreseen.
    found.rows[count] = row
    found.units[count] = units[at] ?? 0
    found.keys[count] = keys[at] ?? ''
    count += exists[row] ?? 0
  }
  found.keys.length = count
  return { rows: found.rows.subarray(0, count), units: found.units.subarray(0, count), keys: found.keys }
}
