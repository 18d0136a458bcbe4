import { compareCodePoints, type Draft, type Kinds, type RecordSet } from '@tidemark/projection'
import { copyRow } from './cell.ts'
import { allotRow, type Dictionary, type Kind, type Rows, sortedKeys, type UnitRows } from './dictionary.ts'
import { type Flyweight, moveTo, pointAt, rowOf } from './record.ts'
import type { State } from './state.ts'
import { createTable, hasRow, type Table } from './table.ts'

/** A draft over a state the engine owns: opened at one unit after the other, recipes change it in place. */
export interface StateDraft<K extends Kinds> {
  readonly records: Draft<K>
  /** Turns to a unit; whatever else changed the state, it is seen from here on. */
  open(unit: UnitRows): void
}

export function draftOver<K extends Kinds>(dictionary: Dictionary, state: State): StateDraft<K> {
  const sets = dictionary.kinds.map((kind, index) => new RowSet(kind, state[index] ?? kind.initial))
  const records: { [kind: string]: RecordSet<Flyweight> } = {}
  for (const set of sets) records[set.kind.name] = set
  return {
    // Each kind of K was just given the set over its own columns; its records have K's fields as accessors.
    records: records as unknown as Draft<K>,
    open: (unit) => {
      for (const set of sets) set.open(unit)
    },
  }
}

const NOBODY: UnitRows = { kinds: [] }

class RowSet implements RecordSet<Flyweight> {
  readonly kind: Kind
  readonly #table: Table
  #unit: UnitRows = NOBODY
  #rows: Rows | undefined
  /** Keys that are there, as of the last time they were asked for, and those that came or went since. */
  #keys: readonly string[] | undefined
  #changed: string[] = []
  #removed: Set<string> | undefined
  /** The record asked for last, which mostly is the one asked for next: recipes ask for a branch again and again. */
  #lastKey: string | undefined
  #last: Flyweight | undefined

  constructor(kind: Kind, table: Table) {
    this.kind = kind
    this.#table = table
  }

  open(unit: UnitRows): void {
    this.#unit = unit
    this.#rows = unit.kinds[this.kind.index]
    this.#keys = undefined
    this.#changed = []
    this.#removed = undefined
    this.#lastKey = undefined
  }

  at(key: string): Flyweight {
    if (key === this.#lastKey && this.#last !== undefined) return this.#point(key, this.#last)
    const record = this.#rows?.byKey.get(key) ?? this.#allot(key)
    if (!hasRow(this.#table, rowOf(record))) return this.#create(key, record)
    return this.#point(key, record)
  }

  find(key: string): Flyweight | undefined {
    if (this.#rows === undefined) return undefined
    if (key === this.#lastKey && this.#last !== undefined) return this.#point(key, this.#last)
    const record = this.#rows.byKey.get(key)
    if (record === undefined || !hasRow(this.#table, rowOf(record))) return undefined
    return this.#point(key, record)
  }

  #point(key: string, record: Flyweight): Flyweight {
    pointAt(record, this.#table)
    this.#lastKey = key
    this.#last = record
    return record
  }

  remove(key: string): void {
    const record = this.find(key)
    if (record === undefined) return
    this.#table.exists[rowOf(record)] = 0
    this.#lastKey = undefined
    this.#removed ??= new Set()
    this.#removed.add(key)
    this.#noteChange(key)
  }

  keys(): readonly string[] {
    if (this.#keys === undefined) this.#keys = this.#rows === undefined ? [] : this.#present(this.#rows)
    else if (this.#changed.length > 0) this.#keys = this.#withChanges(this.#keys)
    this.#changed = []
    return this.#keys
  }

  #allot(key: string): Flyweight {
    const record = allotRow(this.kind, this.#unit, key)
    this.#rows = this.#unit.kinds[this.kind.index]
    return record
  }

  #create(key: string, known: Flyweight): Flyweight {
    const row = rowOf(known)
    const record = this.#removed?.delete(key) === true ? this.#replace(key, known) : known
    copyRow(this.kind.initial, 0, this.#table, row)
    this.#noteChange(key)
    return this.#point(key, record)
  }

  /** A recipe may still hold the record it removed: that one keeps its values, the row gets a new object. */
  #replace(key: string, removed: Flyweight): Flyweight {
    const row = rowOf(removed)
    const aside = createTable(this.kind.places, 1)
    copyRow(this.#table, row, aside, 0)
    moveTo(removed, aside, 0)
    const record = new this.kind.Writable(this.#table, row)
    this.#rows?.byKey.set(key, record)
    return record
  }

  #noteChange(key: string): void {
    if (this.#keys !== undefined) this.#changed.push(key)
  }

  #present(rows: Rows): readonly string[] {
    return sortedKeys(rows).filter((key) => this.find(key) !== undefined)
  }

  /** A new list, because a recipe may be walking the old one; costs what is there, not what ever was. */
  #withChanges(before: readonly string[]): readonly string[] {
    const keys = [...before]
    for (const key of this.#changed) {
      const at = placeOf(keys, key)
      const listed = keys[at] === key
      const present = this.find(key) !== undefined
      if (present && !listed) keys.splice(at, 0, key)
      if (!present && listed) keys.splice(at, 1)
    }
    return keys
  }
}

/** Where a key is, or belongs, among sorted keys. */
function placeOf(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareCodePoints(keys[middle] ?? '', key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
