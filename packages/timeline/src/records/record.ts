import type { Texts } from '../pack/texts.ts'
import { readCell, readInstant, readMicros } from './cell.ts'
import type { Place, Table } from './table.ts'

/** A record with its values, as recipes change it. */
export interface PlainRecord {
  [field: string]: unknown
}

const TABLE = Symbol('table')
const ROW = Symbol('row')

/** A record of a view: no values of its own, only where they are. Setting a field is a TypeError. */
export type MakeReadable = new (table: Table, row: number) => object

/** Symbols, so that a projection may name its fields as it likes. */
abstract class OverRow {
  readonly [TABLE]: Table
  readonly [ROW]: number

  constructor(table: Table, row: number) {
    this[TABLE] = table
    this[ROW] = row
  }
}

/** The class of records of one kind whose fields read their columns. */
export function readableRecord(places: readonly Place[], texts: Texts): MakeReadable {
  const Record = class extends OverRow {}
  for (const place of places) {
    Object.defineProperty(Record.prototype, place.name, { ...reader(place, texts), enumerable: true })
  }
  return Record
}

/** One function a field kind, so that each of the common ones only ever meets one kind of column. */
function reader(place: Place, texts: Texts): PropertyDescriptor & ThisType<OverRow> {
  const { kind, slot } = place
  if (kind === 'micros')
    return {
      get() {
        return readMicros(this[TABLE], slot, this[ROW])
      },
    }
  if (kind === 'instant')
    return {
      get() {
        return readInstant(this[TABLE], slot, this[ROW])
      },
    }
  return {
    get() {
      return readCell(this[TABLE], place, this[ROW], texts)
    },
  }
}
