import type { Kinds, Projection, Typed } from '@tidemark/projection'
import type { TimelineCache } from './cache/port.ts'
import { type RestoredCompanion, restoreEngine } from './cache/restore.ts'
import { type Companion, saveTimeline, savingTimeline } from './cache/save.ts'
import { checkOptions } from './check-options.ts'
import { createEngine, type Engine, type TimelineOptions } from './engine.ts'
import { TimelineError } from './errors.ts'
import { isWorthSettling, settle, settling } from './folding/settle.ts'
import { type Receiver, sourceReceiver } from './handover/receiver.ts'
import { loadFor } from './memory.ts'
import { addSources, checkSources } from './slices/adding.ts'
import { makingKeyframes, missingKeyframes } from './slices/keyframes.ts'
import { sourcesOf } from './slices/segments.ts'
import { type Verification, verifySlices } from './verify.ts'
import { createView, type View } from './views/view.ts'

/** Which moment of which knowledge a view stands for. */
export interface ViewOptions<Source> {
  /** Holds every fact that occurred at this instant or before, in milliseconds since the epoch. */
  readonly asOf: number
  /** Holds every source at this position or before; the head when not given. */
  readonly knownThrough?: number | undefined
  /** Sources up to the head that are known all the same, though later. Pure. */
  readonly includingLater?: ((source: Source) => boolean) | undefined
  /** What if: sources that were never added, in ascending positions after the head. */
  readonly with?: readonly Source[] | undefined
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
   * Takes in what one packer packed, all that it has given so far and in the same order; each part all or none. It throws as
   * {@link add} does, and is of no use any more when it did.
   */
  receiver(): Receiver<Source>
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
  /** Whether so much was added that settling it before more comes costs little. */
  readonly isWorthSettling: boolean
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
 * @throws TimelineError `SLICE_TOO_SMALL`, or `INVALID_ARGUMENT` for another option below what makes sense.
 * @example
 * const timeline = createTimeline(stock)
 * timeline.add(sources)
 * timeline.view({ asOf: Date.parse('2027-03-31T22:59:59.999Z') }).unit('tea')
 */
export function createTimeline<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  options: TimelineOptions = {},
): Timeline<Source, Fact, Common, K, Effect> {
  checkOptions(options)
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
    receiver: () => sourceReceiver(engine),
    view: (options) => makeView(engine, options),
    sources: (key) => {
      const unit = engine.units.get(key)
      return unit === undefined ? [] : sourcesOf(engine.slices, unit)
    },
    commonSources: () => engine.commonSources.slice(),
    settle: () => settle(engine),
    settling: () => settling(engine),
    get isWorthSettling() {
      return isWorthSettling(engine)
    },
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
