import { readCell, writeCell } from '../records/cell.ts'
import type { Dictionary, Kind } from '../records/dictionary.ts'
import {
  findNumberChanges,
  type NumberChanges,
  type NumberFields,
  type NumberPair,
  type NumberRecord,
  numberFieldsOf,
  putIntoRecord,
  putIntoRow,
  takeIdle,
  takeRecord,
} from '../records/number-fields.ts'
import type { PlainRecord } from '../records/record.ts'
import { growTable, type Table } from '../records/table.ts'

/** Where a record of a workspace stands as it is now. */
type Holder = 'row' | 'record' | 'numbers'

/**
 * A record of a workspace.
 *
 * It stands in a row of the state until somebody changes it; then as an object for recipes, or as numbers for shortcuts, made
 * of each other when the other asks.
 */
export class Entry {
  readonly key: string
  readonly kind: Kind
  readonly slot: number
  readonly row: number
  readonly #dictionary: Dictionary
  readonly #table: Table
  isThere: boolean
  /** Whether it was there when changes were last written. */
  wasThere: boolean
  /** Whether it was made since. */
  isNew = false
  /** The step it was last asked for in. */
  step = 0
  #holder: Holder
  /** Whether a shortcut made it, and may still give up. */
  #isTentative = false
  /** Whether an object of it begins with what a new record holds, and not with what its row holds. */
  #isAsNew: boolean
  #record: PlainRecord | undefined
  /** What the object held when changes were last written; made when it is first needed. */
  #shadow: PlainRecord | undefined
  #numbers: NumberPair | undefined

  constructor(
    dictionary: Dictionary,
    table: Table,
    place: { readonly key: string; readonly kind: Kind; readonly slot: number; readonly row: number },
    isThere: boolean,
  ) {
    this.#dictionary = dictionary
    this.#table = table
    this.key = place.key
    this.kind = place.kind
    this.slot = place.slot
    this.row = place.row
    this.isThere = isThere
    this.wasThere = isThere
    this.#holder = isThere ? 'row' : 'record'
    this.#isAsNew = !isThere
  }

  /** The object recipes hold; another one once it was removed and made again. */
  get record(): PlainRecord {
    const record = this.#record ?? this.#makeRecord()
    if (this.#holder === 'numbers') this.#takeOver(record)
    this.#holder = 'record'
    return record
  }

  /** What the object held when changes were last written. Asked for before the object is changed, or not at all. */
  get shadow(): PlainRecord {
    this.#shadow ??= this.kind.make(this.kind.initialValues)
    return this.#shadow
  }

  /** Makes a record that is not there: whoever still holds the one that was removed keeps it, and touches nobody else. */
  renew(): void {
    this.isThere = true
    this.isNew = true
  }

  /** Takes it away: what it held is nobody's any more. */
  remove(): void {
    this.isThere = false
    this.#holder = 'record'
    this.#isAsNew = true
    this.#record = undefined
    this.#shadow = undefined
  }

  /** Makes a record that is not there as numbers, for a shortcut; undone with what that changes. */
  makeNumbers(): NumberRecord | undefined {
    const numbers = this.#makeNumbers()
    if (numbers === undefined) return undefined
    this.isThere = true
    this.isNew = true
    this.#isTentative = true
    return numbers
  }

  /** Its numbers, for a shortcut; `undefined` where it is not there, or shortcuts may not change it. */
  get numbers(): NumberRecord | undefined {
    if (this.#holder === 'numbers') return this.#numbers?.record
    return this.isThere ? this.#makeNumbers() : undefined
  }

  /** What a shortcut changed since; false where a number is not sure to be exact. */
  findNumberChanges(changes: NumberChanges): boolean {
    const fields = numberFieldsOf(this.kind)
    if (fields === undefined || this.#numbers === undefined) return false
    return findNumberChanges(fields, this.#numbers, changes)
  }

  /** Takes what a shortcut did for done. */
  takeNumbers(): void {
    this.isNew = false
    this.wasThere = true
    this.#isTentative = false
    this.#numbers?.before.set(this.#numbers.cells)
  }

  /** Undoes what a shortcut did. */
  undoNumbers(): void {
    if (this.#isTentative) {
      this.#isTentative = false
      this.isNew = false
      this.remove()
      return
    }
    this.#numbers?.cells.set(this.#numbers.before)
  }

  /** Gives its numbers away when the workspace turns to another unit: new ones for each would keep the collector busy. */
  close(): void {
    if (this.#numbers !== undefined) numberFieldsOf(this.kind)?.idle.push(this.#numbers)
  }

  /** Puts it into its row. */
  store(): void {
    const { kind, row, isThere } = this
    const table = this.#table
    if (this.#holder === 'row') return
    growTable(table, row)
    table.exists[row] = isThere ? 1 : 0
    if (!isThere) return
    const fields = this.#holder === 'numbers' ? numberFieldsOf(kind) : undefined
    // Never an object since it was taken from the row: all but its numbers still stands there.
    if (fields !== undefined && this.#numbers !== undefined && this.#record === undefined) {
      putIntoRow(fields, this.#numbers.cells, table, row)
      return
    }
    const { record } = this
    for (const place of kind.places) writeCell(table, place, row, this.#dictionary.texts, record[place.name])
  }

  #makeRecord(): PlainRecord {
    const { kind } = this
    const values = this.#isAsNew ? kind.initialValues : this.#valuesInRow()
    this.#record = kind.make(values)
    this.#shadow = kind.make(values)
    return this.#record
  }

  #valuesInRow(): readonly unknown[] {
    const { texts } = this.#dictionary
    return this.kind.places.map((place) => readCell(this.#table, place, this.row, texts))
  }

  #takeOver(record: PlainRecord): void {
    const fields = numberFieldsOf(this.kind)
    if (fields === undefined || this.#numbers === undefined) return
    putIntoRecord(fields, this.#numbers.cells, record)
    // Changes are written after each fact, so that both were the same then.
    putIntoRecord(fields, this.#numbers.cells, this.shadow)
  }

  #makeNumbers(): NumberRecord | undefined {
    const fields = numberFieldsOf(this.kind)
    if (fields === undefined) return undefined
    this.#numbers ??= takeIdle(fields)
    const { record, cells, before } = this.#numbers
    if (!this.#fill(fields, cells)) return undefined
    before.set(cells)
    this.#holder = 'numbers'
    return record
  }

  #fill(fields: NumberFields, into: Float64Array<ArrayBuffer>): boolean {
    if (this.#holder === 'row') return fields.takeRow(this.#table, this.row, into)
    return takeRecord(fields, this.#record ?? this.#makeRecord(), into)
  }
}
