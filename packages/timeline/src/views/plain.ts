import type { Kinds, PureState, UnitState } from '@tidemark/projection'
import type { Texts } from '../pack/texts.ts'
import { readCell } from '../records/cell.ts'
import type { Dictionary, Kind, Rows, UnitRows } from '../records/dictionary.ts'
import type { State } from '../records/state.ts'
import { hasRow, type Table } from '../records/table.ts'
import type { StateView } from './view.ts'

interface PlainTable {
  [key: string]: unknown
}

/** An object without a prototype, so that any text may be a key, `__proto__` included. */
function emptyTable(): PlainTable {
  return Object.create(null)
}

/** The records of one unit as plain frozen objects, as the pure driver has them. */
export function plainUnit<K extends Kinds>(
  dictionary: Dictionary,
  state: State,
  unit: UnitRows,
): UnitState<K> {
  const kinds = emptyTable()
  for (const kind of dictionary.kinds) {
    const table = state[kind.index] ?? kind.initial
    kinds[kind.name] = plainRecords(kind, table, unit.kinds[kind.index], dictionary.texts)
  }
  // Each kind of K was just read from its own columns.
  return Object.freeze(kinds) as UnitState<K>
}

function plainRecords(kind: Kind, table: Table, rows: Rows | undefined, texts: Texts): PlainTable {
  const records = emptyTable()
  if (rows === undefined) return Object.freeze(records)
  for (const [at, key] of rows.keys.entries()) {
    const row = rows.rows[at] ?? -1
    if (hasRow(table, row)) records[key] = plainRecord(kind, table, row, texts)
  }
  return Object.freeze(records)
}

function plainRecord(kind: Kind, table: Table, row: number, texts: Texts): PlainTable {
  const record: PlainTable = {}
  for (const place of kind.places) record[place.name] = readCell(table, place, row, texts)
  return Object.freeze(record)
}

/**
 * All a view holds as plain frozen objects, as the pure driver's `reduce` would have it.
 *
 * @example
 * plainState(timeline.view({ asOf: endOfMarch })).units['tea']
 */
export function plainState<K extends Kinds, Common>(view: StateView<K, Common>): PureState<K, Common> {
  const units = Object.create(null)
  for (const unit of view.units()) units[unit] = view.unit(unit)
  return Object.freeze({ common: view.common, units: Object.freeze(units) })
}
