import type { Kinds, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import type { Unit } from '../facts/unit.ts'
import { copyRun, endRun, type RunsWriter, runsWriter, writtenRuns } from '../journal/runs.ts'
import {
  journalOf,
  keepRunBeside,
  runOf,
  type Slice,
  setJournal,
  sliceAt,
  startOf,
} from '../slices/slices.ts'
import { refold } from './refold.ts'
import { bringFacts, settleUnit } from './settle.ts'

/** So many of the units may be folded alone, because they change much earlier than the others... */
const STRAGGLERS = 1 / 16
/** ...and that keeps so many of the slices as they are. */
const WORTH_IT = 1 / 4

/** A unit as it was when it was folded. */
interface Folded<Source extends Typed, Fact extends Typed> {
  readonly unit: Unit<Source, Fact>
  readonly changes: number
}

/**
 * Folds all units that are to be settled, unit by unit through all slices, and writes the journals of those slices anew.
 *
 * What becomes of a unit between two steps stands: its part is then left as it is, or to be folded again. When slices are
 * cut meanwhile, nothing is changed, and all is left to be folded again.
 */
export function* foldingMany<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  const { slices } = engine
  for (const unit of [...engine.unsettled]) {
    bringFacts(engine, unit)
    yield
  }
  const from = yield* leavingStragglers(engine)
  const list = [...slices.list]
  const perFact = bytesAFact(list[from - 1])
  const writers = list.slice(from).map((slice) => {
    const { length } = journalOf(slices, slice).bytes
    return runsWriter(Math.max(length, slice.rows * perFact) + 4096)
  })
  const folded: Folded<Source, Fact>[] = []
  for (const unit of [...engine.units.list]) {
    const isChanged = engine.unsettled.has(unit) && unit.keptUntil !== Infinity && !unit.stale
    const first = isChanged ? sliceAt(slices, unit.keptUntil) : list.length
    // What came meanwhile may change a unit before all of them: such a one is left to be folded alone.
    const isToFold = isChanged && first >= from
    keepRuns(engine, unit, list.slice(from, isToFold ? first : list.length), writers)
    if (isToFold)
      refold(engine, unit, {
        entriesOf: (index) => writers[index - from]?.bytes,
        written: (_slice, _entries, index) => {
          const writer = writers[index - from]
          if (writer !== undefined) endRun(writer)
        },
      })
    if (isToFold || !isChanged) folded.push({ unit, changes: unit.changes })
    yield
    if (list.some((slice, index) => slice !== slices.list[index])) return
  }
  const dropFrom = earliestOf(engine, folded)
  install(engine, from, writers, folded)
  for (const slice of list.slice(dropFrom + 1)) slice.keyframe = undefined
}

/** More than is usual. */
const MOST_BYTES_A_FACT = 32

/** About how many bytes the journal of a slice has for each of its facts, as far as it is in memory. */
function bytesAFact(slice: Slice<Typed, Typed> | undefined): number {
  return slice === undefined || slice.rows === 0
    ? 0
    : Math.min(MOST_BYTES_A_FACT, (slice.journal?.bytes.length ?? 0) / slice.rows)
}

/** Folds the few units alone that change long before the others; the slice the others begin to change in. */
function* leavingStragglers<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, number> {
  const { slices } = engine
  const units = [...engine.unsettled].sort((a, b) => (a.keptUntil < b.keptUntil ? -1 : 1))
  const [first] = units
  const alone = Math.floor(units.length * STRAGGLERS)
  const mark = units[alone]
  if (first === undefined || mark === undefined) return 0
  const earliest = sliceAt(slices, first.keptUntil)
  if (sliceAt(slices, mark.keptUntil) - earliest < slices.list.length * WORTH_IT) return earliest
  for (const unit of units.slice(0, alone)) {
    settleUnit(engine, unit)
    yield
  }
  const left = [...engine.unsettled].reduce((at, { keptUntil }) => Math.min(at, keptUntil), Infinity)
  return sliceAt(slices, left)
}

function keepRuns<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { slices }: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  kept: readonly Slice<Source, Fact>[],
  writers: readonly RunsWriter[],
): void {
  for (const [at, slice] of kept.entries()) {
    const writer = writers[at]
    if (writer === undefined) continue
    copyRun(writer, runOf(slices, slice, unit))
    endRun(writer)
  }
}

/** The slice in which the first of the units that were folded, and stayed as they were since, begins to change. */
function earliestOf<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { slices, unsettled }: Engine<Source, Fact, Common, K, Effect>,
  folded: readonly Folded<Source, Fact>[],
): number {
  let instant = Infinity
  for (const { unit } of folded) if (unsettled.has(unit)) instant = Math.min(instant, unit.keptUntil)
  return sliceAt(slices, instant)
}

function install<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  from: number,
  writers: readonly RunsWriter[],
  folded: readonly Folded<Source, Fact>[],
): void {
  const { slices, unsettled } = engine
  engine.changes++
  // They stand as they stood before this.
  engine.heads.known.clear()
  const unchanged = folded.filter(({ unit, changes }) => unit.changes === changes).map(({ unit }) => unit)
  const changed = folded.filter(({ unit, changes }) => unit.changes !== changes).map(({ unit }) => unit)
  for (const [at, writer] of writers.entries()) {
    const slice = slices.list[from + at]
    if (slice === undefined) continue
    // Folded alone meanwhile: how they stand until now holds, not how they were folded here.
    for (const unit of changed) keepRunBeside(slices, slice, unit)
    setJournal(slice, writtenRuns(writer))
    // Gone at once: all of them together would be held twice.
    writer.bytes.bytes = new Uint8Array(0)
    for (const unit of unchanged) slice.looseRuns.delete(unit)
  }
  // What was begun meanwhile is not folded yet.
  const keptUntil = startOf(slices, from + writers.length)
  for (const unit of unchanged) {
    if (unit.stale) continue
    if (unsettled.has(unit)) unit.keptUntil = keptUntil
    if (unit.keptUntil === Infinity) unsettled.delete(unit)
  }
}
