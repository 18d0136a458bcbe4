import { compareCodePoints, type Fields, initialRecord, type Kinds } from '@tidemark/projection'
import { type Flyweight, type MakeFlyweight, readableRecord, rowOf, writableRecord } from './record.ts'
import { createTable, type Place, placesOf, type Table } from './table.ts'
import { createTexts, type Texts } from './texts.ts'

/** One kind of record, as all states of a timeline share it. */
export interface Kind {
  readonly name: string
  /** Its place in {@link Dictionary.kinds}. */
  readonly index: number
  readonly places: readonly Place[]
  /** The names of its fields. */
  readonly fields: readonly string[]
  readonly Writable: MakeFlyweight
  readonly Readable: MakeFlyweight
  /** One row that holds what a new record holds. */
  readonly initial: Table
  /** Rows given out so far. */
  rows: number
}

/** The records of one kind a unit ever had in any state, each with its row. */
export interface Rows {
  /** By key: the record object recipes work on, pointed at the state in hand. */
  readonly byKey: Map<string, Flyweight>
  /** The keys by code point, until another comes. */
  sorted: readonly string[] | undefined
  /** Their rows, in the same order. */
  sortedRows: readonly number[]
}

/** The rows of one unit, by kind; none until the kind is first used. */
export interface UnitRows {
  readonly kinds: (Rows | undefined)[]
}

/** What all states of a timeline share: which rows are whose, and the texts. Only ever grows. */
export interface Dictionary {
  readonly kinds: readonly Kind[]
  readonly units: Map<string, UnitRows>
  readonly texts: Texts
}

export function createDictionary(kinds: Kinds): Dictionary {
  const texts = createTexts()
  return {
    kinds: Object.entries(kinds).map(([name, fields], index) => createKind(name, index, fields, texts)),
    units: new Map(),
    texts,
  }
}

function createKind(name: string, index: number, fields: Fields, texts: Texts): Kind {
  const places = placesOf(fields)
  const initial = createTable(places, 1)
  const Writable = writableRecord(places, texts)
  Object.assign(new Writable(initial, 0), initialRecord(fields))
  return {
    name,
    index,
    places,
    fields: places.map((place) => place.name),
    Writable,
    Readable: readableRecord(places, texts),
    initial,
    rows: 0,
  }
}

/** The rows of a unit, empty at first. */
export function unitRows(dictionary: Dictionary, unit: string): UnitRows {
  const known = dictionary.units.get(unit)
  if (known !== undefined) return known
  const rows: UnitRows = { kinds: [] }
  dictionary.units.set(unit, rows)
  return rows
}

/** Gives a key of a unit a row of its own. */
export function allotRow(kind: Kind, unit: UnitRows, key: string): Flyweight {
  return adoptRow(kind, unit, key, kind.rows++)
}

/** Gives a key of a unit a row that was given out before. */
export function adoptRow(kind: Kind, unit: UnitRows, key: string, row: number): Flyweight {
  const record = new kind.Writable(kind.initial, row)
  const rows = unit.kinds[kind.index] ?? { byKey: new Map(), sorted: undefined, sortedRows: [] }
  unit.kinds[kind.index] = rows
  rows.byKey.set(key, record)
  rows.sorted = undefined
  return record
}

/** All keys of a unit's kind that ever were, by code point. */
export function sortedKeys(rows: Rows): readonly string[] {
  if (rows.sorted !== undefined) return rows.sorted
  const entries = [...rows.byKey].sort(([a], [b]) => compareCodePoints(a, b))
  rows.sorted = entries.map(([key]) => key)
  // A key keeps its row, whatever becomes of the record object.
  rows.sortedRows = entries.map(([, record]) => rowOf(record))
  return rows.sorted
}
