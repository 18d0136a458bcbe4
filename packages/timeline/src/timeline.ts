import type { Kinds, Projection, Typed } from '@tidemark/projection'
import type { TimelineCache } from './cache/port.ts'
import { type RestoredCompanion, restoreEngine } from './cache/restore.ts'
import { type Companion, saveTimeline, savingTimeline } from './cache/save.ts'
import { beginSlice, tidy } from './cut.ts'
import { countDay } from './days.ts'
import { createEngine, type Engine, openUnit, type TimelineOptions, takeCommon } from './engine.ts'
import { TimelineError } from './errors.ts'
import { makingKeyframes, missingKeyframes } from './keyframes.ts'
import { loadFor } from './memory.ts'
import { earliest } from './ordered.ts'
import { isFirst, placeOf, placeSource, sourcesOf } from './segments.ts'
import { settle, settling } from './settle.ts'
import type { Unit } from './unit.ts'
import { type Verification, verifySlices } from './verify.ts'
import { createView, type View } from './view.ts'

/** Which moment of which knowledge a view stands for. */
export interface ViewOptions<Source> {
  /** Holds every fact that occurred at this instant or before, in milliseconds since the epoch. */
  readonly asOf: number
  /** Holds every source at this position or before; the head when not given. */
  readonly knownThrough?: number
  /** Sources up to the head that are known all the same, though later. Pure. */
  readonly includingLater?: (source: Source) => boolean
  /** What if: sources that were never added, in ascending positions after the head. */
  readonly with?: readonly Source[]
}

/** Replays a projection to any instant, as known at any position. Holds everything in memory; no I/O, no clock. */
export interface Timeline<Source, Fact, Common, K extends Kinds, Effect> {
  /** The last position added; -1 before the first. */
  readonly head: number
  /**
   * Adds sources in ascending order of position, all or none.
   *
   * @throws TimelineError `POSITION_NOT_ASCENDING`, or `NOT_AN_INSTANT` for an `occurredAt` that is not finite.
   */
  add(sources: Iterable<Source>): void
  /**
   * The state as of an instant, as known at a position. Cheap: what is asked of the view is computed when asked.
   *
   * @throws TimelineError `NOT_AN_INSTANT`, `NOT_A_POSITION`, or `POSITION_NOT_ASCENDING` for sources in `with`.
   */
  view(options: ViewOptions<Source>): View<Source, Fact, Common, K, Effect>
  /** The sources of a unit, in the order of recording. */
  sources(unit: string): readonly Source[]
  /** The sources of no unit, in the order of recording. */
  commonSources(): readonly Source[]
  /** Does now what the next full view would do first: prepares and folds what was added. */
  settle(): void
  /** The same step by step, for whoever must not hold up others; stopping early is allowed. */
  settling(): Generator<void, void>
  /** Whether views would take less time after {@link tidying}. */
  readonly isUntidy: boolean
  /** Makes what later views begin at, for when nothing else is to be done; ends early when something is added. */
  tidying(): Generator<void, void>
  /** Whether the cache was found damaged: the timeline may throw `CACHE_DAMAGED` from now on and is to be made anew. */
  readonly damaged: boolean
  /** Reads from the cache, if there is one, what a full view as of an instant needs. Throws TimelineError `CACHE_DAMAGED`. */
  load(asOf: number): void
  /**
   * Keeps everything in a cache, with what the caller has of the same position; writes only what changed since.
   *
   * `false`, and nothing is kept, when facts or the caller's data are not plain data.
   */
  save(cache: TimelineCache, companion?: Companion): boolean
  /** The same step by step; nothing may be added in between. */
  saving(cache: TimelineCache, companion: Companion): Generator<void, boolean>
  /** Compares all that is kept with a replay from nothing. */
  verify(): Verification
}

/**
 * A timeline of a projection, empty at first.
 *
 * @throws TimelineError `SLICE_TOO_SMALL`.
 * @example
 * const timeline = createTimeline(stock)
 * timeline.add(sources)
 * timeline.view({ asOf: Date.parse('2027-03-31T22:59:59.999Z') }).unit('tea')
 */
export function createTimeline<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  options: TimelineOptions = {},
): Timeline<Source, Fact, Common, K, Effect> {
  const { sliceFacts } = options
  if (sliceFacts !== undefined && !(sliceFacts >= 1))
    throw new TimelineError('SLICE_TOO_SMALL', `sliceFacts ${sliceFacts}`)
  return timelineOver(createEngine(projection, options))
}

/** A timeline as it was saved. */
export interface Restored<Source, Fact, Common, K extends Kinds, Effect> {
  readonly timeline: Timeline<Source, Fact, Common, K, Effect>
  readonly companion: RestoredCompanion
  /** Reads and checks the whole cache, blob by blob. Throws TimelineError `CACHE_DAMAGED`. */
  readonly check: () => Generator<void, void>
}

/**
 * The timeline that was last saved in a cache; `undefined` when there is none, when it was another projection's or
 * another version's, or when what is read first is damaged. Slices are read as they are needed: one that turns out to
 * be damaged then throws TimelineError `CACHE_DAMAGED`.
 */
export function restoreTimeline<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  cache: TimelineCache,
  options: TimelineOptions = {},
): Restored<Source, Fact, Common, K, Effect> | undefined {
  const restored = restoreEngine(projection, cache, options)
  return restored && { ...restored, timeline: timelineOver(restored.engine) }
}

/** The timeline of an engine; for tests that look inside. */
export function timelineOver<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Timeline<Source, Fact, Common, K, Effect> {
  return {
    get head() {
      return engine.head
    },
    add: (sources) => addSources(engine, [...sources]),
    view: (options) => makeView(engine, options),
    sources: (key) => {
      const unit = engine.units.get(key)
      return unit === undefined ? [] : sourcesOf(engine.slices, unit)
    },
    commonSources: () => engine.commonSources.slice(),
    settle: () => settle(engine),
    settling: () => settling(engine),
    get isUntidy() {
      return engine.unsettled.size === 0 && missingKeyframes(engine, 'long').length > 0
    },
    *tidying() {
      if (engine.unsettled.size === 0) yield* makingKeyframes(engine, 'long')
    },
    get damaged() {
      return engine.slices.shelf?.damaged === true
    },
    saving: (cache, companion) => savingTimeline(engine, cache, companion),
    load: (asOf) => loadFor(engine, asOf),
    save: (cache, companion = { data: undefined }) => saveTimeline(engine, cache, companion),
    verify: () => verifySlices(engine),
  }
}

function addSources<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): void {
  checkSources(sources, engine.head)
  // All questions to the projection before the first change: one that throws leaves the timeline as it was.
  const { unitOf, concernsOthers } = engine.projection
  const keys = sources.map((source) => unitOf(source))
  const concerned = sources.map((source) => concernsOthers(source))
  const common: Source[] = []
  for (const [index, source] of sources.entries()) {
    const key = keys[index] ?? null
    if (key === null) common.push(source)
    else addToUnit(engine, openUnit(engine, key), source, concerned[index] === true)
    engine.head = source.position
  }
  if (common.length > 0) addCommon(engine, common)
  tidy(engine, sources.length)
}

function addToUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  source: Source,
  concernsOthers: boolean,
): void {
  unit.plain &&= !concernsOthers
  const isFact = unit.plain || (!concernsOthers && isNamedByNone(engine, unit, source))
  unit.stale ||= !isFact
  beginSlice(engine, source.occurredAt)
  placeSource(engine.slices, unit, source, isFact ? 'fact' : 'aside')
  if (isFact) {
    if (isFirst(source, unit.first)) unit.first = placeOf(source)
    unit.keptUntil = Math.min(unit.keptUntil, source.occurredAt)
  }
  unit.lastPosition = source.position
  unit.changes++
  engine.unsettled.add(unit)
  engine.changes++
  countDay(engine.days, source.occurredAt)
}

/** Whether preparing all sources of a unit again would leave one that concerns no other as it is, and all others too. */
function isNamedByNone<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { projection: { naming } }: Engine<Source, Fact, Common, K, Effect>,
  { stale, named }: Unit<Source, Fact>,
  source: Source,
): boolean {
  return !stale && named !== undefined && naming !== undefined && !named.has(naming.idOf(source))
}

function addCommon<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): void {
  takeCommon(engine, sources)
  engine.changes++
  const from = earliest(sources)
  for (const unit of engine.units.values()) {
    unit.keptUntil = Math.min(unit.keptUntil, from)
    unit.changes++
    engine.unsettled.add(unit)
  }
}

function checkSources(sources: readonly Typed[], head: number): void {
  let last = head
  for (const { position, occurredAt } of sources) {
    if (!Number.isSafeInteger(position) || position <= last)
      throw new TimelineError('POSITION_NOT_ASCENDING', `position ${position} after ${last}`)
    if (!Number.isFinite(occurredAt))
      throw new TimelineError('NOT_AN_INSTANT', `occurredAt ${occurredAt} at position ${position}`)
    last = position
  }
}

function makeView<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  options: ViewOptions<Source>,
): View<Source, Fact, Common, K, Effect> {
  const { asOf, knownThrough = engine.head, includingLater, with: supposed = [] } = options
  if (Number.isNaN(asOf)) throw new TimelineError('NOT_AN_INSTANT', `asOf ${asOf}`)
  if (Number.isNaN(knownThrough)) throw new TimelineError('NOT_A_POSITION', `knownThrough ${knownThrough}`)
  checkSources(supposed, engine.head)
  const knowledge = {
    through: Math.min(knownThrough, engine.head),
    head: engine.head,
    includingLater,
    supposed: Map.groupBy(supposed, (source) => engine.projection.unitOf(source)),
    common: undefined,
  }
  return createView(engine, knowledge, asOf)
}
