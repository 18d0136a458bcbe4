import { itemOfEvent, type KnownEvent } from '@tidemark/domain'
import { type EventLog, type FileEvent, fileOf, position, type ReadFileOptions, START } from '@tidemark/log'
import type { Kinds, Projection, Typed } from '@tidemark/projection'
import { createTimeline, type Timeline, type TimelineOptions, type View } from '@tidemark/timeline'
import type { ViewInput } from '../inventory-input.ts'
import { positionOf } from '../knowledge.ts'
import { recordingTimes } from '../reading/recording-times.ts'
import { decodeWhole, nothingInterned } from '../reading/stored-event.ts'
import { holdsItem, type Share } from '../sharing/share.ts'
import { type TimeInput, toInstant } from '../time.ts'
import { inSteps } from '../turns/steps.ts'

/** What a projection over the log of a workspace is made of. */
export interface ProjectingOptions {
  readonly log: EventLog
  /** What streams of the workspace begin with. */
  readonly prefix: string
  /** The items to hold. */
  readonly share: Share
  readonly now: () => number
  readonly timeline: TimelineOptions | undefined
}

/** What a host's own projection makes of the log, as of an instant, as known at a point of knowledge. */
export interface ProjectedView<Fact, Common, K extends Kinds, Effect>
  extends View<KnownEvent, Fact, Common, K, Effect> {
  /** Works out all units in turns with whatever else the process does, so that what is asked next is answered at once. */
  ready(signal?: AbortSignal): Promise<this>
}

/** So many events are taken in at once. */
const PIECE = 128
/** So many are worth being folded as soon as they are read. */
const WORTH_SETTLING = 20_000

/**
 * A projection of the host's own over the log of a workspace, kept up to date on demand: all its events, whole, but for those that
 * cannot be read, which `inventory.anomalies()` tells of. All of it is in memory, and read again by the next process.
 */
export class Projected<Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly #options: ProjectingOptions
  readonly #timeline: Timeline<KnownEvent, Fact, Common, K, Effect>
  readonly #times = recordingTimes()
  readonly #interned = nothingInterned()
  #position = START
  #reading: Promise<void> | null = null

  constructor(projection: Projection<KnownEvent, Fact, Common, K, Effect>, options: ProjectingOptions) {
    this.#options = options
    this.#timeline = createTimeline(projection, options.timeline)
  }

  /**
   * As of an instant (inclusive), as known now or at an earlier point of knowledge; what was recorded before the call is in it.
   *
   * @throws TidemarkError `INVALID_TIME`, `UNKNOWN_KNOWLEDGE_POINT`; LogError from the log; what the projection throws.
   */
  async asOf(
    time: TimeInput,
    { knownThrough, signal }: ViewInput & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<ProjectedView<Fact, Common, K, Effect>> {
    const asOf = toInstant(time)
    await this.#catchUp(signal)
    const { log, prefix } = this.#options
    const known =
      knownThrough === undefined
        ? this.#timeline.head
        : await positionOf(knownThrough, log, { prefix, times: this.#times })
    const view = this.#timeline.view({ asOf, knownThrough: known })
    const ready = async (signal?: AbortSignal) => {
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

  async #catchUp(signal: AbortSignal | undefined): Promise<void> {
    // What is under way may have begun before the caller's own append; its failure is the business of who asked for it.
    while (this.#reading !== null) await this.#reading.catch(() => undefined)
    this.#reading = this.#readOn(signal).finally(() => {
      this.#reading = null
    })
    await this.#reading
  }

  async #readOn(signal: AbortSignal | undefined): Promise<void> {
    const { log, prefix } = this.#options
    const through = await log.head()
    if (through <= this.#position) return
    const before = this.#times.count
    const range: ReadFileOptions = {
      after: this.#position,
      through,
      streamPrefixes: [prefix],
      unread: fileOf(log) !== undefined,
      signal,
    }
    for await (const chunk of log.readAll(range)) await inSteps(this.#taking(chunk), signal)
    this.#position = through
    if (this.#times.count - before > WORTH_SETTLING) await inSteps(this.#timeline.settling(), signal)
  }

  /** Takes a chunk in small pieces: what a signal ends in between is gone on from. */
  *#taking(chunk: readonly FileEvent[]): Generator<void, void> {
    for (let from = 0; from < chunk.length; from += PIECE) {
      this.#take(chunk.slice(from, from + PIECE))
      yield
    }
  }

  #take(piece: readonly FileEvent[]): void {
    const last = piece.at(-1)
    if (last === undefined) return
    const { prefix } = this.#options
    const events: KnownEvent[] = []
    for (const recorded of piece) {
      const decoded = decodeWhole(recorded, prefix, this.#interned)
      if ('event' in decoded && this.#isHeld(decoded.event)) events.push(decoded.event)
    }
    this.#timeline.add(events)
    this.#times.add(
      piece.map((recorded) => recorded.position),
      piece.map((recorded) => recorded.recordedAt),
    )
    this.#position = position(last.position)
  }

  /** Of items, those of the share; of what concerns no item, all. */
  #isHeld(event: KnownEvent): boolean {
    const item = itemOfEvent(event)
    return item === null || holdsItem(this.#options.share, item)
  }
}
