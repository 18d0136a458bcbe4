import { stockProjection } from '@tidemark/domain'
import { type EventLog, position } from '@tidemark/log'
import { restoreTimeline, type TimelineCache, type TimelineOptions } from '@tidemark/timeline'
import { Catalogue, type Snapshot } from '../snapshots/catalogue.ts'
import type { Anomaly } from './anomaly.ts'
import { unlessDamaged } from './damage.ts'
import { companionOf, type KeptPlace, keptBeside, madeOf, restoredTimes } from './kept-place.ts'
import { type PeriodChange, Periods } from './periods.ts'
import type { Reading } from './reading.ts'

/** What of a reading is kept beside its timeline. Raise {@link SHAPE} when it changes. */
interface Kept extends KeptPlace {
  readonly periods: readonly PeriodChange[]
  readonly snapshots: readonly Snapshot[]
  readonly anomalies: readonly Anomaly[]
}

/** The version of what is kept, and of how stored events are read. */
const SHAPE = 4

/** What a kept reading must have been made with. */
export function makerOf(log: EventLog, prefix: string, futureTolerance: number): Promise<string> {
  return madeOf(log, SHAPE, prefix, futureTolerance)
}

/** Keeps a reading step by step; nothing may be read in between. `false`: it could not be kept. */
export function keeping(reading: Reading, cache: TimelineCache, made: string): Generator<void, boolean> {
  const companion = companionOf(reading.times, {
    made,
    position: reading.position,
    last: reading.last,
    periods: reading.periods.changes,
    snapshots: reading.catalogue.list().toReversed(),
    anomalies: reading.anomalies,
  })
  return reading.timeline.saving(cache, companion)
}

/** A reading that was kept, and how to check all of it. */
export interface RestoredReading {
  readonly reading: Reading
  readonly check: () => Generator<void, void>
}

/**
 * The reading that was kept last, when the log still holds the event it was read through; `undefined` when there is none
 * that can be gone on from.
 */
export async function restoreReading(
  cache: TimelineCache,
  log: EventLog,
  made: string,
  options: TimelineOptions | undefined,
): Promise<RestoredReading | undefined> {
  const restored = restoreStock(cache, options)
  const kept = restored && (await keptBeside<Kept>(restored.companion, made, log))
  if (restored === undefined || kept === undefined) return undefined
  return unlessDamaged(() => ({ reading: readingOf(restored, kept), check: restored.check }))
}

type Restored = NonNullable<ReturnType<typeof restoreStock>>

function restoreStock(cache: TimelineCache, options: TimelineOptions | undefined) {
  return restoreTimeline(stockProjection, cache, options)
}

function readingOf({ timeline, companion }: Restored, kept: Kept): Reading {
  const { last, periods, snapshots, anomalies } = kept
  return {
    timeline,
    catalogue: new Catalogue(snapshots),
    periods: new Periods(periods),
    times: restoredTimes(kept, companion),
    anomalies: [...anomalies],
    position: position(kept.position),
    last,
  }
}
