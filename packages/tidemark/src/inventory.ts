import type { InventoryEventInput, KnownEvent } from '@tidemark/domain'
import {
  type EventLog,
  type Position,
  position,
  processEvents,
  type RecordedEvent,
  subscribe,
} from '@tidemark/log'
import type { Kinds, Projection, Typed } from '@tidemark/projection'
import { filter, map, type Observable } from 'rxjs'
import { archiveOf } from './archive/archive.ts'
import { atLeast } from './at-least.ts'
import { type Comparison, compareViews } from './compare/compare.ts'
import { type Counts, countsOf } from './counts/counts.ts'
import { TidemarkError } from './errors.ts'
import { unknownType } from './event-types.ts'
import type {
  DocumentLine,
  Head,
  IntegrityReport,
  InventoryOptions,
  ItemInput,
  ItemSalesInput,
  ProcessInput,
  ViewInput,
} from './inventory-input.ts'
import type { ItemSnapshot, ItemSnapshots, SalesFigures } from './item-snapshot/item-snapshot.ts'
import { readItem, readItemAt, readSales } from './item-snapshot/read.ts'
import { type KnowledgePoint, lastReadAt, positionOf } from './knowledge.ts'
import { PeriodClosings } from './periods/period-closings.ts'
import { actingAs } from './permissions/acting.ts'
import { recorderFor } from './permissions/acting-recorder.ts'
import { checkPrincipal, type Principal } from './permissions/principal.ts'
import { Projected } from './projecting/projected.ts'
import type { Anomaly } from './reading/anomaly.ts'
import { problemsOf } from './reading/integrity.ts'
import { itemsRecordedIn, type Stretch } from './reading/items-recorded.ts'
import { Reader } from './reading/reader.ts'
import { draftEvents } from './recording/draft.ts'
import { Importer, type ImportOptions, type ImportReport } from './recording/import.ts'
import type { SourceEvent } from './recording/line-drafts.ts'
import type { Recorded } from './recording/recorded.ts'
import { LogRecorder, type Recorder } from './recording/recorder.ts'
import { type RunOptions, runWorker } from './running/run.ts'
import { assertWhole, checkShare, WHOLE } from './sharing/share.ts'
import { Snapshots } from './snapshots/snapshots.ts'
import { type TimeInput, toInstant } from './time.ts'
import { type Trend, type TrendInput, trendOf } from './trend/trend.ts'
import { anomaliesOf } from './view/anomalies.ts'
import { InventoryView } from './view/inventory-view.ts'
import type { Workspace } from './workspace.ts'

/** What an inventory that acts for someone shares with the host's. */
interface Shared {
  readonly reader: Reader
  readonly recorder: Recorder
  readonly projected: Kept[]
}

/** What keeps what it read before the log is closed. */
type Kept = Pick<Projected<Typed, unknown, Kinds, unknown>, 'keep'>

const DAY = 86_400_000

/**
 * Opens an inventory over a log. Nothing is read until something is asked.
 *
 * @throws DomainError `INVALID_WORKSPACE`, TidemarkError `INVALID_SHARE`, `INVALID_ARGUMENT` for a `futureTolerance` below 0 and
 * for what is no log, TimelineError for options of the timeline that make no sense.
 * @example
 * const inventory = openInventory({ log: await sqliteLog({ path: 'inventory.db' }) })
 */
export function openInventory(options: InventoryOptions): Inventory {
  return new Inventory(options)
}

/** Movements in, inventory as of any moment out. */
export class Inventory {
  readonly snapshots: Snapshots
  readonly counts: Counts
  /** What is closed, and what was let in all the same. */
  readonly periods: PeriodClosings
  readonly #workspace: Workspace
  readonly #options: InventoryOptions
  readonly #log: EventLog
  readonly #reader: Reader
  readonly #recorder: Recorder
  readonly #importer: Importer
  readonly #projected: Kept[]
  readonly #now: () => number

  /** Hosts open one with {@link openInventory}; `shared` is how it acts for someone. */
  constructor(options: InventoryOptions, shared?: Shared) {
    const { log, workspace = 'main', futureTolerance = DAY, clock = Date.now } = options
    const { timeline, share = WHOLE, cache, archive } = options
    atLeast(0, 'futureTolerance', futureTolerance)
    if (typeof log.head !== 'function')
      throw new TidemarkError('INVALID_ARGUMENT', 'log (a log: one in a file is to be awaited)')
    this.#options = options
    this.#log = log
    this.#now = clock
    this.#reader =
      shared?.reader ??
      new Reader({ log, workspace, futureTolerance, timeline, share: checkShare(share), cache })
    this.#recorder = shared?.recorder ?? new LogRecorder(log, this.#reader, { now: clock, futureTolerance })
    this.#projected = shared?.projected ?? []
    this.#importer = new Importer(log, this.#reader, this.#recorder, clock)
    this.#workspace = {
      log,
      reader: this.#reader,
      recorder: this.#recorder,
      now: clock,
      archive: archiveOf(archive),
    }
    this.snapshots = new Snapshots(this.#workspace)
    this.counts = countsOf(this)
    this.periods = new PeriodClosings(this.#workspace)
  }

  /**
   * The same inventory for someone who may do only what they have the permissions for; they are the actor of every fact
   * they record. What they may not do is refused before it begins and leaves nothing in the log.
   *
   * @throws TidemarkError `INVALID_ARGUMENT` for an id that is none or a permission there is none of.
   * @example
   * const forKim = inventory.as({ id: 'kim', permissions: ['inventory.read', 'inventory.write'] })
   * await forKim.record(sale) // its actor is kim
   * await forKim.snapshots.create() // PERMISSION_DENIED: kim lacks inventory.snapshot.create
   */
  as(principal: Principal): Inventory {
    const checked = checkPrincipal(principal)
    const shared = {
      reader: this.#reader,
      recorder: recorderFor(checked, this.#recorder),
      projected: this.#projected,
    }
    return actingAs(new Inventory(this.#options, shared), checked)
  }

  /**
   * Records one fact or several: all of them or, if one is refused, none (on a log that is not atomic across
   * streams, none of that item). Recording the same fact again changes nothing. A view asked for afterwards sees it.
   *
   * @throws DomainError for what is not an event, TidemarkError for what is refused, LogError from the log.
   * @example
   * await inventory.record({ id: 'R1/1', type: 'StockReceived', occurredAt: '2027-03-01T09:00Z',
   *   item: 'tea', branch: 'north', quantity: '10', unitCost: '4.50' })
   */
  async record(
    input: InventoryEventInput | readonly InventoryEventInput[],
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<readonly Recorded[]> {
    const inputs: readonly unknown[] = Array.isArray(input) ? input : [input]
    const drafts = draftEvents(inputs, this.#reader.prefix)
    return drafts.length === 0 ? [] : this.#recorder.recordAll(drafts, options.signal)
  }

  /**
   * What `record` would refuse as things stand, in the order of the facts: `null` where nothing is wrong. Records nothing,
   * so that a screen can say beforehand what a fact would meet.
   *
   * @throws DomainError for what is not an event.
   * @example
   * const [refusal] = await inventory.refusals([sale])
   * if (refusal) console.log(refusal.code) // INSUFFICIENT_STOCK, PERIOD_CLOSED, ...
   */
  async refusals(inputs: readonly InventoryEventInput[]): Promise<readonly (TidemarkError | null)[]> {
    const drafts = draftEvents(inputs, this.#reader.prefix)
    const refused = await this.#recorder.refusalsOf(drafts)
    return drafts.map((_, index) => {
      const refusal = refused.get(index) ?? null
      // Anything else is no refusal, and nobody could act on it.
      if (refusal === null || refusal instanceof TidemarkError) return refusal
      throw refusal
    })
  }

  /**
   * Records the lines of one document: each gets the document's number, its own line number and, where it has
   * none, the id `document/line`, so that a half-written document is completed by recording it again.
   *
   * @throws as {@link Inventory.record}.
   */
  recordDocument(
    document: string,
    lines: readonly DocumentLine[],
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<readonly Recorded[]> {
    const inputs = lines.map((line, index) => {
      const number = line.line ?? String(index + 1)
      return { ...line, id: line.id ?? `${document}/${number}`, document, line: number }
    })
    // Each line is an event but for the fields just added.
    return this.record(inputs as readonly InventoryEventInput[], options)
  }

  /**
   * Imports a movement file, streaming: JSON Lines, one event a line. A line that is refused is told, and throws nothing.
   *
   * @throws TidemarkError `WORKSPACE_NOT_EMPTY` for a history where something else is recorded, `INVALID_ARGUMENT` for a `batchSize`
   * below 1 and for text instead of bytes; LogError from the log; what reading the bytes throws.
   */
  import(bytes: AsyncIterable<Uint8Array>, options: ImportOptions = {}): Promise<ImportReport> {
    return this.#importer.import(bytes, options)
  }

  /**
   * Imports events that were made of something else than a movement file, of a CSV file by a mapping say: as `import`
   * does, streaming, each event by itself.
   *
   * @throws as {@link Inventory.import}.
   * @example
   * await inventory.importEvents(mapEvents(createReadStream('sales.csv'), mapping))
   */
  importEvents(
    events: AsyncIterable<readonly SourceEvent[]>,
    options: ImportOptions = {},
  ): Promise<ImportReport> {
    return this.#importer.importLines(events, options)
  }

  /**
   * Inventory as of an instant (inclusive), as known now or at an earlier point of knowledge.
   *
   * @throws TidemarkError `INVALID_TIME`, `UNKNOWN_KNOWLEDGE_POINT`.
   */
  async asOf(time: TimeInput, options: ViewInput = {}): Promise<InventoryView> {
    const asOf = toInstant(time)
    await this.#reader.catchUpFor(asOf)
    const { timeline } = this.#reader
    const known =
      options.knownThrough === undefined
        ? timeline.head
        : await positionOf(options.knownThrough, this.#log, this.#reader)
    return new InventoryView(timeline.view({ asOf, knownThrough: known }), this.#reader)
  }

  /** Inventory as of now. */
  now(options: ViewInput = {}): Promise<InventoryView> {
    return this.asOf(this.#now(), options)
  }

  /**
   * A projection of the host's own over the log of this workspace, as of any instant and any point of knowledge. Nothing is read
   * until a view is asked for. It holds what it reads, so a host keeps it and asks it again and again; where the inventory has a
   * cache that is kept there, too, under the projection's name and version.
   *
   * @throws TimelineError for options of the timeline that make no sense.
   * @example
   * const unitsByWeekday = inventory.project(
   *   inventoryProjection({
   *     name: 'units by weekday',
   *     version: 1,
   *     records: { day: { units: micros } },
   *     on: {
   *       StockSold: (draft, { occurredAt, quantity }) => {
   *         draft.day.at(String(new Date(occurredAt).getUTCDay())).units += quantity
   *       },
   *     },
   *   }),
   * )
   * const view = await unitsByWeekday.asOf('2027-03-31T22:59:59.999Z')
   * console.log(view.unit('tea')?.day)
   */
  project<Fact extends Typed, Common, K extends Kinds, Effect>(
    projection: Projection<KnownEvent, Fact, Common, K, Effect>,
  ): Projected<Fact, Common, K, Effect> {
    const { prefix, share } = this.#reader
    const { timeline, cache } = this.#options
    const options = { log: this.#log, prefix, share, now: this.#now, timeline, cache }
    const projected = new Projected(projection, options)
    this.#projected.push(projected)
    return projected
  }

  /**
   * Two views of this inventory or more side by side, with the bridge that explains the difference of the first and the
   * last.
   *
   * @throws TidemarkError `WRONG_ORDER`, `ANOTHER_WORKSPACE`.
   * @example
   * const comparison = inventory.compare(january, february, march)
   * for (const { item, onHand } of comparison.matrix().rows) console.log(item, onHand.amounts, onHand.overall.percent)
   */
  compare(from: InventoryView, to: InventoryView, ...more: readonly InventoryView[]): Comparison {
    return compareViews([from, to, ...more], this.#reader)
  }

  /**
   * A series of instants at the ends of days, weeks, months, quarters or years: on hand, value, sales, turns, days of
   * cover, gross margin.
   *
   * @throws TidemarkError `INVALID_ARGUMENT`, `INVALID_TIME`, `WRONG_ORDER`, `UNKNOWN_KNOWLEDGE_POINT`.
   * @example
   * const { rows } = await inventory.trend({ from: '2027-01-01T00:00Z', to: '2028-01-01T00:00Z', every: 'month-end' })
   */
  async trend(input: TrendInput): Promise<Trend> {
    assertWhole(this.#reader.share, 'a trend')
    return this.#reader.againIfDamaged(async () => {
      const { position } = await this.asOf(input.to, { knownThrough: input.knownThrough })
      return trendOf(input, position, this.#reader)
    })
  }

  /**
   * The page of an item: costs, quantities, margins, sales by month and year, codes, dates, lots and channels, all
   * of one instant and one point of knowledge; of a branch, or of the company and each of its branches.
   *
   * @throws TidemarkError `UNKNOWN_ITEM`, and as {@link Inventory.asOf}.
   * @example
   * const { costs, sales } = await inventory.itemSnapshot('tea', { branch: 'north', asOf: '2027-03-31T22:00Z' })
   */
  itemSnapshot(item: string, options: ItemInput & { readonly branch: string }): Promise<ItemSnapshot>
  itemSnapshot(item: string, options?: ItemInput & { readonly branch?: undefined }): Promise<ItemSnapshots>
  itemSnapshot(item: string, options?: ItemInput): Promise<ItemSnapshot | ItemSnapshots>
  async itemSnapshot(item: string, options: ItemInput = {}): Promise<ItemSnapshot | ItemSnapshots> {
    const asOf = options.asOf ?? this.#now()
    return this.#reader.againIfDamaged(async () => {
      const view = await this.asOf(asOf, options)
      const knownThrough = await this.lastEventKnownTo(view)
      return options.branch === undefined
        ? readItem(view, this.#reader, item, knownThrough)
        : readItemAt(view, this.#reader, item, options.branch, knownThrough)
    })
  }

  /**
   * What was sold of an item after one instant and up to another, less what came back, at a branch or all.
   *
   * @throws TidemarkError `WRONG_ORDER`, `UNKNOWN_ITEM`, and as {@link Inventory.asOf}.
   * @example
   * await inventory.itemSales('tea', { from: '2027-03-01T00:00Z', to: '2027-03-08T00:00Z', branch: 'north' })
   */
  async itemSales(item: string, options: ItemSalesInput): Promise<SalesFigures> {
    return this.#reader.againIfDamaged(async () => {
      const to = await this.asOf(options.to, options)
      const from = toInstant(options.from)
      if (from > to.stock.asOf) {
        throw new TidemarkError('WRONG_ORDER', `${String(options.from)} is later than ${to.asOf}`)
      }
      return readSales(from, to, this.#reader, item, options.branch)
    })
  }

  /** The last event a view, or a trend, knows of, as `knownThrough` takes it in this log or a copy; `null` when it knows nothing. */
  async lastEventKnownTo(view: Pick<InventoryView, 'position'>): Promise<KnowledgePoint | null> {
    const last = await lastReadAt(view.position, this.#log, this.#reader)
    return last === null ? null : { stream: last.stream, revision: last.revision }
  }

  /**
   * The items something was recorded of between two views, the earlier one first: whoever keeps something of each item
   * need look at these alone again.
   *
   * @throws LogError `INVALID_ARGUMENT` for what is no position, `POSITION_BEYOND_HEAD` for one of another log.
   * @example
   * const changed = await inventory.itemsRecorded({ after: before.position, through: now.position })
   */
  itemsRecorded(stretch: Stretch): Promise<ReadonlySet<string>> {
    return itemsRecordedIn(this.#log, this.#reader.prefix, stretch)
  }

  /** What was met in the log and in the fold that deserves a look. */
  async anomalies(
    options: ViewInput & { readonly asOf?: TimeInput | undefined } = {},
  ): Promise<readonly Anomaly[]> {
    return this.#reader.againIfDamaged(async () => {
      const view = await this.asOf(options.asOf ?? FOREVER, options)
      return anomaliesOf(view.stock, this.#reader)
    })
  }

  /**
   * The recorded events of this workspace after a position: those there are, then those to come. The observable errs with what the
   * log throws, `POSITION_BEYOND_HEAD` for a position of another log.
   *
   * @throws LogError `INVALID_ARGUMENT` for what is no position.
   */
  events(options: { readonly after?: number | undefined } = {}): Observable<RecordedEvent> {
    const { prefix } = this.#reader
    return subscribe(this.#log, { streamPrefixes: [prefix], ...afterOf(options.after) }).pipe(
      map((message) => ('caughtUp' in message ? null : message)),
      filter((message) => message !== null),
    )
  }

  /**
   * Hands every recorded event of this workspace after a checkpoint to a handler, those there are and those to come.
   * Each is handled at least once, through crashes; what the handler records with the id `effectId(name, event)` is
   * recorded exactly once. Resolves when the signal aborts; rejects with what the handler throws.
   *
   * @throws TidemarkError `INVALID_ARGUMENT` for a type of events there is none of; LogError as `processEvents` of the log.
   * @example
   * await inventory.processEvents({
   *   checkpoint: fileCheckpoint('counts.position'),
   *   types: ['CountPosted'],
   *   handle: async (event) => {
   *     await inventory.snapshots.create({ id: effectId('counts', event), name: `after ${event.id}` })
   *   },
   * })
   */
  async processEvents(options: ProcessInput): Promise<void> {
    const unknown = unknownType(options.types)
    if (unknown !== null) throw new TidemarkError('INVALID_ARGUMENT', `type ${JSON.stringify(unknown)}`)
    await processEvents(this.#log, { ...options, streamPrefixes: [this.#reader.prefix] })
  }

  /**
   * Takes the snapshots that schedules and triggers ask for, those that were missed and those to come, until the signal
   * aborts. Each is taken exactly once, through crashes and by however many processes run; rejects with what went wrong.
   *
   * @throws TidemarkError `OUTSIDE_SHARE`, LogError from the log or the checkpoint.
   * @example
   * await inventory.snapshots.schedules.set('books', { every: 'month-end', timeZone: 'Europe/London' })
   * await inventory.run({ once: true, onTaken: ({ name }) => console.log(name) })
   */
  run(options: RunOptions = {}): Promise<void> {
    return runWorker(this.#workspace, options)
  }

  /** Where the log of this workspace stands. */
  async head(): Promise<Head> {
    await this.#reader.catchUp()
    const last = await lastReadAt(this.#reader.position, this.#log, this.#reader)
    return {
      events: this.#reader.times.count,
      position: last?.position ?? 0,
      recordedAt: last?.recordedAt ?? null,
      lastEvent: last === null ? null : { stream: last.stream, revision: last.revision },
    }
  }

  /** Checks that the log is whole and that every kept slice equals a replay from nothing. */
  async verify(): Promise<IntegrityReport> {
    await this.#reader.catchUp()
    const problems = await this.#reader.againIfDamaged(() => problemsOf(this.#log, this.#reader))
    return { ok: problems.length === 0, events: this.#reader.times.count, problems }
  }

  /**
   * Closes the log, and the cache if there is one, once what was read is kept there: for other inventories over the same log,
   * too. `keepLog` leaves both open for them, and is for all but the last.
   */
  async close({ keepLog = false }: { readonly keepLog?: boolean | undefined } = {}): Promise<void> {
    for (const projected of this.#projected) await projected.keep()
    if (keepLog) return this.#reader.keep()
    await this.#reader.close()
    await this.#log.close()
  }
}

/** The last millisecond a `Date` can hold: everything recorded, whatever its time. */
const FOREVER = 8.64e15

function afterOf(after: number | undefined): { readonly after?: Position } {
  return after === undefined ? {} : { after: position(after) }
}
