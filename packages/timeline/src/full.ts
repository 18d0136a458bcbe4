import { compareCodePoints, type Kinds, type Typed } from '@tidemark/projection'
import { type UnitRows, unitRows } from './dictionary.ts'
import { draftOver } from './draft.ts'
import { type Bench, type Engine, sortedUnits } from './engine.ts'
import { countThrough } from './facts.ts'
import { foldSpan, markBefore, markThrough } from './fold.ts'
import { type Knowledge, type Known, knownCommon, knownUnit } from './knowledge.ts'
import { settle } from './settle.ts'
import { sliceAt, startOf, stateAt } from './slices.ts'
import { copyState, copyUnit, type State } from './state.ts'
import { createUnit, type Unit } from './unit.ts'

/** All records of a view, and whose they are. */
export interface FullState {
  readonly state: State
  /** The units with at least one fact, by code point. */
  readonly rows: ReadonlyMap<string, UnitRows>
  readonly units: readonly string[]
}

/** Folds every unit as known up to an instant, on a copy of the start of its slice. */
export function buildFull<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): FullState {
  settle(engine)
  const { dictionary, slices, projection } = engine
  const slice = sliceAt(slices, asOf)
  const state = copyState(dictionary, stateAt(slices, slice))
  const draft = draftOver<K>(dictionary, state)
  const common = knownCommon(engine, knowledge).replay
  const fold = { projection, common, contexts: common.contexts, draft }
  const rows = new Map<string, UnitRows>()
  for (const unit of candidateUnits(engine, knowledge)) {
    const known = knownUnit(engine, knowledge, unit, asOf)
    const kept = Math.min(slice, sliceAt(slices, known.keptUntil))
    if (kept < slice) copyUnit(unit.rows, stateAt(slices, kept), state)
    const to = markThrough(known.facts, common.steps, asOf)
    if (to.facts === 0) continue
    rows.set(unit.key, unit.rows)
    draft.open(unit.rows)
    foldSpan(fold, known.facts, markBefore(known.facts, common.steps, startOf(slices, kept)), to)
  }
  return { state, rows, units: [...rows.keys()] }
}

/** Folds one unit as known up to an instant, on a bench. */
export function foldKnown<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  rows: UnitRows,
  known: Known<Fact>,
  asOf: number,
  { state, draft }: Bench<K>,
): void {
  const { slices, projection } = engine
  const common = knownCommon(engine, knowledge).replay
  const kept = sliceAt(slices, Math.min(asOf, known.keptUntil))
  copyUnit(rows, stateAt(slices, kept), state)
  draft.open(rows)
  const from = markBefore(known.facts, common.steps, startOf(slices, kept))
  const to = markThrough(known.facts, common.steps, asOf)
  foldSpan({ projection, common, contexts: common.contexts, draft }, known.facts, from, to)
}

/** The units with at least one known fact up to an instant, by code point. */
export function unitsWithin<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): readonly string[] {
  return candidateUnits(engine, knowledge)
    .filter((unit) => countThrough(knownUnit(engine, knowledge, unit, asOf).facts, asOf) > 0)
    .map((unit) => unit.key)
}

/** The units of the timeline and those only supposed, by code point. */
function candidateUnits<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
): readonly Unit<Source, Fact>[] {
  const added = sortedUnits(engine)
  const supposed = [...knowledge.supposed.keys()]
    .filter((key) => key !== null)
    .filter((key) => !engine.units.has(key))
    .map((key) => createUnit<Source, Fact>(key, unitRows(engine.dictionary, key)))
  if (supposed.length === 0) return added
  return [...added, ...supposed].sort((a, b) => compareCodePoints(a.key, b.key))
}
