import type { Draft, Kinds, NumberRecords, Numbers, RecordSet } from '@tidemark/projection'
import { CHANGED, CREATED, REMOVED } from '../journal/format.ts'
import { type RunWriter, writeEntry, writeNumbers } from '../journal/write.ts'
import { noChanges } from '../records/changes.ts'
import { type Dictionary, newUnitRows, type UnitRows } from '../records/dictionary.ts'
import { type NumberChanges, type NumberRecord, noNumberChanges } from '../records/number-fields.ts'
import type { ReadonlyDraft, ReadonlyRecords } from '../records/reader.ts'
import type { PlainRecord } from '../records/record.ts'
import type { State } from '../records/state.ts'
import { type Marks, WorkingSet } from './working-set.ts'

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
  /** The same records as shortcuts change them, as far as they are numbers. */
  readonly numbers: Numbers<K>
  /**
   * Takes what a shortcut did for done, and writes it as {@link journal} does, if there is a writer. False, and all of it is
   * undone, where a number is not sure to be exact.
   */
  takeNumbers(writer: RunWriter | undefined, time: number): boolean
  /** Undoes what a shortcut did that gave up. */
  undoNumbers(): void
  /** Puts what was changed into the state. */
  store(): void
  /** The records as they are, to read: they change with the next fact. */
  readonly reading: ReadonlyDraft<K>
}

/** A workspace over a state. */
export function workspaceOver<K extends Kinds>(dictionary: Dictionary, state: State): Workspace<K> {
  const marks: Marks = {
    unit: newUnitRows(),
    isWatching: false,
    touched: [],
    changing: [],
    changingCount: 0,
    step: 1,
  }
  const sets = dictionary.kinds.map(
    (kind, index) => new WorkingSet(dictionary, kind, state[index] ?? kind.initial, marks),
  )
  const records: { [kind: string]: RecordSet<PlainRecord> } = {}
  for (const set of sets) records[set.kind.name] = set
  const reading: { [kind: string]: ReadonlyRecords<PlainRecord> } = {}
  for (const set of sets) reading[set.kind.name] = readerOf(set)
  const numbers: { [kind: string]: NumberRecords<NumberRecord> } = {}
  for (const set of sets) numbers[set.kind.name] = numbersOf(set)
  const changes = noChanges()
  /** Of the records that a shortcut changed, one after the other. */
  const numberChanges: NumberChanges[] = []
  const changesAt = (at: number): NumberChanges => {
    const changes = numberChanges[at] ?? noNumberChanges()
    numberChanges[at] = changes
    return changes
  }
  return {
    // Each kind of K was just given the set of its own records, which have K's fields.
    records: records as unknown as Draft<K>,
    open: (unit) => {
      marks.unit = unit
      marks.isWatching = false
      marks.touched.length = 0
      marks.changingCount = 0
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
        kind.findChanges(entry.record, entry.shadow, changes)
        if (isNew || changes.count > 0)
          writeEntry(writer, dictionary, kind, entry.slot, isNew ? CREATED : CHANGED, time, changes)
        entry.isNew = false
        entry.wasThere = true
      }
      marks.touched.length = 0
      marks.step++
    },
    // Likewise.
    numbers: numbers as unknown as Numbers<K>,
    takeNumbers: (writer, time) => {
      const { changing, changingCount } = marks
      // All of them first, so that nothing is written of what is undone.
      for (let at = 0; at < changingCount; at++) {
        const found = changing[at]?.findNumberChanges(changesAt(at))
        if (found === true) continue
        undoNumbers(marks)
        return false
      }
      for (let at = 0; at < changingCount; at++) {
        const entry = changing[at]
        const changes = changesAt(at)
        if (entry === undefined || (changes.count === 0 && !entry.isNew)) continue
        const { kind, slot, isNew } = entry
        if (writer !== undefined) writeNumbers(writer, kind, slot, isNew ? CREATED : CHANGED, time, changes)
        entry.takeNumbers()
      }
      marks.changingCount = 0
      return true
    },
    undoNumbers: () => undoNumbers(marks),
    store: () => {
      for (const set of sets) set.store()
    },
    // Likewise.
    reading: reading as unknown as ReadonlyDraft<K>,
  }
}

function undoNumbers(marks: Marks): void {
  for (let at = 0; at < marks.changingCount; at++) marks.changing[at]?.undoNumbers()
  marks.changingCount = 0
}

function numbersOf(set: WorkingSet): NumberRecords<NumberRecord> {
  return {
    has: (key) => set.has(key),
    find: (key) => set.numbers(key),
    change: (key) => set.changeNumbers(key),
    make: (key) => set.makeNumbers(key),
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
