import type { Kinds, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import type { Unit } from '../facts/unit.ts'
import { applyRun } from '../journal/apply.ts'
import { CREATED } from '../journal/format.ts'
import { runWriter, wholeRun, withRuns } from '../journal/runs.ts'
import { writeEntry } from '../journal/write.ts'
import { byteWriter, written } from '../pack/bytes.ts'
import { readCell } from '../records/cell.ts'
import { noChanges } from '../records/changes.ts'
import type { Dictionary, UnitRows } from '../records/dictionary.ts'
import { copyPackedRow, hasPackedRow, packTable, unpackTable } from '../records/packed-table.ts'
import { clearUnit, createState, eachRecord, growState, type State, type Wanted } from '../records/state.ts'
import { hasRow } from '../records/table.ts'
import { DAY, daysToMonth, monthOf } from './days.ts'
import { journalsOf, playing } from './play.ts'
import { journalOf, runOf, type Slice, type Slices, setJournal, sliceAt, tablesOf } from './slices.ts'

/** Facts from one keyframe to the next, for each record there is: entries are read faster than records are copied. */
const FACTS_A_RECORD = 1
/** Fewer than these are not worth a keyframe. */
const FEWEST_FACTS = 4096
/** Where a month begins keyframes may be so much closer: month ends are asked for most... */
const MONTH_SHARE = 1 / 4
/** ...and in a cache any closer, and where its last day begins so much. */
const KEPT_MONTH_SHARE = 1 / 128
const KEPT_LAST_DAY_SHARE = 1 / 4
/** How much farther apart they are until the timeline is saved: without a cache all of them stay in memory. */
const SPARSE = 2
/** How much longer the way from a keyframe may become before the missing ones are made: late entries come in batches... */
const PATIENCE = 6
/** ...but where there are so few facts between two of them, a view gains more than it waits for them. */
const FEW_FACTS = 100_000
const PATIENCE_WITH_FEW = 3

/** The last slice at or before one that views can begin at: the first of all begins with nothing. */
export function keyframeBefore<Source extends Typed, Fact extends Typed>(
  list: readonly Slice<Source, Fact>[],
  index: number,
): number {
  let at = index
  while (at > 0 && list[at]?.keyframe === undefined) at--
  return at
}

/** The slices a view as of an instant is made of: from that with the last keyframe on. */
export function spanTo<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  instant: number,
): { readonly first: number; readonly last: number } {
  const last = sliceAt(slices, instant)
  return { first: keyframeBefore(slices.list, last), last }
}

/** All records at the start of a slice that views can begin at, for the caller to change; of wanted fields alone. */
export function stateAtKeyframe<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { dictionary, slices }: Engine<Source, Fact, Common, K, Effect>,
  slice: Slice<Source, Fact> | undefined,
  wanted?: Wanted,
): State {
  const state = createState(dictionary, wanted)
  if (slice?.keyframe === undefined) return state
  const { keyframe } = slice
  for (const [kind, packed] of tablesOf(slices, slice, keyframe).entries()) {
    const table = state[kind]
    if (table !== undefined) unpackTable(packed, table)
  }
  for (const [unit, patch] of keyframe.patches) {
    clearUnit(unit.rows, state)
    applyRun(dictionary, unit.rows, wholeRun(patch, slice.start), Infinity, state)
  }
  return state
}

/** Makes the records of one unit what they are as of an instant, as far as journals tell; the state has room for all. */
export function putUnitAt<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  instant: number,
  state: State,
): void {
  const { dictionary, slices } = engine
  growState(dictionary, state)
  const { first, last } = spanTo(slices, instant)
  putUnitAtKeyframe(engine, unit, first, state)
  for (let index = first; index <= last; index++) {
    const slice = slices.list[index]
    if (slice !== undefined) applyRun(dictionary, unit.rows, runOf(slices, slice, unit), instant, state)
  }
}

function putUnitAtKeyframe<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { dictionary, slices }: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  index: number,
  state: State,
): void {
  clearUnit(unit.rows, state)
  const slice = slices.list[index]
  if (slice?.keyframe === undefined) return
  const { keyframe } = slice
  const patch = keyframe.patches.get(unit)
  if (patch !== undefined) {
    applyRun(dictionary, unit.rows, wholeRun(patch, slice.start), Infinity, state)
    return
  }
  const tables = tablesOf(slices, slice, keyframe)
  eachRecord(unit.rows, (kind, row) => {
    const [packed, table] = [tables[kind], state[kind]]
    if (packed !== undefined && table !== undefined && hasPackedRow(packed, row))
      copyPackedRow(packed, row, table)
  })
}

/** The records of a unit in a state, as entries that make them at the start of a slice. */
export function imageOf(
  dictionary: Dictionary,
  unit: UnitRows,
  state: State,
  sliceStart: number,
): Uint8Array<ArrayBuffer> {
  const { kinds, texts } = dictionary
  const writer = runWriter(byteWriter(), sliceStart)
  const { time } = writer
  const changes = noChanges()
  eachRecord(unit, (index, row, slot) => {
    const [kind, table] = [kinds[index], state[index]]
    if (kind === undefined || table === undefined || !hasRow(table, row)) return
    const record = kind.make(kind.places.map((place) => readCell(table, place, row, texts)))
    kind.findChanges(record, kind.make(kind.initialValues), changes)
    writeEntry(writer, dictionary, kind, slot, CREATED, time, changes)
  })
  return written(writer.bytes)
}

/**
 * Which keyframes are to be made: all there should be, for a cache; fewer of them, where the way from one to the next has
 * become long; or only where it has become so long that views had better wait for them.
 */
export type Overdue = 'all' | 'long' | 'much too long'

/**
 * Makes missing keyframes, step by step. Ends early when something else changes the timeline between two steps: the next
 * time goes on.
 */
export function* makingKeyframes<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  overdue: Overdue,
): Generator<void, void> {
  const { slices } = engine
  const begun = engine.changes
  let state: State | undefined
  /** The slice at whose start the state stands. */
  let at = -1
  for (const index of missingKeyframes(engine, overdue)) {
    const from = keyframeBefore(slices.list, index)
    if (state === undefined || at < from) {
      state = stateAtKeyframe(engine, slices.list[from])
      at = from
    }
    for (const _ of playing(engine, journalsOf(engine, slices.list.slice(at, index)), Infinity, state)) {
      yield
      if (engine.changes !== begun) return
    }
    at = index
    yield
    if (engine.changes !== begun) return
    const slice = slices.list[index]
    if (slice !== undefined)
      slice.keyframe = { tables: state.map(packTable), patches: new Map(), blob: undefined }
  }
}

/** The slices that should have a keyframe and have none. */
export function missingKeyframes<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  overdue: Overdue,
): readonly number[] {
  const apart = factsAKeyframe(engine)
  const enough = overdue === 'all' ? apart : SPARSE * apart
  const patience = apart < FEW_FACTS ? PATIENCE_WITH_FEW : PATIENCE
  const tooMuch = overdue === 'all' ? 0 : overdue === 'long' ? enough : patience * apart
  const missing: number[] = []
  let between: number[] = []
  /** Facts since the last keyframe, there or missing; and since the last that is there. */
  let way = 0
  let wholeWay = 0
  const passKeyframe = () => {
    if (wholeWay > tooMuch) missing.push(...between)
    between = []
    way = 0
    wholeWay = 0
  }
  for (const [index, { start, rows, keyframe }] of engine.slices.list.entries()) {
    if (keyframe !== undefined) passKeyframe()
    else if (index > 0 && way >= Math.min(enough, apart * shareAt(start, overdue))) {
      between.push(index)
      way = 0
    }
    way += rows
    wholeWay += rows
  }
  passKeyframe()
  return missing
}

/** How many facts there should be from one keyframe to the next. */
export function factsAKeyframe<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  dictionary,
  options,
}: Engine<Source, Fact, Common, K, Effect>): number {
  const records = dictionary.kinds.reduce((count, kind) => count + kind.rows, 0)
  return options.keyframeFacts ?? Math.max(FEWEST_FACTS, FACTS_A_RECORD * records)
}

/** How close to the one before a keyframe may be, of what is usual. */
function shareAt(instant: number, overdue: Overdue): number {
  if (instant % DAY !== 0) return Infinity
  const day = instant / DAY
  if (monthOf(day) === day) return overdue === 'all' ? KEPT_MONTH_SHARE : MONTH_SHARE
  return daysToMonth(day) === 1 && overdue === 'all' ? KEPT_LAST_DAY_SHARE : Infinity
}

/** Puts patches into the tables of keyframes, and runs into journals, where there are many of them. */
export function* consolidating<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  most: number,
): Generator<void, void> {
  const { slices } = engine
  for (const [index, slice] of [...slices.list.entries()]) {
    if (slices.list[index] !== slice) return
    if (slice.looseRuns.size > most) {
      gatherRuns(engine, slice)
      yield
    }
    if (slice.keyframe === undefined || slice.keyframe.patches.size <= most) continue
    if (slices.list[index] !== slice) return
    gatherPatches(engine, index)
    yield
  }
}

/** Puts the runs of units that were folded anew into the journal of a slice. */
export function gatherRuns<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { slices }: Engine<Source, Fact, Common, K, Effect>,
  slice: Slice<Source, Fact>,
): void {
  if (slice.looseRuns.size === 0) return
  const others = new Map([...slice.looseRuns].map(([unit, run]) => [unit.index, run]))
  setJournal(slice, withRuns(journalOf(slices, slice), others))
  slice.looseRuns.clear()
}

/** Puts the patches of a slice's keyframe into its tables. */
export function gatherPatches<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  index: number,
): void {
  const slice = engine.slices.list[index]
  if (slice?.keyframe === undefined || slice.keyframe.patches.size === 0) return
  const tables = stateAtKeyframe(engine, slice).map(packTable)
  slice.keyframe = { tables, patches: new Map(), blob: undefined }
}
