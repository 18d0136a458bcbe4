import { compareCodePoints, type Kinds, type Typed } from '@tidemark/projection'
import type { UnitRows } from './dictionary.ts'
import { draftOver } from './draft.ts'
import { type Bench, type Engine, sortedUnits } from './engine.ts'
import { hasBegun } from './facts.ts'
import { foldSpan } from './fold.ts'
import { type Knowledge, type Known, knownCommon, knownUnit, supposedUnit } from './knowledge.ts'
import { trimMemory } from './memory.ts'
import { lastBefore } from './ordered.ts'
import { settling } from './settle.ts'
import { sliceAt, startOf } from './slices.ts'
import { copyStart, copyUnitAtStart } from './start-state.ts'
import { createState, type State } from './state.ts'
import type { Unit } from './unit.ts'

/** All records of a view, and whose they are. */
export interface FullState {
  readonly state: State
  /** The units with at least one fact, by code point. */
  readonly rows: ReadonlyMap<string, UnitRows>
  readonly units: readonly string[]
}

/** Units folded from one step to the next. */
const A_STEP = 64

/**
 * Folds every unit as known up to an instant, on a copy of the start of its slice, step by step. Between two steps the
 * timeline may grow and its slices may be cut: what is kept is looked up by instant each time.
 */
export function* buildingFull<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): Generator<void, FullState> {
  yield* settling(engine)
  const { dictionary, slices, projection } = engine
  const slice = slices.list[sliceAt(slices, asOf)]
  const start = slice?.start ?? -Infinity
  const state = slice === undefined ? createState(dictionary) : copyStart(dictionary, slices, slice)
  const draft = draftOver<K>(dictionary, state)
  const common = knownCommon(engine, knowledge).replay
  const fold = { projection, common, contexts: common.contexts, draft }
  const rows = new Map<string, UnitRows>()
  // By code point, which mostly is the order of their rows: else the fold would jump about in memory.
  for (const [count, unit] of candidateUnits(engine, knowledge).entries()) {
    if (count % A_STEP === 0) yield
    const known = knownUnit(engine, knowledge, unit, asOf)
    const kept = sliceAt(slices, Math.min(start, known.keptUntil))
    const from = Math.min(start, startOf(slices, kept))
    if (from < start) copyKept(engine, kept, unit.rows, state)
    if (!hasBegun(known.facts, asOf)) continue
    rows.set(unit.key, unit.rows)
    draft.open(unit.rows)
    foldSpan(fold, known.facts, lastBefore(from), asOf)
  }
  trimMemory(engine)
  return { state, rows, units: [...rows.keys()] }
}

/** The same at once. */
export function buildFull<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): FullState {
  const building = buildingFull(engine, knowledge, asOf)
  for (;;) {
    const { done, value } = building.next()
    if (done === true) return value
  }
}

function copyKept<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { slices }: Engine<Source, Fact, Common, K, Effect>,
  index: number,
  unit: UnitRows,
  state: State,
): void {
  const slice = slices.list[index]
  if (slice !== undefined) copyUnitAtStart(slices, slice, unit, state)
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
  copyKept(engine, kept, rows, state)
  draft.open(rows)
  const fold = { projection, common, contexts: common.contexts, draft }
  foldSpan(fold, known.facts, lastBefore(startOf(slices, kept)), asOf)
}

/** The units with at least one known fact up to an instant, by code point. */
export function unitsWithin<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): readonly string[] {
  return candidateUnits(engine, knowledge)
    .filter((unit) => hasBegun(knownUnit(engine, knowledge, unit, asOf).facts, asOf))
    .map((unit) => unit.key)
}

/** The units of the timeline and those only supposed, by code point. */
function candidateUnits<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
): readonly Unit<Source, Fact>[] {
  const added = sortedUnits(engine)
  const supposed = supposedUnits(engine, knowledge)
  if (supposed.length === 0) return added
  return [...added, ...supposed].sort((a, b) => compareCodePoints(a.key, b.key))
}

/** The units that are only supposed. */
function supposedUnits<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
): readonly Unit<Source, Fact>[] {
  return [...knowledge.supposed.keys()]
    .filter((key) => key !== null)
    .filter((key) => !engine.units.has(key))
    .map((key) => supposedUnit(engine, key))
}
