import type { Draft, Kinds, RecordSet } from '@tidemark/projection'
import { CHANGED, CREATED, REMOVED } from '../journal/format.ts'
import { type RunWriter, writeEntry } from '../journal/write.ts'
import { readCell, writeCell } from '../records/cell.ts'
import { noChanges } from '../records/changes.ts'
import {
  type Dictionary,
  type Kind,
  newUnitRows,
  placeOfKey,
  searchKey,
  type UnitRows,
} from '../records/dictionary.ts'
import type { ReadonlyDraft, ReadonlyRecords } from '../records/reader.ts'
import type { PlainRecord } from '../records/record.ts'
import type { State } from '../records/state.ts'
import { growTable, hasRow, type Table } from '../records/table.ts'

/**
 * Where one unit after the other is folded: recipes change records that are plain objects, made of the rows of a state
 * when they are first asked for.
 */
export interface Workspace<K extends Kinds> {
  readonly records: Draft<K>
  /** Turns to a unit as it is in the state, which nobody may change until another is opened or it is stored. */
  open(unit: UnitRows): void
  /** Notes down from now on what facts do. */
  watch(): void
  /** Writes what changed since it was last written, or since watching began, as done at an instant. */
  journal(writer: RunWriter, time: number): void
  /** Puts what was changed into the state. */
  store(): void
  /** The records as they are, to read: they change with the next fact. */
  readonly reading: ReadonlyDraft<K>
}

/** A workspace over a state. */
export function workspaceOver<K extends Kinds>(dictionary: Dictionary, state: State): Workspace<K> {
  const marks: Marks = { unit: newUnitRows(), isWatching: false, touched: [], step: 1 }
  const sets = dictionary.kinds.map(
    (kind, index) => new WorkingSet(dictionary, kind, state[index] ?? kind.initial, marks),
  )
  const records: { [kind: string]: RecordSet<PlainRecord> } = {}
  for (const set of sets) records[set.kind.name] = set
  const reading: { [kind: string]: ReadonlyRecords<PlainRecord> } = {}
  for (const set of sets) reading[set.kind.name] = readerOf(set)
  const changes = noChanges()
  return {
    // Each kind of K was just given the set of its own records, which have K's fields.
    records: records as unknown as Draft<K>,
    open: (unit) => {
      marks.unit = unit
      marks.isWatching = false
      marks.touched.length = 0
      for (const set of sets) set.open()
    },
    watch: () => {
      marks.isWatching = true
      marks.step++
    },
    journal: (writer, time) => {
      for (const entry of marks.touched) {
        const { kind, isNew } = entry
        if (!entry.isThere) {
          if (entry.wasThere) writeEntry(writer, dictionary, kind, entry.slot, REMOVED, time, changes)
          entry.wasThere = false
          continue
        }
        const shadow = (isNew ? undefined : entry.shadow) ?? kind.make(kind.initialValues)
        entry.shadow = shadow
        kind.findChanges(entry.record, shadow, changes)
        if (isNew || changes.count > 0)
          writeEntry(writer, dictionary, kind, entry.slot, isNew ? CREATED : CHANGED, time, changes)
        entry.isNew = false
        entry.wasThere = true
      }
      marks.touched.length = 0
      marks.step++
    },
    store: () => {
      for (const set of sets) set.store()
    },
    // Likewise.
    reading: reading as unknown as ReadonlyDraft<K>,
  }
}

function readerOf(set: WorkingSet): ReadonlyRecords<PlainRecord> {
  return {
    fields: set.kind.fields,
    find: (key) => set.find(key),
    keys: () => set.keys(),
    each: (visit) => {
      for (const key of set.keys()) {
        const record = set.find(key)
        if (record !== undefined) visit(key, record)
      }
    },
  }
}

/** What all kinds of record of a workspace share. */
interface Marks {
  unit: UnitRows
  isWatching: boolean
  /** Records asked for since changes were last written. */
  readonly touched: Entry[]
  /** Counts how often changes were written. */
  step: number
}

/** A record that was asked for. */
interface Entry {
  readonly key: string
  readonly kind: Kind
  readonly slot: number
  readonly row: number
  /** The object recipes hold; another one once it was removed and made again. */
  record: PlainRecord
  isThere: boolean
  /** Whether it was there when changes were last written, and what it held then. */
  wasThere: boolean
  shadow: PlainRecord | undefined
  /** Whether it was made since. */
  isNew: boolean
  /** The step it was last asked for in. */
  step: number
}

class WorkingSet implements RecordSet<PlainRecord> {
  readonly kind: Kind
  readonly #dictionary: Dictionary
  readonly #table: Table
  readonly #marks: Marks
  #entries = new Map<string, Entry>()
  /** Keys that are there, as of the last time they were asked for, while none came or went. */
  #keys: readonly string[] | undefined
  /** The record asked for last, which mostly is the one asked for next: recipes ask for a branch again and again. */
  #last: Entry | undefined

  constructor(dictionary: Dictionary, kind: Kind, table: Table, marks: Marks) {
    this.#dictionary = dictionary
    this.kind = kind
    this.#table = table
    this.#marks = marks
  }

  open(): void {
    if (this.#entries.size > 0) this.#entries = new Map()
    this.#keys = undefined
    this.#last = undefined
  }

  at(key: string): PlainRecord {
    const entry = this.#find(key) ?? this.#create(key)
    if (!entry.isThere) this.#renew(entry)
    if (entry.step !== this.#marks.step) this.#touch(entry)
    return entry.record
  }

  find(key: string): PlainRecord | undefined {
    const entry = this.#find(key)
    if (entry === undefined || !entry.isThere) return undefined
    if (entry.step !== this.#marks.step) this.#touch(entry)
    return entry.record
  }

  remove(key: string): void {
    const entry = this.#find(key)
    if (entry === undefined || !entry.isThere) return
    if (entry.step !== this.#marks.step) this.#touch(entry)
    entry.isThere = false
    this.#forgetKey(key)
  }

  keys(): readonly string[] {
    if (this.#keys !== undefined) return this.#keys
    const rows = this.#marks.unit.kinds[this.kind.index]
    this.#keys =
      rows?.keys.filter(
        (key, at) => this.#entries.get(key)?.isThere ?? hasRow(this.#table, rows.rows[at] ?? -1),
      ) ?? []
    return this.#keys
  }

  store(): void {
    const { kind } = this
    const { texts } = this.#dictionary
    const table = this.#table
    for (const { row, isThere, record } of this.#entries.values()) {
      growTable(table, row)
      table.exists[row] = isThere ? 1 : 0
      if (isThere) for (const place of kind.places) writeCell(table, place, row, texts, record[place.name])
    }
  }

  #touch(entry: Entry): void {
    const { isWatching, step, touched } = this.#marks
    entry.step = step
    if (isWatching) touched.push(entry)
  }

  #find(key: string): Entry | undefined {
    const last = this.#last
    if (last !== undefined && last.key === key) return last
    const entry = this.#entries.get(key) ?? this.#load(key)
    if (entry !== undefined) this.#last = entry
    return entry
  }

  /** The record of a row of the state; also one that is not there, so that it is not looked for again. */
  #load(key: string): Entry | undefined {
    const rows = this.#marks.unit.kinds[this.kind.index]
    if (rows === undefined) return undefined
    const at = searchKey(rows.keys, key)
    if (rows.keys[at] !== key) return undefined
    const row = rows.rows[at] ?? -1
    const isThere = hasRow(this.#table, row)
    return this.#take(key, rows.slots[at] ?? 0, row, isThere)
  }

  #take(key: string, slot: number, row: number, isThere: boolean): Entry {
    const { kind } = this
    const values = isThere ? this.#valuesIn(row) : kind.initialValues
    const entry: Entry = {
      key,
      kind,
      slot,
      row,
      record: kind.make(values),
      isThere,
      wasThere: isThere,
      shadow: isThere ? kind.make(values) : undefined,
      isNew: false,
      step: 0,
    }
    this.#entries.set(key, entry)
    return entry
  }

  #valuesIn(row: number): readonly unknown[] {
    const { texts } = this.#dictionary
    return this.kind.places.map((place) => readCell(this.#table, place, row, texts))
  }

  #create(key: string): Entry {
    const { unit } = this.#marks
    const at = placeOfKey(this.kind, unit, key)
    const rows = unit.kinds[this.kind.index]
    const entry = this.#take(key, rows?.slots[at] ?? 0, rows?.rows[at] ?? 0, false)
    this.#last = entry
    return entry
  }

  /** Makes a record that is not there: whoever still holds the one that was removed keeps it, and touches nobody else. */
  #renew(entry: Entry): void {
    entry.record = this.kind.make(this.kind.initialValues)
    entry.isThere = true
    entry.isNew = true
    this.#noteKey(entry.key)
  }

  // A new list each time, because a recipe may be walking the old one.
  #noteKey(key: string): void {
    if (this.#keys === undefined) return
    const keys = [...this.#keys]
    keys.splice(searchKey(keys, key), 0, key)
    this.#keys = keys
  }

  #forgetKey(key: string): void {
    this.#keys = this.#keys?.filter((other) => other !== key)
  }
}
