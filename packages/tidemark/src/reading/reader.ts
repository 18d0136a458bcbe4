import { type KnownEvent, workspacePrefix } from '@tidemark/domain'
import {
  type EventLog,
  eventsUnder,
  fileOf,
  position as logPosition,
  type Position,
  type RecordedEvent,
} from '@tidemark/log'
import { cacheWithin, type TimelineCache, type TimelineOptions } from '@tidemark/timeline'
import { type Share, WHOLE } from '../sharing/share.ts'
import type { Catalogue } from '../snapshots/catalogue.ts'
import { inTheBackground } from '../turns/background.ts'
import { oneAtATime } from '../turns/one-at-a-time.ts'
import { stepByStep } from '../turns/steps.ts'
import { whileOthersHoldBack } from '../turns/turns.ts'
import { readAhead, type StartReading } from './ahead/read-ahead.ts'
import type { Anomaly } from './anomaly.ts'
import { eventsBetween, piecesOf, WORTH_SETTLING } from './chunks.ts'
import { isDamage, isWhole } from './damage.ts'
import { Keeper } from './keeper.ts'
import { keeping, makerOf, type RestoredReading, restoreReading } from './kept-reading.ts'
import type { Periods } from './periods.ts'
import { type LastRead, nothingRead, type Reading, type StockTimeline } from './reading.ts'
import type { RecordingTimes } from './recording-times.ts'
import { Sieve, type Sifted } from './sieve.ts'

/** What a reader is opened with. */
export interface ReaderOptions {
  readonly log: EventLog
  readonly workspace: string
  /** How much later than its recording an event may have occurred, in milliseconds. */
  readonly futureTolerance: number
  readonly timeline?: TimelineOptions | undefined
  /** The items to hold; all when left out. */
  readonly share?: Share | undefined
  /** Where what was read is kept, so that a later reader need not read it again. */
  readonly cache?: TimelineCache | undefined
  /** So many events of a file, or more, are read by a thread of their own. `Infinity`: there is none. */
  readonly readAheadFrom?: number | undefined
  /** Starts it; for tests. */
  readonly startReading?: StartReading | undefined
}

/** So many events are worth a thread that reads them. */
const WORTH_A_THREAD = 50_000
/** So many events such a thread may be ahead. */
const AHEAD = 700_000
/** So many pieces tell how long an event takes. */
const PACE_OVER = 32
/** So few events are checked before the first answer, more of them after it. */
const CHECKED_AT_ONCE = 200_000

/**
 * Everything a workspace's log says, kept up to date on demand: the timeline of stock, the catalogue of
 * snapshots, the closed periods, the times of recording and the anomalies met on the way.
 *
 * It only ever reads. All of it can be thrown away and read again.
 */
export class Reader {
  readonly prefix: string
  readonly share: Share
  readonly #options: ReaderOptions
  readonly #cache: TimelineCache | undefined
  readonly #keeper: Keeper<Reading> | undefined
  /** What it is read with, once that is to be kept. */
  #made = ''
  #reading: Reading
  readonly #sieve: Sieve
  #isFresh = true
  #isAsked = false
  /** How many wait for it to catch up. */
  #awaited = 0
  #pace = 0
  readonly #alone = oneAtATime()
  #isTidying = false

  constructor(options: ReaderOptions) {
    this.#options = options
    this.prefix = workspacePrefix(options.workspace)
    this.share = options.share ?? WHOLE
    this.#sieve = new Sieve({
      prefix: this.prefix,
      share: this.share,
      futureTolerance: options.futureTolerance,
    })
    const { index, of } = this.share
    const cache = options.cache && cacheWithin(options.cache, `${this.prefix}${index}of${of}/`)
    this.#cache = cache
    this.#keeper = cache && new Keeper((reading) => keeping(reading, cache, this.#made))
    this.#reading = nothingRead(options.timeline)
  }

  /** The position read through. */
  get position(): number {
    return this.#reading.position
  }

  /** The last event that was read. */
  get last(): LastRead | null {
    return this.#reading.last
  }

  get timeline(): StockTimeline {
    return this.#reading.timeline
  }

  get catalogue(): Catalogue {
    return this.#reading.catalogue
  }

  get periods(): Periods {
    return this.#reading.periods
  }

  get times(): RecordingTimes {
    return this.#reading.times
  }

  get anomalies(): readonly Anomaly[] {
    return this.#reading.anomalies
  }

  /** Whether anybody has ever asked what it reads. */
  get isAsked(): boolean {
    return this.#isAsked
  }

  /** How long one event takes to be read, in milliseconds, as it was of late. */
  get pace(): number {
    return this.#pace
  }

  /** Reads what the log holds by now, so that what was acknowledged before the call is seen after it. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    this.#isAsked = true
    this.#awaited++
    await whileOthersHoldBack(() => this.#follow(signal)).finally(() => this.#awaited--)
    this.#keeper?.keepInTheBackground(this.#reading)
    if (this.#isTidying || !this.timeline.isUntidy) return
    this.#isTidying = true
    inTheBackground(this.#tidying())
  }

  /** What late entries undid is made again for the views to come. */
  *#tidying(): Generator<void, void> {
    try {
      yield* this.timeline.tidying()
    } finally {
      this.#isTidying = false
    }
  }

  /** The same for one that only keeps it ready for others who ask, with all that follows from what was read. */
  async keepReady(signal?: AbortSignal): Promise<void> {
    const from = this.times.count
    const begun = performance.now()
    await this.#follow(signal)
    try {
      await this.#inSteps(this.timeline.settling(), signal)
      const read = this.times.count - from
      if (read > 0) this.#pace = (performance.now() - begun) / read
      // Here, where it holds up nobody: a view that finds too long a way to its moment waits for it.
      await this.#inSteps(this.timeline.tidying(), signal)
    } catch {
      // A recipe that throws is the business of whoever asks for a view.
      signal?.throwIfAborted()
    }
  }

  /** Reads on, whoever waits for it. */
  #follow(signal?: AbortSignal): Promise<void> {
    return this.#alone(async () => {
      try {
        await this.#readOn(signal)
      } catch (error) {
        if (!isDamage(error)) throw error
        await this.#readOn(signal)
      }
    })
  }

  /** Catches up, and has at hand what a view as of an instant needs. */
  async catchUpFor(asOf: number, signal?: AbortSignal): Promise<void> {
    await this.catchUp(signal)
    try {
      this.timeline.load(asOf)
    } catch (error) {
      if (!isDamage(error)) throw error
      // The next catch-up finds the cache damaged and reads everything again.
      await this.catchUp(signal)
    }
  }

  /**
   * What a work makes of what was read; once more where the cache did not hold any more what this process had left there, because
   * another one keeps in it, or because it is damaged: by then it was read anew.
   */
  async againIfDamaged<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      if (!isDamage(error)) throw error
      await this.catchUp()
      return work()
    }
  }

  /** Keeps what was read since the last time. */
  keep(): Promise<void> {
    return this.#alone(async () => this.#keeper?.keepRest(this.#reading))
  }

  /** The same, and closes the cache; for before the log is closed. */
  async close(): Promise<void> {
    await this.keep()
    this.#cache?.close()
  }

  /** Step by step, before others while somebody waits for it to catch up: that may come to be so meanwhile. */
  #inSteps(work: Generator<void, void>, signal: AbortSignal | undefined): Promise<void> {
    return stepByStep(work, signal, () => this.#awaited > 0)
  }

  async #readOn(signal: AbortSignal | undefined): Promise<void> {
    const { log } = this.#options
    if (this.timeline.damaged) await this.#startAnew(signal)
    if (this.#isFresh) await this.#restore()
    const through = await log.head()
    if (through <= this.position) return
    const before = this.times.count
    await this.#readAhead(through, signal)
    const rest = { after: this.#reading.position, through }
    for await (const chunk of eventsBetween(log, this.prefix, rest, signal)) {
      await this.#inSteps(this.#taking(chunk), signal)
      await this.#keeper?.keepOnTheWay(this.#reading)
    }
    this.#reading.position = through
    if (this.times.count - before > WORTH_SETTLING) await this.#inSteps(this.timeline.settling(), signal)
  }

  /** Reads a long way in a thread, if the log is in a file, and folds here what it read; what it leaves is read here. */
  async #readAhead(through: Position, signal: AbortSignal | undefined): Promise<void> {
    const { log, futureTolerance, startReading, readAheadFrom = WORTH_A_THREAD } = this.#options
    const path = fileOf(log)
    const after = this.position
    if (path === undefined || through - after < readAheadFrom) return
    const { prefix, share } = this
    // Most of them may be of other workspaces.
    if ((await eventsUnder(log, prefix)) < readAheadFrom) return
    const order = { path, after, through, prefix, share, futureTolerance, ahead: AHEAD }
    const receive = this.timeline.receiver()
    for await (const { sifted, stock } of readAhead(order, signal, startReading)) {
      receive(stock)
      this.#takeIn(sifted)
      if (this.timeline.isWorthSettling) await this.#inSteps(this.timeline.settling(), signal)
      await this.#keeper?.keepOnTheWay(this.#reading)
    }
  }

  #forget(): void {
    this.#keeper?.clear()
    this.#reading = nothingRead(this.#options.timeline)
  }

  async #restore(): Promise<void> {
    const restored = await this.#restored()
    if (restored !== undefined) {
      this.#reading = restored.reading
      if (this.times.count > CHECKED_AT_ONCE) inTheBackground(restored.check())
      else if (!(await isWhole(restored.check()))) this.#forget()
    }
    this.#isFresh = false
  }

  /**
   * Lets go of what a damaged cache cannot give. It may be no damage: another process that keeps in the same cache has put what
   * it read in place of what this one had there. If all of that is whole, it is gone on from.
   */
  async #startAnew(signal: AbortSignal | undefined): Promise<void> {
    this.#forget()
    const restored = await this.#restored()
    if (restored !== undefined && (await isWhole(restored.check(), signal))) this.#reading = restored.reading
  }

  async #restored(): Promise<RestoredReading | undefined> {
    const { log, futureTolerance, timeline } = this.#options
    if (this.#cache === undefined) return undefined
    this.#made = await makerOf(log, this.prefix, futureTolerance)
    return restoreReading(this.#cache, log, this.#made, timeline)
  }

  /** Takes a chunk in small pieces and notes how long they take. */
  *#taking(chunk: readonly RecordedEvent[]): Generator<void, void> {
    for (const piece of piecesOf(chunk)) {
      const begun = performance.now()
      this.#take(piece)
      this.#pace += ((performance.now() - begun) / piece.length - this.#pace) / PACE_OVER
      yield
    }
  }

  #take(piece: readonly RecordedEvent[]): void {
    const events: KnownEvent[] = []
    const sifted = this.#sieve.sift(piece, { add: (event) => events.push(event) })
    if (events.length > 0) this.timeline.add(events)
    this.#takeIn(sifted)
  }

  /** Takes in what is not for the timeline of stock, once that has its part. */
  #takeIn({ positions, recordedAt, anomalies, others, last }: Sifted): void {
    this.#keeper?.noteRead(positions.length)
    this.times.add(positions, recordedAt)
    for (const anomaly of anomalies) this.#reading.anomalies.push(anomaly)
    for (const event of others) {
      if (event.type === 'PeriodClosed' || event.type === 'PeriodReopened') this.periods.add(event)
      else this.catalogue.add(event)
    }
    if (last === null) return
    this.#reading.last = last
    this.#reading.position = logPosition(last.position)
  }
}
