import { type KnownEvent, latestTimeIn, type PlainEvent } from '@tidemark/domain'
import type { FileEvent } from '@tidemark/log'
import { holdsItem, type Share } from '../sharing/share.ts'
import type { Anomaly } from './anomaly.ts'
import { type LastRead, lastReadOf } from './reading.ts'
import { anomalyAt, decode, type Interned, madeOf, nothingInterned, readPlain } from './stored-event.ts'

/** What a piece of a log says, without what is for the timeline of stock: plain data, so that threads can hand it over. */
export interface Sifted {
  /** Where each event stands, and when it was recorded. */
  readonly positions: Float64Array<ArrayBuffer>
  readonly recordedAt: Float64Array<ArrayBuffer>
  readonly anomalies: readonly Anomaly[]
  readonly others: readonly OtherEvent[]
  readonly last: LastRead | null
}

/** An event of the calendar of periods or the catalogue of snapshots. */
export type OtherEvent = Extract<
  KnownEvent,
  {
    readonly type:
      | 'PeriodClosed'
      | 'PeriodReopened'
      | 'SnapshotTaken'
      | 'SnapshotDescribed'
      | 'SnapshotDiscarded'
  }
>

/** What a sieve lets through. */
export interface SieveOptions {
  /** What streams of the workspace begin with. */
  readonly prefix: string
  /** How much later than its recording an event may have occurred, in milliseconds. */
  readonly futureTolerance: number
  readonly share: Share
}

/** Takes what is for the timeline of stock, and the numbers of the streams where the log tells them. */
interface StockTaker {
  add(event: KnownEvent, streamNumber?: number): void
  /** Takes an event that was read plainly, if it wants no object of it. */
  addPlain?(event: PlainEvent, streamNumber?: number): boolean
}

/** Decodes what a log holds and sorts it by what takes it. */
export class Sieve {
  readonly #options: SieveOptions
  readonly #interned: Interned = nothingInterned()

  constructor(options: SieveOptions) {
    this.#options = options
  }

  /** Sorts events that follow one another; those for the timeline of stock are handed over one by one. */
  sift(events: readonly FileEvent[], stock: StockTaker): Sifted {
    const positions = new Float64Array(events.length)
    const recordedAt = new Float64Array(events.length)
    const anomalies: Anomaly[] = []
    const others: OtherEvent[] = []
    const { prefix, futureTolerance } = this.#options
    const lookAhead = (recorded: FileEvent, latest: number) => {
      if (latest > recorded.recordedAt + futureTolerance)
        anomalies.push(anomalyAt(recorded, 'FROM_THE_FUTURE'))
    }
    for (const [index, recorded] of events.entries()) {
      positions[index] = recorded.position
      recordedAt[index] = recorded.recordedAt
      const plain = readPlain(recorded, this.#interned)
      if (plain !== null) {
        lookAhead(recorded, plain.occurredAt)
        this.#takePlain(plain, recorded.streamNumber, stock)
        continue
      }
      const decoded = decode(recorded, prefix, this.#interned)
      if ('anomaly' in decoded) {
        anomalies.push(decoded.anomaly)
        continue
      }
      const { event } = decoded
      lookAhead(recorded, latestTimeIn(event))
      this.#sort(event, recorded.streamNumber, others, stock)
    }
    return { positions, recordedAt, anomalies, others, last: lastReadOf(events) }
  }

  /** Whatever is read plainly is a movement of an item, or the like: all of it is for the timeline of stock. */
  #takePlain(plain: PlainEvent, streamNumber: number | undefined, stock: StockTaker): void {
    if (!holdsItem(this.#options.share, plain.unit)) return
    if (stock.addPlain?.(plain, streamNumber) === true) return
    stock.add(madeOf(plain, this.#interned), streamNumber)
  }

  #sort(event: KnownEvent, streamNumber: number | undefined, others: OtherEvent[], stock: StockTaker): void {
    switch (event.type) {
      case 'PeriodClosed':
      case 'PeriodReopened':
      case 'SnapshotTaken':
      case 'SnapshotDescribed':
      case 'SnapshotDiscarded':
        others.push(event)
        return
      case 'ScheduleSet':
      case 'ScheduleRemoved':
      case 'TriggerSet':
      case 'TriggerRemoved':
        return
      default:
        if (!('item' in event) || holdsItem(this.#options.share, event.item)) stock.add(event, streamNumber)
    }
  }
}
