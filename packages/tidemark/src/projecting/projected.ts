import { itemOfEvent, type KnownEvent } from '@tidemark/domain'
import { type EventLog, type FileEvent, position } from '@tidemark/log'
import type { Kinds, Projection, Typed } from '@tidemark/projection'
import { cacheWithin, type TimelineCache, type TimelineOptions, type View } from '@tidemark/timeline'
import type { ViewInput } from '../inventory-input.ts'
import { positionOf } from '../knowledge.ts'
import { eventsBetween, piecesOf, WORTH_SETTLING } from '../reading/chunks.ts'
import { isDamage, isWhole } from '../reading/damage.ts'
import { Keeper } from '../reading/keeper.ts'
import { lastReadOf } from '../reading/reading.ts'
import { decodeWhole, nothingInterned } from '../reading/stored-event.ts'
import { holdsItem, type Share } from '../sharing/share.ts'
import { type TimeInput, toInstant } from '../time.ts'
import { oneAtATime } from '../turns/one-at-a-time.ts'
import { inSteps } from '../turns/steps.ts'
import {
  keepingProjected,
  nothingProjected,
  type ProjectedReading,
  projectedMakerOf,
  restoreProjected,
} from './projected-reading.ts'

/** What a projection over the log of a workspace is made of. */
export interface ProjectingOptions {
  readonly log: EventLog
  /** What streams of the workspace begin with. */
  readonly prefix: string
  /** The items to hold. */
  readonly share: Share
  readonly now: () => number
  readonly timeline: TimelineOptions | undefined
  /** Where what was read is kept, so that a later process need not read it again. */
  readonly cache: TimelineCache | undefined
}

/** What a host's own projection makes of the log, as of an instant, as known at a point of knowledge. */
export interface ProjectedView<Fact, Common, K extends Kinds, Effect>
  extends View<KnownEvent, Fact, Common, K, Effect> {
  /** Works out all units in turns with whatever else the process does, so that what is asked next is answered at once. */
  ready(options?: { readonly signal?: AbortSignal | undefined }): Promise<this>
}

/**
 * A projection of the host's own over the log of a workspace, kept up to date on demand: all its events, whole, but for those that
 * cannot be read, which `inventory.anomalies()` tells of.
 */
export class Projected<Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly #projection: Projection<KnownEvent, Fact, Common, K, Effect>
  readonly #options: ProjectingOptions
  readonly #cache: TimelineCache | undefined
  readonly #keeper: Keeper<ProjectedReading<Fact, Common, K, Effect>> | undefined
  readonly #interned = nothingInterned()
  #reading: ProjectedReading<Fact, Common, K, Effect>
  #isFresh = true
  /** What it is read with, once that is to be kept. */
  #made = ''
  readonly #alone = oneAtATime()

  /** Hosts have one from `inventory.project`. */
  constructor(projection: Projection<KnownEvent, Fact, Common, K, Effect>, options: ProjectingOptions) {
    const { cache, prefix, share, timeline } = options
    const place = `projections/${encodeURIComponent(projection.name)}/${prefix}${share.index}of${share.of}/`
    const own = cache && cacheWithin(cache, place)
    this.#projection = projection
    this.#options = options
    this.#cache = own
    this.#keeper = own && new Keeper((reading) => keepingProjected(reading, own, this.#made))
    this.#reading = nothingProjected(projection, timeline)
  }

  /**
   * As of an instant (inclusive), as known now or at an earlier point of knowledge; what was recorded before the call is in it.
   * A view throws TimelineError `CACHE_DAMAGED` once another process has kept in the same cache: the next one goes on from that.
   *
   * @throws TidemarkError `INVALID_TIME`, `UNKNOWN_KNOWLEDGE_POINT`; LogError from the log; what the projection throws.
   */
  async asOf(
    time: TimeInput,
    { knownThrough, signal }: ViewInput & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<ProjectedView<Fact, Common, K, Effect>> {
    const asOf = toInstant(time)
    await this.#catchUpFor(asOf, signal)
    const { log, prefix } = this.#options
    const { timeline, times } = this.#reading
    const known =
      knownThrough === undefined ? timeline.head : await positionOf(knownThrough, log, { prefix, times })
    const view = timeline.view({ asOf, knownThrough: known })
    const ready: typeof projected.ready = async ({ signal } = {}) => {
      signal?.throwIfAborted()
      await inSteps(view.building(), signal)
      return projected
    }
    const projected: ProjectedView<Fact, Common, K, Effect> = Object.assign(view, { ready })
    return projected
  }

  /** As of now. */
  now(
    options: ViewInput & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<ProjectedView<Fact, Common, K, Effect>> {
    return this.asOf(this.#options.now(), options)
  }

  /** Keeps in the cache, if there is one, what was read since the last time: for before that is closed. */
  keep(): Promise<void> {
    return this.#alone(async () => this.#keeper?.keepRest(this.#reading))
  }

  async #catchUpFor(asOf: number, signal: AbortSignal | undefined): Promise<void> {
    await this.#alone(() => this.#readOn(signal))
    try {
      this.#reading.timeline.load(asOf)
    } catch (error) {
      if (!isDamage(error)) throw error
      // Another process has kept in its place: what is there now is read again.
      await this.#alone(() => this.#readOn(signal))
    }
    this.#keeper?.keepInTheBackground(this.#reading)
  }

  async #readOn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#isFresh || this.#reading.timeline.damaged) await this.#begin(signal)
    const { log, prefix } = this.#options
    const through = await log.head()
    if (through <= this.#reading.position) return
    const before = this.#reading.times.count
    const rest = { after: this.#reading.position, through }
    for await (const chunk of eventsBetween(log, prefix, rest, signal)) {
      await inSteps(this.#taking(chunk), signal)
      await this.#keeper?.keepOnTheWay(this.#reading)
    }
    const { timeline, times } = this.#reading
    this.#reading.position = through
    if (times.count - before > WORTH_SETTLING) await inSteps(timeline.settling(), signal)
  }

  /** Begins with what was kept, if all of it is whole; else with nothing. */
  async #begin(signal: AbortSignal | undefined): Promise<void> {
    const { log, timeline } = this.#options
    this.#keeper?.clear()
    this.#reading = nothingProjected(this.#projection, timeline)
    if (this.#cache !== undefined) {
      this.#made = await projectedMakerOf(log)
      const restored = await restoreProjected(this.#projection, this.#cache, log, this.#made, timeline)
      if (restored !== undefined && (await isWhole(restored.check(), signal)))
        this.#reading = restored.reading
    }
    this.#isFresh = false
  }

  /** Takes a chunk in small pieces: what a signal ends in between is gone on from. */
  *#taking(chunk: readonly FileEvent[]): Generator<void, void> {
    for (const piece of piecesOf(chunk)) {
      this.#take(piece)
      yield
    }
  }

  #take(piece: readonly FileEvent[]): void {
    const last = lastReadOf(piece)
    if (last === null) return
    const { prefix } = this.#options
    const events: KnownEvent[] = []
    for (const recorded of piece) {
      const decoded = decodeWhole(recorded, prefix, this.#interned)
      if ('event' in decoded && this.#isHeld(decoded.event)) events.push(decoded.event)
    }
    this.#keeper?.noteRead(piece.length)
    this.#reading.timeline.add(events)
    this.#reading.times.add(
      piece.map((recorded) => recorded.position),
      piece.map((recorded) => recorded.recordedAt),
    )
    this.#reading.last = last
    this.#reading.position = position(last.position)
  }

  /** Of items, those of the share; of what concerns no item, all. */
  #isHeld(event: KnownEvent): boolean {
    const item = itemOfEvent(event)
    return item === null || holdsItem(this.#options.share, item)
  }
}
