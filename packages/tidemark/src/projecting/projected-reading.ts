import type { KnownEvent } from '@tidemark/domain'
import { type EventLog, type Position, position, START } from '@tidemark/log'
import type { Kinds, Projection, Typed } from '@tidemark/projection'
import {
  createTimeline,
  restoreTimeline,
  type Timeline,
  type TimelineCache,
  type TimelineOptions,
} from '@tidemark/timeline'
import { unlessDamaged } from '../reading/damage.ts'
import { companionOf, keptBeside, madeOf, restoredTimes } from '../reading/kept-place.ts'
import type { LastRead } from '../reading/reading.ts'
import { type RecordingTimes, recordingTimes } from '../reading/recording-times.ts'

/** What was read of a log for a host's own projection. All of it can be thrown away and read again. */
export interface ProjectedReading<Fact, Common, K extends Kinds, Effect> {
  readonly timeline: Timeline<KnownEvent, Fact, Common, K, Effect>
  readonly times: RecordingTimes
  /** The position read through. */
  position: Position
  last: LastRead | null
}

/** Nothing read yet. */
export function nothingProjected<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
  options: TimelineOptions | undefined,
): ProjectedReading<Fact, Common, K, Effect> {
  return {
    timeline: createTimeline(projection, options),
    times: recordingTimes(),
    position: START,
    last: null,
  }
}

/** The version of what is kept, and of how events are read for it. */
const VERSION = 2

/** What a kept reading must have been made with. */
export function projectedMakerOf(log: EventLog): Promise<string> {
  return madeOf(log, VERSION)
}

/** Keeps it step by step; nothing may be read in between. `false`: it could not be kept. */
export function keepingProjected<Fact extends Typed, Common, K extends Kinds, Effect>(
  { timeline, times, position, last }: ProjectedReading<Fact, Common, K, Effect>,
  cache: TimelineCache,
  made: string,
): Generator<void, boolean> {
  return timeline.saving(cache, companionOf(times, { made, position, last }))
}

/** One that was kept, and how to check all of it. */
interface Restored<Fact, Common, K extends Kinds, Effect> {
  readonly reading: ProjectedReading<Fact, Common, K, Effect>
  readonly check: () => Generator<void, void>
}

/** What was kept last of this version of a projection, when the log still holds what it was read through; else `undefined`. */
export async function restoreProjected<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
  cache: TimelineCache,
  log: EventLog,
  made: string,
  options: TimelineOptions | undefined,
): Promise<Restored<Fact, Common, K, Effect> | undefined> {
  const restored = restoreTimeline(projection, cache, options)
  const place = restored && (await keptBeside(restored.companion, made, log))
  if (restored === undefined || place === undefined) return undefined
  const { timeline, companion, check } = restored
  return unlessDamaged(() => {
    const times = restoredTimes(place, companion)
    return { reading: { timeline, times, position: position(place.position), last: place.last }, check }
  })
}
