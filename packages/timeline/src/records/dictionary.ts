import {
  compareCodePoints,
  type Fields,
  initialRecord,
  type Kinds,
  type MakeObject,
  makerOf,
} from '@tidemark/projection'
import { createTexts, type Texts } from '../pack/texts.ts'
import { writeCell } from './cell.ts'
import { type ChangeShapes, createChangeShapes } from './change-shape.ts'
import { changeFinderOf, type FindChanges } from './changes.ts'
import { frozen } from './frozen.ts'
import type { NumberFields } from './number-fields.ts'
import { type MakeReadable, type PlainRecord, readableRecord } from './record.ts'
import type { Roster } from './roster.ts'
import { createTable, type Place, placesOf, type Table } from './table.ts'

/** One kind of record, as all states of a timeline share it. */
export interface Kind {
  readonly name: string
  /** Its place in {@link Dictionary.kinds}. */
  readonly index: number
  readonly places: readonly Place[]
  /** The names of its fields. */
  readonly fields: readonly string[]
  readonly Readable: MakeReadable
  /** A record of its own from the values of all fields. */
  readonly make: (values: readonly unknown[]) => PlainRecord
  readonly findChanges: FindChanges
  /** What a new record holds, by field. */
  readonly initialValues: readonly unknown[]
  /** The same as one row. */
  readonly initial: Table
  /** The ways in which records of this kind have changed. */
  readonly shapes: ChangeShapes
  /** What shortcuts need of it, made when one first asks; `null` where there is no such thing. */
  numberFields: NumberFields | null | undefined
  /** Rows given out so far. */
  rows: number
}

/** The records of one kind a unit ever had in any state, by code point of their keys. */
export interface Rows {
  readonly keys: string[]
  /** The row of each in the tables of the kind. */
  readonly rows: number[]
  /** The number of each among all records of the unit. */
  readonly slots: number[]
}

/** The records a unit ever had in any state: each has a slot in its unit and a row in its kind. Only ever grows. */
export interface UnitRows {
  /** By slot: the number of its kind. */
  readonly kindOf: number[]
  /** By slot: its row. */
  readonly rowOf: number[]
  /** By kind; none until the kind is first used. */
  readonly kinds: (Rows | undefined)[]
}

/** What all states of a timeline share: which rows are whose, and the texts. Only ever grows. */
export interface Dictionary {
  readonly kinds: readonly Kind[]
  /** The rows of units that were never more than supposed. */
  readonly supposed: Map<string, UnitRows>
  readonly texts: Texts
  /** Values that are no plain data, which journals cannot hold as bytes. */
  readonly oddValues: unknown[]
  /** By kind: the records views last listed. */
  readonly rosters: (Roster | undefined)[]
}

export function createDictionary(kinds: Kinds): Dictionary {
  const texts = createTexts()
  return {
    kinds: Object.entries(kinds).map(([name, fields], index) => createKind(name, index, fields, texts)),
    supposed: new Map(),
    texts,
    oddValues: [],
    rosters: [],
  }
}

function createKind(name: string, index: number, fields: Fields, texts: Texts): Kind {
  const places = placesOf(fields)
  const names = places.map((place) => place.name)
  const values: PlainRecord = initialRecord(fields)
  const initialValues = names.map((field) => frozen(values[field]))
  const initial = createTable(places, 1)
  for (const [at, place] of places.entries()) writeCell(initial, place, 0, texts, initialValues[at])
  let make: MakeObject | undefined
  let findChanges: FindChanges | undefined
  return {
    name,
    index,
    places,
    fields: names,
    Readable: readableRecord(places, texts),
    // Both are compiled when something is first folded, which a process that only views does not do.
    get make() {
      make ??= makerOf(names)
      // It has just these fields, each its own.
      return make as (values: readonly unknown[]) => PlainRecord
    },
    get findChanges() {
      findChanges ??= changeFinderOf(names)
      return findChanges
    },
    initialValues,
    initial,
    shapes: createChangeShapes(places),
    numberFields: undefined,
    rows: 0,
  }
}

export function newUnitRows(): UnitRows {
  return { kindOf: [], rowOf: [], kinds: [] }
}

/** The rows of a unit that is only supposed, empty at first. */
export function rowsOfSupposed({ supposed }: Dictionary, unit: string): UnitRows {
  const known = supposed.get(unit)
  if (known !== undefined) return known
  const rows = newUnitRows()
  supposed.set(unit, rows)
  return rows
}

/** The rows of a unit that begins: those it was given when it was only supposed, if it ever was. */
export function rowsOfNewUnit({ supposed }: Dictionary, unit: string): UnitRows {
  const known = supposed.get(unit)
  supposed.delete(unit)
  return known ?? newUnitRows()
}

/** Where a key stands among the records of a unit's kind; its slot and row are given to it at first use. */
export function placeOfKey(kind: Kind, unit: UnitRows, key: string): number {
  const rows = rowsOfKind(kind, unit)
  const at = searchKey(rows.keys, key)
  if (rows.keys[at] === key) return at
  rows.keys.splice(at, 0, key)
  rows.slots.splice(at, 0, unit.kindOf.length)
  rows.rows.splice(at, 0, kind.rows)
  unit.kindOf.push(kind.index)
  unit.rowOf.push(kind.rows++)
  return at
}

function rowsOfKind(kind: Kind, unit: UnitRows): Rows {
  const known = unit.kinds[kind.index]
  if (known !== undefined) return known
  const rows: Rows = { keys: [], rows: [], slots: [] }
  unit.kinds[kind.index] = rows
  return rows
}

/** Where a key is, or belongs, among keys by code point. */
export function searchKey(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareCodePoints(keys[middle] ?? '', key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
