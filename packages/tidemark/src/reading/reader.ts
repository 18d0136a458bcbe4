import { type KnownEvent, stockProjection, workspacePrefix } from '@tidemark/domain'
import { type EventLog, position as logPosition, type RecordedEvent, START } from '@tidemark/log'
import { createTimeline, type SliceOptions } from '@tidemark/timeline'
import { Catalogue } from '../snapshots/catalogue.ts'
import type { Anomaly } from './anomaly.ts'
import { Periods } from './periods.ts'
import { recordingTimes } from './recording-times.ts'
import { anomalyAt, decode, nothingInterned } from './stored-event.ts'

/** What a reader is opened with. */
export interface ReaderOptions {
  readonly log: EventLog
  readonly workspace: string
  /** How much later than its recording an event may have occurred, in milliseconds. */
  readonly futureTolerance: number
  readonly timeline?: SliceOptions | undefined
}

/**
 * Everything a workspace's log says, kept up to date on demand: the timeline of stock, the catalogue of
 * snapshots, the closed periods, the times of recording and the anomalies met on the way.
 *
 * It only ever reads. All of it can be thrown away and read again.
 */
export class Reader {
  readonly prefix: string
  readonly timeline: ReturnType<typeof stockTimeline>
  readonly catalogue = new Catalogue()
  readonly periods = new Periods()
  readonly times = recordingTimes()
  readonly anomalies: Anomaly[] = []
  readonly #options: ReaderOptions
  readonly #interned = nothingInterned()
  #position = START
  #catchingUp: Promise<void> | null = null

  constructor(options: ReaderOptions) {
    this.#options = options
    this.prefix = workspacePrefix(options.workspace)
    this.timeline = stockTimeline(options.timeline)
  }

  /** The position read through. */
  get position(): number {
    return this.#position
  }

  /** Reads what the log holds by now, so that what was acknowledged before the call is seen after it. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    // A catch-up already under way may have started before the caller's own append.
    // Its failure is the business of who asked for it.
    while (this.#catchingUp !== null) await this.#catchingUp.catch(() => undefined)
    this.#catchingUp = this.#readOn(signal).finally(() => {
      this.#catchingUp = null
    })
    await this.#catchingUp
  }

  async #readOn(signal: AbortSignal | undefined): Promise<void> {
    const { log } = this.#options
    const through = await log.head()
    if (through <= this.#position) return
    const chunks = log.readAll({ after: this.#position, through, streamPrefixes: [this.prefix], signal })
    for await (const chunk of chunks) {
      this.#take(chunk)
      this.#position = logPosition(chunk.at(-1)?.position ?? this.#position)
    }
    this.#position = through
  }

  #take(chunk: readonly RecordedEvent[]): void {
    const events: KnownEvent[] = []
    for (const recorded of chunk) {
      this.times.add(recorded.position, recorded.recordedAt)
      const decoded = decode(recorded, this.prefix, this.#interned)
      if ('anomaly' in decoded) this.anomalies.push(decoded.anomaly)
      else if (this.#dispatch(decoded.event, recorded)) events.push(decoded.event)
    }
    if (events.length > 0) this.timeline.add(events)
  }

  /** Whether the event is for the timeline of stock. */
  #dispatch(event: KnownEvent, recorded: RecordedEvent): boolean {
    this.#noteOddTimes(event, recorded)
    switch (event.type) {
      case 'PeriodClosed':
      case 'PeriodReopened':
        this.periods.add(event)
        return false
      case 'SnapshotTaken':
      case 'SnapshotDescribed':
      case 'SnapshotDiscarded':
        this.catalogue.add(event)
        return false
      case 'ScheduleSet':
      case 'ScheduleRemoved':
      case 'TriggerSet':
      case 'TriggerRemoved':
        return false
      default:
        return true
    }
  }

  #noteOddTimes(event: KnownEvent, recorded: RecordedEvent): void {
    if (event.occurredAt > recorded.recordedAt + this.#options.futureTolerance) {
      this.anomalies.push(anomalyAt(recorded, 'FROM_THE_FUTURE'))
    }
  }
}

function stockTimeline(options: SliceOptions | undefined) {
  return createTimeline(stockProjection, options)
}
