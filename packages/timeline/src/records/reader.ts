import type { Kinds, RecordOf } from '@tidemark/projection'
import { type Dictionary, type Kind, type Rows, searchKey, type UnitRows } from './dictionary.ts'
import type { State } from './state.ts'
import { hasRow, type Table } from './table.ts'

/** The records of one kind in one unit, to read. Records stay valid and never change. */
export interface ReadonlyRecords<R> {
  /** The names of the fields, in the order of declaration. */
  readonly fields: readonly string[]
  /** The record under `key`, if it is there. */
  find(key: string): Readonly<R> | undefined
  /** The keys that are there, by code point. */
  keys(): readonly string[]
  /** Visits the records that are there, by code point of their keys. */
  each(visit: (key: string, record: Readonly<R>) => void): void
}

/** Records that lie in the rows of a view. */
export interface RecordsInRows<R> extends ReadonlyRecords<R> {
  /** Visits the rows of those that are there, by code point of their keys, for the readers that `fields` gives. */
  eachRow(visit: (key: string, row: number) => void): void
}

/** The records of one unit, by kind, to read. */
export type ReadonlyDraft<K extends Kinds> = {
  readonly [Kind in keyof K]: ReadonlyRecords<RecordOf<K[Kind]>>
}

/** The records of one unit of a view, by kind. */
export type DraftInRows<K extends Kinds> = {
  readonly [Kind in keyof K]: RecordsInRows<RecordOf<K[Kind]>>
}

/** The records of a unit in a state: as they are when read, so the state is one nobody changes any more. */
export function readUnit<K extends Kinds>(
  dictionary: Dictionary,
  state: State,
  unit: UnitRows,
): DraftInRows<K> {
  const records: { [kind: string]: RecordsInRows<object> } = {}
  for (const kind of dictionary.kinds)
    records[kind.name] = new RecordsInPlace(kind, state[kind.index] ?? kind.initial, unit)
  // Each kind of K was just given the records over its own columns, with K's fields as accessors.
  return records as unknown as DraftInRows<K>
}

/** A class, because a full view makes one a unit and kind: functions of their own would cost several times as much. */
class RecordsInPlace implements RecordsInRows<object> {
  readonly #kind: Kind
  readonly #table: Table
  readonly #unit: UnitRows

  constructor(kind: Kind, table: Table, unit: UnitRows) {
    this.#kind = kind
    this.#table = table
    this.#unit = unit
  }

  get fields(): readonly string[] {
    return this.#kind.fields
  }

  find(key: string): object | undefined {
    const rows = this.#rows
    if (rows === undefined) return undefined
    const at = searchKey(rows.keys, key)
    return rows.keys[at] === key ? this.#read(rows.rows[at] ?? -1) : undefined
  }

  keys(): readonly string[] {
    const rows = this.#rows
    if (rows === undefined) return []
    return rows.keys.filter((_, at) => hasRow(this.#table, rows.rows[at] ?? -1))
  }

  each(visit: (key: string, record: object) => void): void {
    this.eachRow((key, row) => visit(key, new this.#kind.Readable(this.#table, row)))
  }

  eachRow(visit: (key: string, row: number) => void): void {
    const rows = this.#rows
    if (rows === undefined) return
    const { keys, rows: numbers } = rows
    for (let index = 0; index < numbers.length; index++) {
      const row = numbers[index] ?? -1
      if (hasRow(this.#table, row)) visit(keys[index] ?? '', row)
    }
  }

  /** Asked each time: a fold may give a kind its first row. */
  get #rows(): Rows | undefined {
    return this.#unit.kinds[this.#kind.index]
  }

  #read(row: number): object | undefined {
    return hasRow(this.#table, row) ? new this.#kind.Readable(this.#table, row) : undefined
  }
}
