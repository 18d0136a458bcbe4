import type { Kinds, Projection, Typed } from '@tidemark/projection'
import { countDay } from './days.ts'
import { createEngine, type Engine, openUnit, type SliceOptions } from './engine.ts'
import { TimelineError } from './errors.ts'
import { earliest } from './facts.ts'
import { settle } from './settle.ts'
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
  /** Does now what the next full view would do first: prepares what was added, chooses and fills slices. */
  settle(): void
  /** Compares every kept start state with a replay from nothing. */
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
  options: SliceOptions = {},
): Timeline<Source, Fact, Common, K, Effect> {
  const { sliceFacts } = options
  if (sliceFacts !== undefined && !(sliceFacts >= 1))
    throw new TimelineError('SLICE_TOO_SMALL', `sliceFacts ${sliceFacts}`)
  return timelineOver(createEngine(projection, options))
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
    sources: (unit) => engine.units.get(unit)?.sources.slice() ?? [],
    commonSources: () => engine.commonSources.slice(),
    settle: () => settle(engine),
    verify: () => verifySlices(engine),
  }
}

function addSources<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): void {
  checkSources(sources, engine.head)
  // All questions to the projection before the first change: one that throws leaves the timeline as it was.
  const units = sources.map((source) => engine.projection.unitOf(source))
  const common: Source[] = []
  sources.forEach((source, index) => {
    const key = units[index] ?? null
    if (key === null) common.push(source)
    else {
      const unit = openUnit(engine, key)
      unit.sources.push(source)
      unit.lastPosition = source.position
      countDay(engine.days, source.occurredAt)
      engine.uncut++
    }
    engine.head = source.position
  })
  if (common.length === 0) return
  for (const source of common) engine.commonSources.push(source)
  engine.common = undefined
  const from = earliest(common)
  for (const unit of engine.units.values()) unit.keptUntil = Math.min(unit.keptUntil, from)
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
