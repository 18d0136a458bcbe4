import type { RecordSet } from '@tidemark/projection'
import { type Dictionary, type Kind, placeOfKey, searchKey, type UnitRows } from '../records/dictionary.ts'
import type { NumberRecord } from '../records/number-fields.ts'
import type { PlainRecord } from '../records/record.ts'
import { hasRow, type Table } from '../records/table.ts'
import { Entry } from './entry.ts'

/** What all kinds of record of a workspace share. */
export interface Marks {
  unit: UnitRows
  isWatching: boolean
  /** Records asked for since changes were last written. */
  readonly touched: Entry[]
  /** Those of which a shortcut changes the numbers: the first so many; a list that is emptied needs new memory for each fact. */
  readonly changing: Entry[]
  changingCount: number
  /** Counts how often changes were written. */
  step: number
}

/** The records of one kind of the unit a workspace is turned to. */
export class WorkingSet implements RecordSet<PlainRecord> {
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
    if (this.#entries.size > 0) {
      for (const entry of this.#entries.values()) entry.close()
      this.#entries = new Map()
    }
    this.#keys = undefined
    this.#last = undefined
  }

  at(key: string): PlainRecord {
    const entry = this.#find(key) ?? this.#create(key)
    if (!entry.isThere) {
      entry.renew()
      this.#noteKey(key)
    }
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
    entry.remove()
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
    for (const entry of this.#entries.values()) entry.store()
  }

  /** Whether there is a record, for a shortcut. */
  has(key: string): boolean {
    return this.#find(key)?.isThere === true
  }

  /** The numbers of a record, for a shortcut to read. */
  numbers(key: string): NumberRecord | undefined {
    return this.#find(key)?.numbers
  }

  /** The numbers of a record, for a shortcut to change. */
  changeNumbers(key: string): NumberRecord | undefined {
    const entry = this.#find(key)
    const numbers = entry?.numbers
    if (entry !== undefined && numbers !== undefined) this.#noteChanging(entry)
    return numbers
  }

  /** The same, of a record that is made if need be. */
  makeNumbers(key: string): NumberRecord | undefined {
    const entry = this.#find(key) ?? this.#create(key)
    if (entry.isThere) return this.changeNumbers(key)
    const numbers = entry.makeNumbers()
    if (numbers === undefined) return undefined
    this.#noteChanging(entry)
    // Drawn up anew when somebody asks: it may be undone.
    this.#keys = undefined
    return numbers
  }

  #noteChanging(entry: Entry): void {
    const marks = this.#marks
    const { changing, changingCount } = marks
    for (let at = 0; at < changingCount; at++) if (changing[at] === entry) return
    changing[changingCount] = entry
    marks.changingCount++
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
    const entry = new Entry(this.#dictionary, this.#table, { key, kind, slot, row }, isThere)
    this.#entries.set(key, entry)
    return entry
  }

  #create(key: string): Entry {
    const { unit } = this.#marks
    const at = placeOfKey(this.kind, unit, key)
    const rows = unit.kinds[this.kind.index]
    const entry = this.#take(key, rows?.slots[at] ?? 0, rows?.rows[at] ?? 0, false)
    this.#last = entry
    return entry
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
