import { compareCodePoints, type Kinds, type Projection, type Typed } from '@tidemark/projection'
import { type CommonReplay, replayCommon } from './common.ts'
import type { Days } from './days.ts'
import { createDictionary, type Dictionary, unitRows } from './dictionary.ts'
import { draftOver, type StateDraft } from './draft.ts'
import type { Fold } from './fold.ts'
import { createSlices, type Slices } from './slices.ts'
import { createState, type State } from './state.ts'
import { createUnit, type Unit } from './unit.ts'

/** Fewer facts than this fold faster than a start state is copied. */
export const SMALLEST_SLICE = 4096

/** How slices are chosen. */
export interface SliceOptions {
  /** `false` folds every view from the beginning: slower, the same answers. */
  readonly slices?: boolean
  /** Facts a slice holds; about as many as there are records when not given. */
  readonly sliceFacts?: number
}

/** A state to fold one unit in; what other units left there is nobody's. */
export interface Bench<K extends Kinds> {
  readonly state: State
  readonly draft: StateDraft<K>
}

/** All a timeline holds. */
export interface Engine<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly projection: Projection<Source, Fact, Common, K, Effect>
  readonly options: SliceOptions
  readonly dictionary: Dictionary
  readonly units: Map<string, Unit<Source, Fact>>
  /** The units by code point, until another comes. */
  sortedUnits: readonly Unit<Source, Fact>[] | undefined
  readonly commonSources: Source[]
  /** What all units share as known at the head, until more of it comes. */
  common: CommonReplay<Source, Fact, Common, K, Effect> | undefined
  readonly slices: Slices
  readonly days: Days
  /** Sources added since slices were last chosen. */
  uncut: number
  readonly idleBenches: Bench<K>[]
  /** The last position. */
  head: number
}

export function createEngine<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  options: SliceOptions,
): Engine<Source, Fact, Common, K, Effect> {
  const dictionary = createDictionary(projection.records)
  return {
    projection,
    options,
    dictionary,
    units: new Map(),
    sortedUnits: undefined,
    commonSources: [],
    common: undefined,
    slices: createSlices(dictionary, options.sliceFacts ?? SMALLEST_SLICE),
    days: new Map(),
    uncut: 0,
    idleBenches: [],
    head: -1,
  }
}

/** The unit of a key, begun at first use. */
export function openUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  key: string,
): Unit<Source, Fact> {
  const known = engine.units.get(key)
  if (known !== undefined) return known
  const unit = createUnit<Source, Fact>(key, unitRows(engine.dictionary, key))
  engine.units.set(key, unit)
  engine.sortedUnits = undefined
  return unit
}

export function sortedUnits<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): readonly Unit<Source, Fact>[] {
  engine.sortedUnits ??= [...engine.units.values()].sort((a, b) => compareCodePoints(a.key, b.key))
  return engine.sortedUnits
}

/** What all units share as known at the head. */
export function commonAtHead<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): CommonReplay<Source, Fact, Common, K, Effect> {
  engine.common ??= replayCommon(engine.projection, engine.commonSources)
  return engine.common
}

/** A fold over a draft with all that is known at the head. */
export function foldAtHead<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  draft: StateDraft<K>,
): Fold<Source, Fact, Common, K, Effect> {
  const common = commonAtHead(engine)
  return { projection: engine.projection, common, contexts: common.contexts, draft }
}

/** Lends a bench: several may be out at once, when a listener asks for another view. */
export function withBench<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect, Result>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  work: (bench: Bench<K>) => Result,
): Result {
  const bench = engine.idleBenches.pop() ?? createBench<K>(engine.dictionary)
  try {
    return work(bench)
  } finally {
    engine.idleBenches.push(bench)
  }
}

function createBench<K extends Kinds>(dictionary: Dictionary): Bench<K> {
  const state = createState(dictionary)
  return { state, draft: draftOver(dictionary, state) }
}
