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
    records[kind.name] = readRecords(kind, state[kind.index] ?? kind.initial, unit)
  // Each kind of K was just given the records over its own columns, with K's fields as accessors.
  return records as unknown as ReadonlyDraft<K>
}

function readRecords(kind: Kind, table: Table, unit: UnitRows): ReadonlyRecords<Flyweight> {
  const read = (row: number | undefined) =>
    row !== undefined && hasRow(table, row) ? new kind.Readable(table, row) : undefined
  // Asked each time: a fold may give a kind its first row.
  const rows = () => unit.kinds[kind.index] ?? NO_ROWS
  const rowUnder = (key: string) => {
    const record = rows().byKey.get(key)
    return record === undefined ? undefined : rowOf(record)
  }
  return {
    fields: kind.fields,
    find: (key) => read(rowUnder(key)),
    keys: () =>
      sortedKeys(rows()).filter((key) => {
        const row = rowUnder(key)
        return row !== undefined && hasRow(table, row)
      }),
    each: (visit) => {
      for (const key of sortedKeys(rows())) {
        const record = read(rowUnder(key))
        if (record !== undefined) visit(key, record)
      }
    },
  }
}

const NO_ROWS: Rows = { byKey: new Map(), sorted: [] }
