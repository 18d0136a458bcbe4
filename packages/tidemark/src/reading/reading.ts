import { stockProjection } from '@tidemark/domain'
import { type Position, type RecordedEvent, START } from '@tidemark/log'
import { createTimeline, type TimelineOptions } from '@tidemark/timeline'
import { Catalogue } from '../snapshots/catalogue.ts'
import type { Anomaly } from './anomaly.ts'
import { Periods } from './periods.ts'
import { type RecordingTimes, recordingTimes } from './recording-times.ts'

/** The timeline of stock. */
export type StockTimeline = ReturnType<typeof stockTimeline>

/** The last event of a workspace that was read. */
export interface LastRead {
  readonly stream: string
  readonly revision: number
  readonly id: string
  readonly position: number
  readonly recordedAt: number
}

/** The last of some events. */
export function lastReadOf(events: readonly RecordedEvent[]): LastRead | null {
  const last = events.at(-1)
  if (last === undefined) return null
  const { stream, revision, id, position, recordedAt } = last
  return { stream, revision, id, position, recordedAt }
}

/** Everything that was read of a workspace's log. All of it can be thrown away and read again. */
export interface Reading {
  readonly timeline: StockTimeline
  readonly catalogue: Catalogue
  readonly periods: Periods
  readonly times: RecordingTimes
  readonly anomalies: Anomaly[]
  /** The position read through. */
  position: Position
  last: LastRead | null
}

/** Nothing read yet. */
export function nothingRead(options: TimelineOptions | undefined): Reading {
  return {
    timeline: stockTimeline(options),
    catalogue: new Catalogue(),
    periods: new Periods(),
    times: recordingTimes(),
    anomalies: [],
    position: START,
    last: null,
  }
}

function stockTimeline(options: TimelineOptions | undefined) {
  return createTimeline(stockProjection, options)
}
