import type { Kinds, RecordOf } from '@tidemark/projection'
import type { Dictionary, Kind } from './dictionary.ts'
import { type FieldReaders, fieldReaders } from './field-readers.ts'
import type { FullState } from './full.ts'
import { rosterOf } from './roster.ts'
import type { Wanted } from './state.ts'
import type { Table } from './table.ts'

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
  /** Reads fields by row. */
  fields<Kind extends keyof K & string>(kind: Kind): FieldReaders<RecordOf<K[Kind]>>
  /** The records of one kind, by unit then key by code point. */
  listed(kind: keyof K & string): ListedRows
  /** Visits the records of one kind: the place of their unit in `units`, their key and their row, in that order. */
  eachRow(kind: keyof K & string, visit: (unit: number, key: string, row: number) => void): void
}

/** Records side by side: nobody may change the lists. */
export interface ListedRows {
  readonly rows: Uint32Array
  /** The place of their units in `units`. */
  readonly units: Uint32Array
  readonly keys: readonly string[]
}

export function columnsOf<K extends Kinds>(
  dictionary: Dictionary,
  { state, rows: ofUnits, units }: FullState,
  wanted?: Wanted,
): ViewColumns<K> {
  const { kinds, texts } = dictionary
  const tableOf = (name: string): { readonly kind: Kind; readonly table: Table } => {
    const kind = kinds.find((one) => one.name === name)
    const table = kind && state[kind.index]
    if (kind === undefined || table === undefined) throw new RangeError(`no records of kind ${name}`)
    return { kind, table }
  }
  const listed = ({ kind, table }: ReturnType<typeof tableOf>): ListedRows => {
    const all = rosterOf(dictionary, kind, ofUnits)
    return isAllThere(all, table.exists) ? all : onlyThere(all, table.exists)
  }
  return {
    units,
    there: (name) => tableOf(name).table.exists,
    doubles: (name, field) => {
      const { kind, table } = tableOf(name)
      const place = kind.places.find((one) => one.name === field)
      const columns =
        place?.kind === 'micros' ? table.micros : place?.kind === 'instant' ? table.instants : []
      const column = place && columns[place.slot]
      if (column === undefined) throw new RangeError(`no numbers in ${field} of ${kind.name}`)
      return column
    },
    fields: (name) => {
      const { kind, table } = tableOf(name)
      return fieldReaders(kind, table, texts, wanted?.[name])
    },
    listed: (name) => listed(tableOf(name)),
    eachRow: (name, visit) => {
      const { rows: numbers, units: places, keys } = listed(tableOf(name))
      for (let at = 0; at < numbers.length; at++) visit(places[at] ?? 0, keys[at] ?? '', numbers[at] ?? 0)
    },
  }
}

function isAllThere({ rows }: ListedRows, exists: Uint8Array): boolean {
  for (let at = 0; at < rows.length; at++) if (exists[rows[at] ?? -1] !== 1) return false
  return true
}

function onlyThere({ rows, units, keys }: ListedRows, exists: Uint8Array): ListedRows {
  const found = {
    rows: new Uint32Array(rows.length),
    units: new Uint32Array(rows.length),
    keys: [] as string[],
  }
  let count = 0
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    if (exists[row] !== 1) continue
    found.rows[count] = row
    found.units[count] = units[at] ?? 0
    found.keys.push(keys[at] ?? '')
    count++
  }
  return { rows: found.rows.subarray(0, count), units: found.units.subarray(0, count), keys: found.keys }
}
