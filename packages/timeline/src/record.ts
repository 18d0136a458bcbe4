import {
  readFlag,
  readInstant,
  readMicros,
  readText,
  readValue,
  writeFlag,
  writeInstant,
  writeMicros,
  writeText,
  writeValue,
} from './cell.ts'
import type { Place, Table } from './table.ts'
import type { Texts } from './texts.ts'

const TABLE = Symbol('table')
const ROW = Symbol('row')

/** A record as recipes and readers see it: no values of its own, only where they are. */
export interface Flyweight {
  [TABLE]: Table
  [ROW]: number
}

/** Makes a record object over a row. */
export type MakeFlyweight = new (table: Table, row: number) => Flyweight

/** Symbols, so that a projection may name its fields as it likes. */
abstract class OverRow implements Flyweight {
  [TABLE]: Table;
  [ROW]: number

  constructor(table: Table, row: number) {
    this[TABLE] = table
    this[ROW] = row
  }
}

export function rowOf(record: Flyweight): number {
  return record[ROW]
}

export function pointAt(record: Flyweight, table: Table): void {
  record[TABLE] = table
}

export function moveTo(record: Flyweight, table: Table, row: number): void {
  record[TABLE] = table
  record[ROW] = row
}

/** The class of records of one kind whose fields read and write their columns. */
export function writableRecord(places: readonly Place[], texts: Texts): MakeFlyweight {
  return recordClass(places, (place) => accessor(place, texts))
}

/** The same for readers: setting a field is a TypeError. */
export function readableRecord(places: readonly Place[], texts: Texts): MakeFlyweight {
  return recordClass(places, (place) => {
    const described = accessor(place, texts)
    delete described.set
    return described
  })
}

function recordClass(
  places: readonly Place[],
  describe: (place: Place) => PropertyDescriptor,
): MakeFlyweight {
  const Record = class extends OverRow {}
  for (const place of places) {
    Object.defineProperty(Record.prototype, place.name, { ...describe(place), enumerable: true })
  }
  return Record
}

/** One pair of functions a field kind, so that each only ever meets one kind of column. */
function accessor({ kind, slot }: Place, texts: Texts): PropertyDescriptor & ThisType<Flyweight> {
  switch (kind) {
    case 'micros':
      return {
        get() {
          return readMicros(this[TABLE], slot, this[ROW])
        },
        set(value: bigint | null) {
          writeMicros(this[TABLE], slot, this[ROW], value)
        },
      }
    case 'instant':
      return {
        get() {
          return readInstant(this[TABLE], slot, this[ROW])
        },
        set(value: number | null) {
          writeInstant(this[TABLE], slot, this[ROW], value)
        },
      }
    case 'flag':
      return {
        get() {
          return readFlag(this[TABLE], slot, this[ROW])
        },
        set(value: boolean | null) {
          writeFlag(this[TABLE], slot, this[ROW], value)
        },
      }
    case 'text':
      return {
        get() {
          return readText(this[TABLE], slot, this[ROW], texts)
        },
        set(value: string | null) {
          writeText(this[TABLE], slot, this[ROW], texts, value)
        },
      }
    case 'json':
      return {
        get() {
          return readValue(this[TABLE], slot, this[ROW])
        },
        set(value: unknown) {
          writeValue(this[TABLE], slot, this[ROW], value)
        },
      }
  }
}
