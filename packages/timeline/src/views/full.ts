import { compareCodePoints, type Kinds, type Typed } from '@tidemark/projection'
import { atOnce } from '../at-once.ts'
import type { Bench, Engine } from '../engine.ts'
import { lastBefore } from '../facts/ordered.ts'
import type { Unit } from '../facts/unit.ts'
import { type ListedUnits, listedUnits } from '../facts/units.ts'
import { foldSpan } from '../folding/fold.ts'
import { settling } from '../folding/settle.ts'
import { foldingShort } from '../folding/shortcuts.ts'
import { workspaceOver } from '../folding/workspace.ts'
import { trimMemory } from '../memory.ts'
import { searchKey, type UnitRows } from '../records/dictionary.ts'
import type { State, Wanted } from '../records/state.ts'
import { hasBegun } from '../slices/facts-of-unit.ts'
import { putUnitAt, stateAtKeyframe } from '../slices/keyframes.ts'
import { type Journal, journalsOf, playing } from '../slices/play.ts'
import type { Layers } from '../versions/layers.ts'
import { layersAlong } from '../versions/laying.ts'
import { type LazyTables, lazyTables, readingTables, tablesAtHand } from '../versions/lazy-tables.ts'
import { type SinceKeyframe, sinceKeyframe } from '../versions/since.ts'
import { preparingVersions } from '../versions/span.ts'
import { wayTo } from '../versions/way.ts'
import {
  isAllAsKept,
  isAsKept,
  isKnownThrough,
  type Knowledge,
  type Known,
  knownCommon,
  knownUnit,
  supposedUnit,
} from './knowledge.ts'

/** All records of a view, and whose they are: the units with at least one fact. */
export interface FullState extends ListedUnits {
  readonly state: State
}

/** The rows of a unit of a state. */
export function rowsOfUnit({ units, rows }: FullState, unit: string): UnitRows | undefined {
  const at = searchKey(units, unit)
  return units[at] === unit ? rows[at] : undefined
}

/**
 * The records of every unit as known up to an instant, step by step: what is kept of all units in one go, then, unit by
 * unit, those of which the view knows something else. Between two steps the timeline may grow and its slices may be cut.
 */
export function* buildingFull<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): Generator<void, FullState> {
  yield* settling(engine)
  yield* preparingVersions(engine, asOf)
  // Taken at once, so that it belongs together; then it may be read in steps.
  const kept = keptRecords(engine, asOf)
  const units = candidateUnits(engine, knowledge)
  const others = unlikeKept(engine, knowledge, units, asOf)
  const begun = new Set(units.filter((unit) => !others.has(unit) && beganBy(unit, asOf)))
  const state = yield* readingAll(engine, kept, asOf)
  const bench = { state, workspace: workspaceOver<K>(engine.dictionary, state) }
  for (const unit of others) {
    yield
    const known = knownUnit(engine, knowledge, unit, asOf)
    foldKnown(engine, knowledge, unit, known, asOf, bench)
    bench.workspace.store()
    if (hasBegun(known.facts, asOf)) begun.add(unit)
  }
  trimMemory(engine)
  return {
    state,
    ...listed(
      engine,
      units,
      units.filter((unit) => begun.has(unit)),
    ),
  }
}

function beganBy<Source extends Typed, Fact extends Typed>(
  { first }: Unit<Source, Fact>,
  instant: number,
): boolean {
  return first !== undefined && first.occurredAt <= instant
}

/** Whether all units of the timeline have a fact at an instant or before, as far as is kept. */
function haveAllBegun<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  instant: number,
): boolean {
  // Mostly they have: looking at each would fetch all of them from memory for every view.
  if (engine.begun?.changes !== engine.changes) {
    const last = engine.units.list.reduce(
      (latest, { first }) => Math.max(latest, first?.occurredAt ?? Infinity),
      -Infinity,
    )
    engine.begun = { changes: engine.changes, last }
  }
  return engine.begun.last <= instant
}

/** Those of some units that are there; of all there are the list that is lent again, so that what was made of it can be. */
function listed<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { units }: Engine<Source, Fact, Common, K, Effect>,
  some: readonly Unit<Source, Fact>[],
  there: readonly Unit<Source, Fact>[],
): ListedUnits {
  return there.length === some.length && some === units.sorted() ? units.listed() : listedUnits(there)
}

/** Some fields of all records of a view, read as they are asked for, and whose they are. */
export interface LeanState extends Omit<FullState, 'state'> {
  readonly tables: LazyTables
  /** What changed since the keyframe below; `undefined` where there is none or nobody keeps track of it. */
  readonly since?: SinceKeyframe | undefined
}

/** Wanted fields of all units, step by step; `undefined` where a view knows something else than what is kept. */
export function* buildingLean<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
  wanted: Wanted,
): Generator<void, LeanState | undefined> {
  yield* settling(engine)
  yield* preparingVersions(engine, asOf)
  const whose = listedAsKept(engine, knowledge, asOf)
  if (whose === undefined) return undefined
  const kept = keptRecords(engine, asOf, wanted)
  const { layers } = kept
  const lean =
    layers === undefined
      ? { ...whose, tables: tablesAtHand(yield* readingAll(engine, kept, asOf)) }
      : { ...whose, tables: lazyTables(layers, wanted), since: sinceKeyframe(layers, wanted) }
  trimMemory(engine)
  return lean
}

/** The units of a view that knows nothing else than what is kept; `undefined` where it does. */
function listedAsKept<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): ListedUnits | undefined {
  if (isAllAsKept(engine, knowledge) && haveAllBegun(engine, asOf)) return engine.units.listed()
  const units = candidateUnits(engine, knowledge)
  if (unlikeKept(engine, knowledge, units, asOf).size > 0) return undefined
  const there = haveAllBegun(engine, asOf) ? units : units.filter((unit) => beganBy(unit, asOf))
  return listed(engine, units, there)
}

/** Where the records of all units as of an instant stand. Nothing of it changes while the timeline grows. */
type Kept<Source extends Typed, Fact extends Typed> =
  | { readonly layers: Layers }
  | {
      readonly layers: undefined
      /** What the journals lead on from. */
      readonly state: State
      readonly journals: readonly Journal<Source, Fact>[]
    }

/** As far as what is kept tells: versions of records where slices have them, else journals. */
function keptRecords<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  asOf: number,
  wanted?: Wanted,
): Kept<Source, Fact> {
  const way = wayTo(engine, asOf)
  const layers = layersAlong(engine, way, asOf)
  if (layers !== undefined) return { layers }
  return {
    layers: undefined,
    state: stateAtKeyframe(engine, way.from, wanted),
    journals: journalsOf(engine, way.through),
  }
}

function* readingAll<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  kept: Kept<Source, Fact>,
  asOf: number,
): Generator<void, State> {
  if (kept.layers !== undefined) return yield* readingTables(engine.dictionary, kept.layers)
  yield* playing(engine, kept.journals, asOf, kept.state)
  return kept.state
}

/** Those of the units of which a view knows something else than what is kept, as far as it matters at `asOf`. */
function unlikeKept<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  units: readonly Unit<Source, Fact>[],
  asOf: number,
): ReadonlySet<Unit<Source, Fact>> {
  if (isAllAsKept(engine, knowledge)) return new Set()
  const isOld = isKnownThrough(engine, knowledge, asOf)
  return new Set(units.filter((unit) => !isAsKept(engine, knowledge, unit, isOld)))
}

/** The same at once. */
export function buildFull<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): FullState {
  return atOnce(buildingFull(engine, knowledge, asOf))
}

/** Folds one unit as known up to an instant, on a bench; what it changed is not in the bench's state until it is stored. */
export function foldKnown<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  known: Known<Fact>,
  asOf: number,
  { state, workspace }: Bench<K>,
): void {
  const { projection } = engine
  const common = knownCommon(engine, knowledge).replay
  const kept = Math.min(asOf, lastBefore(known.keptUntil))
  putUnitAt(engine, unit, kept, state)
  workspace.open(unit.rows)
  if (kept >= asOf) return
  const short = foldingShort(engine, workspace, () => undefined)
  const fold = { projection, common, contexts: common.contexts, records: workspace.records, short }
  foldSpan(fold, known.facts, kept, asOf)
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
  const added = engine.units.sorted()
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
    .filter((key) => engine.units.get(key) === undefined)
    .map((key) => supposedUnit(engine, key))
}
