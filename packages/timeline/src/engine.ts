import type { Draft, Kinds, Projection, Typed } from '@tidemark/projection'
import type { Saved } from './cache/save.ts'
import { createUnit, type Unit } from './facts/unit.ts'
import { Units } from './facts/units.ts'
import { type CommonReplay, replayCommon } from './folding/common.ts'
import type { Fold } from './folding/fold.ts'
import { type Heads, noHeads } from './folding/heads.ts'
import type { ShortWays } from './folding/shortcuts.ts'
import { type Workspace, workspaceOver } from './folding/workspace.ts'
import { createDictionary, type Dictionary, rowsOfNewUnit } from './records/dictionary.ts'
import { createState, type State } from './records/state.ts'
import type { Days } from './slices/days.ts'
import { createSlices, type Slice, type Slices } from './slices/slices.ts'

/** How slices are chosen. */
export interface SliceOptions {
  /** `false` folds every view from the beginning of time: slower, the same answers. */
  readonly slices?: boolean | undefined
  /** Facts a slice holds; enough for what a slice costs by itself when not given. */
  readonly sliceFacts?: number | undefined
  /** Facts from one keyframe, where all records are kept, to the next; as many as there are records when not given. */
  readonly keyframeFacts?: number | undefined
  /** How often the journal of a slice is read for full views before they read versions of records; once when not given. */
  readonly readsBeforeVersions?: number | undefined
  /** Facts a slice keeps beside those that are packed; 4,096 or a quarter of the slice when not given. */
  readonly looseFacts?: number | undefined
}

/** How slices and memory are kept. */
export interface TimelineOptions extends SliceOptions {
  /** How much slices may take in memory before those least needed are left to the cache; all of it when not given. */
  readonly memory?: { readonly bytes: number } | undefined
}

/** A place to fold one unit in; what other units left in its state is nobody's. */
export interface Bench<K extends Kinds> {
  readonly state: State
  readonly workspace: Workspace<K>
}

/** All a timeline holds. */
export interface Engine<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly projection: Projection<Source, Fact, Common, K, Effect>
  readonly options: TimelineOptions
  readonly dictionary: Dictionary
  readonly units: Units<Source, Fact>
  /** When the last of the units began, as of so many changes. */
  begun: { readonly changes: number; readonly last: number } | undefined
  readonly commonSources: Source[]
  /** When the last of them occurred. */
  lastCommon: number
  /** What all units share as known at the head, until more of it comes. */
  common: CommonReplay<Source, Fact, Common, K, Effect> | undefined
  readonly slices: Slices<Source, Fact>
  /** How facts are folded without their recipes, by number of their shape. */
  readonly shortWays: ShortWays<K, Common>
  readonly days: Days
  /** Units that may have something to settle. */
  readonly unsettled: Set<Unit<Source, Fact>>
  /** How many sources were added since all of them were settled. */
  addedSince: number
  /** The settling that is under way, so that whoever asks meanwhile goes on with it. */
  work: Generator<void, void> | undefined
  /** Slices that are to be packed next: the full ones, and those that little is added to any more. */
  readonly full: Slice<Source, Fact>[]
  /** The packing that is under way: a little of it is done whenever something is added. */
  packing: Generator<void, void> | undefined
  /** Counts changes of slices and of what they hold. */
  changes: number
  readonly idleBenches: Bench<K>[]
  readonly heads: Heads<Source, Fact, K>
  /** The last position. */
  head: number
  /** What of it is in a cache, once it was saved there or restored from there. */
  saved: Saved | undefined
}

export function createEngine<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  options: TimelineOptions,
): Engine<Source, Fact, Common, K, Effect> {
  const dictionary = createDictionary(projection.records)
  return {
    projection,
    options,
    dictionary,
    units: new Units(),
    begun: undefined,
    commonSources: [],
    lastCommon: -Infinity,
    common: undefined,
    slices: createSlices(dictionary),
    shortWays: [],
    days: new Map(),
    unsettled: new Set(),
    addedSince: 0,
    work: undefined,
    full: [],
    packing: undefined,
    changes: 0,
    idleBenches: [],
    heads: noHeads(),
    head: -1,
    saved: undefined,
  }
}

/** The unit of a key, begun at first use. */
export function openUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  key: string,
): Unit<Source, Fact> {
  const known = engine.units.get(key)
  if (known !== undefined) return known
  const unit = createUnit<Source, Fact>(key, engine.units.count, rowsOfNewUnit(engine.dictionary, key))
  engine.units.add(unit)
  return unit
}

/** Takes up sources of no unit. */
export function takeCommon<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): void {
  for (const source of sources) {
    engine.commonSources.push(source)
    engine.lastCommon = Math.max(engine.lastCommon, source.occurredAt)
  }
  engine.common = undefined
}

/** What all units share as known at the head. */
export function commonAtHead<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): CommonReplay<Source, Fact, Common, K, Effect> {
  engine.common ??= replayCommon(engine.projection, engine.commonSources)
  return engine.common
}

/** A fold over records with all that is known at the head. */
export function foldAtHead<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  records: Draft<K>,
): Fold<Source, Fact, Common, K, Effect> {
  const common = commonAtHead(engine)
  return { projection: engine.projection, common, contexts: common.contexts, records }
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

export function createBench<K extends Kinds>(dictionary: Dictionary): Bench<K> {
  const state = createState(dictionary)
  return { state, workspace: workspaceOver(dictionary, state) }
}
