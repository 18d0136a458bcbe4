import type { Kinds, RecordOf } from '@tidemark/projection'
import { type Dictionary, type Kind, type Rows, sortedKeys, type UnitRows } from './dictionary.ts'
import { type Flyweight, rowOf } from './record.ts'
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

/** The records of one unit, by kind, to read. */
export type ReadonlyDraft<K extends Kinds> = {
  readonly [Kind in keyof K]: ReadonlyRecords<RecordOf<K[Kind]>>
}

/** The records of a unit in a state: as they are when read, so the state is one nobody changes any more. */
export function readUnit<K extends Kinds>(
  dictionary: Dictionary,
  state: State,
  unit: UnitRows,
): ReadonlyDraft<K> {
  const records: { [kind: string]: ReadonlyRecords<Flyweight> } = {}
  for (const kind of dictionary.kinds)
    records[kind.name] = new RecordsInPlace(kind, state[kind.index] ?? kind.initial, unit)
  // Each kind of K was just given the records over its own columns, with K's fields as accessors.
  return records as unknown as ReadonlyDraft<K>
}

/** A class, because a full view makes one a unit and kind: functions of their own would cost several times as much. */
class RecordsInPlace implements ReadonlyRecords<Flyweight> {
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

  find(key: string): Flyweight | undefined {
    const record = this.#rows?.byKey.get(key)
    return record === undefined ? undefined : this.#read(rowOf(record))
  }

  keys(): readonly string[] {
    const rows = this.#rows
    if (rows === undefined) return []
    return sortedKeys(rows).filter((key) => {
      const record = rows.byKey.get(key)
      return record !== undefined && hasRow(this.#table, rowOf(record))
    })
  }

  each(visit: (key: string, record: Flyweight) => void): void {
    const rows = this.#rows
    if (rows === undefined) return
    const keys = sortedKeys(rows)
    for (const [index, row] of rows.sortedRows.entries()) {
      const record = this.#read(row)
      if (record !== undefined) visit(keys[index] ?? '', record)
    }
  }

  /** Asked each time: a fold may give a kind its first row. */
  get #rows(): Rows | undefined {
    return this.#unit.kinds[this.#kind.index]
  }

  #read(row: number): Flyweight | undefined {
    return hasRow(this.#table, row) ? new this.#kind.Readable(this.#table, row) : undefined
  }
}
