import type { Kinds, Typed } from '@tidemark/projection'
import { missingStarts } from './days.ts'
import { commonAtHead, type Engine, foldAtHead, SMALLEST_SLICE, sortedUnits, withBench } from './engine.ts'
import { countAll } from './facts.ts'
import { foldSpan, markBefore } from './fold.ts'
import { insertStart, sliceAt, startOf, stateAt } from './slices.ts'
import { clearUnit, copyUnit, countUnit, trimState } from './state.ts'
import { takeSources, type Unit } from './unit.ts'

/** Facts a slice holds for each record: folding a fact costs more than copying a record of a start state. */
const FACTS_A_RECORD = 1
/** As many units tell well enough how many records there are. */
const SAMPLE = 256

/** Brings one unit up to its sources: facts, and its part of every start state. */
export function settleUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): void {
  takeSources(engine.projection, unit, commonAtHead(engine))
  if (unit.keptUntil === Infinity) return
  const first = sliceAt(engine.slices, unit.keptUntil)
  // Noted as done only when it is: a recipe that throws leaves the unit to be folded again.
  if (first < engine.slices.starts.length - 1) refold(engine, unit, first)
  unit.keptUntil = Infinity
}

/** Brings all units up to their sources, and chooses slices. */
export function settle<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): void {
  const added = cutSlices(engine)
  for (const unit of engine.units.values()) settleUnit(engine, unit)
  for (const start of added) trimState(stateAt(engine.slices, sliceAt(engine.slices, start)))
}

/** Folds a unit from the start of a slice on, and puts it into the start states of all later ones. */
function refold<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  first: number,
): void {
  const { slices } = engine
  withBench(engine, ({ state, draft }) => {
    copyUnit(unit.rows, stateAt(slices, first), state)
    draft.open(unit.rows)
    const fold = foldAtHead(engine, draft)
    let from = markBefore(unit.facts, fold.common.steps, startOf(slices, first))
    for (let index = first + 1; index < slices.starts.length; index++) {
      const to = markBefore(unit.facts, fold.common.steps, startOf(slices, index))
      foldSpan(fold, unit.facts, from, to)
      copyUnit(unit.rows, state, stateAt(slices, index))
      from = to
    }
  })
}

/** Cuts slices that hold too many facts; every unit is to be folded into the new start states. */
function cutSlices<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): readonly number[] {
  const { options, slices, dictionary } = engine
  if (options.slices === false || engine.uncut < slices.size) return []
  slices.size = options.sliceFacts ?? Math.max(SMALLEST_SLICE, FACTS_A_RECORD * estimateRecords(engine))
  engine.uncut = 0
  const added = missingStarts(engine.days, slices.starts, slices.size)
  const [first] = added
  if (first === undefined) return []
  const validUntil = startOf(slices, sliceAt(slices, first))
  for (const unit of engine.units.values()) unit.keptUntil = Math.min(unit.keptUntil, validUntil)
  for (const start of added) insertStart(slices, dictionary, start)
  return added
}

/** About how many records there are at the head. */
function estimateRecords<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): number {
  const units = sortedUnits(engine)
  const stride = Math.max(1, Math.floor(units.length / SAMPLE))
  const sample = units.filter((_, index) => index % stride === 0)
  const records = sample.reduce((count, unit) => count + recordsOf(engine, unit), 0)
  return Math.ceil((records * units.length) / Math.max(1, sample.length))
}

/** How many records a unit has at the head. */
function recordsOf<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): number {
  takeSources(engine.projection, unit, commonAtHead(engine))
  return withBench(engine, ({ state, draft }) => {
    clearUnit(unit.rows, state)
    draft.open(unit.rows)
    const fold = foldAtHead(engine, draft)
    const nothing = { facts: 0, steps: 0 }
    foldSpan(fold, unit.facts, nothing, { facts: countAll(unit.facts), steps: countAll(fold.common.steps) })
    return countUnit(unit.rows, state)
  })
}
