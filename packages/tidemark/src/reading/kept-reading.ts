import { stockProjection } from '@tidemark/domain'
import { type EventLog, position } from '@tidemark/log'
import {
  AS_BEFORE,
  restoreTimeline,
  type TimelineCache,
  TimelineError,
  type TimelineOptions,
} from '@tidemark/timeline'
import { Catalogue, type Snapshot } from '../snapshots/catalogue.ts'
import type { Anomaly } from './anomaly.ts'
import { type PeriodChange, Periods } from './periods.ts'
import type { LastRead, Reading } from './reading.ts'
import { type ChunkOutline, recordingTimes } from './recording-times.ts'

/** What of a reading is kept beside its timeline. Raise {@link SHAPE} when it changes. */
interface Kept {
  readonly made: string
  readonly position: number
  readonly last: LastRead | null
  readonly periods: readonly PeriodChange[]
  readonly snapshots: readonly Snapshot[]
  readonly anomalies: readonly Anomaly[]
  readonly times: readonly ChunkOutline[]
}

/** The version of what is kept, and of how stored events are read. */
const SHAPE = 3

/** What a kept reading must have been made with: one made otherwise is read again. */
export function makerOf(prefix: string, futureTolerance: number): string {
  return JSON.stringify([SHAPE, prefix, futureTolerance])
}

/** Keeps a reading step by step; nothing may be read in between. `false`: it could not be kept. */
export function keeping(reading: Reading, cache: TimelineCache, made: string): Generator<void, boolean> {
  const { outline, chunks } = reading.times.kept()
  const kept: Kept = {
    made,
    position: reading.position,
    last: reading.last,
    periods: reading.periods.changes,
    snapshots: reading.catalogue.list().toReversed(),
    anomalies: reading.anomalies,
    times: outline,
  }
  const blobs = new Map<string, Uint8Array | typeof AS_BEFORE>()
  for (const [index, bytes] of chunks.entries()) blobs.set(chunkName(index), bytes ?? AS_BEFORE)
  return reading.timeline.saving(cache, { data: kept, blobs })
}

function chunkName(index: number): string {
  return `times-${index}`
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
  // The blob was written by `keeping` or by another version: `made` says which.
  const kept = restored?.companion.data as Partial<Kept> | null | undefined
  if (restored === undefined || kept?.made !== made) return undefined
  // Whatever this version has written is whole.
  const whole = kept as Kept
  if (!(await isStillThere(log, whole))) return undefined
  try {
    return { reading: readingOf(restored, whole), check: restored.check }
  } catch (error) {
    if (error instanceof TimelineError) return undefined
    throw error
  }
}

type Restored = NonNullable<ReturnType<typeof restoreStock>>

function restoreStock(cache: TimelineCache, options: TimelineOptions | undefined) {
  return restoreTimeline(stockProjection, cache, options)
}

function readingOf({ timeline, companion }: Restored, kept: Kept): Reading {
  const { last, periods, snapshots, anomalies, times } = kept
  return {
    timeline,
    catalogue: new Catalogue(snapshots),
    periods: new Periods(periods),
    times: recordingTimes(times, (index) => companion.blob(chunkName(index))),
    anomalies: [...anomalies],
    position: position(kept.position),
    last,
  }
}

/** Whether the log holds what was read last, where it was. */
async function isStillThere(log: EventLog, { last, position: through }: Kept): Promise<boolean> {
  if ((await log.head()) < through) return false
  if (last === null) return true
  const { stream, revision, id, recordedAt } = last
  // Another log may hold the same events, imported again say: it will hardly have recorded the last one at the same instant.
  for await (const [event] of log.readStream(stream, { from: revision, to: revision, limit: 1 })) {
    if (event === undefined || event.id !== id || event.revision !== revision) return false
    return event.position === last.position && event.recordedAt === recordedAt
  }
  return false
}
