import {
  type Branch,
  branchOf,
  type CostingPolicy,
  formatInstant,
  type InventoryEventInput,
  type KnownEvent,
} from '@tidemark/domain'
import { type DecimalInput, toMicros } from '@tidemark/projection'
import { atOnce } from '@tidemark/timeline'
import type { Reader } from '../reading/reader.ts'
import { draftEvent } from '../recording/draft.ts'
import { assertHeld } from '../sharing/share.ts'
import { inSteps } from '../turns/steps.ts'
import { type Availability, availabilityRows } from './availability.ts'
import { type ChooseLots, chooseLots, type LotChoice } from './choose-lots.ts'
import { type Digest, digestRows } from './digest.ts'
import { levelsOf, type StockFilter } from './each-item.ts'
import { type CardLine, explain } from './explain.ts'
import { type ItemView, itemView } from './item.ts'
import { eachLevel, type Level, type LevelRow, toLevelRow } from './level.ts'
import { type LevelColumns, levelColumns } from './level-columns.ts'
import { type LotFilter, type LotRow, lotRows, lotsAt } from './lots.ts'
import { type OrderFilter, type OrderRow, orderRows } from './orders.ts'
import { type ReorderFilter, type ReorderRow, reorderRows } from './reorder.ts'
import { placeSupposed } from './suppose.ts'
import { type Grouping, type TotalRow, totalling } from './totals.ts'
import type { StockView } from './view.ts'

/** Which levels to list. */
export interface LevelFilter {
  readonly item?: string | undefined
  readonly branch?: string | undefined
}

/**
 * Inventory as of an instant, as known at a point of knowledge. It stays what it is while the log grows.
 *
 * @example
 * const view = await inventory.asOf('2027-03-31T22:59:59.999Z')
 * for (const row of view.levels()) console.log(row.item, row.branch, row.onHand, row.value)
 */
export class InventoryView {
  /** The underlying view of the timeline, with every record of every item. */
  readonly stock: StockView
  /** Events that are not recorded but supposed (`with`). */
  readonly supposed: readonly KnownEvent[]
  readonly #reader: Reader
  #columns: LevelColumns | undefined

  constructor(stock: StockView, reader: Reader, supposed: readonly KnownEvent[] = []) {
    this.stock = stock
    this.#reader = reader
    this.supposed = supposed
  }

  /** The instant this view holds everything up to, inclusive: ISO 8601, UTC. */
  get asOf(): string {
    return formatInstant(this.stock.asOf)
  }

  /** The position of the log through which everything is known to this view; 0 when nothing is. */
  get position(): number {
    return Math.max(this.stock.knownThrough, 0)
  }

  /** The workspace it is of. */
  get workspace(): string {
    return this.#reader.prefix.slice(0, -1)
  }

  /** The costing policy in force at the instant. */
  get policy(): CostingPolicy {
    return this.stock.common.policy
  }

  /** A branch as defined at the instant. */
  branch(id: string): Branch {
    return branchOf(this.stock.common, id)
  }

  /**
   * Does beforehand, in turns with other work, what the first question about all items would do at once: a server asks
   * for it, so that nobody waits for a large inventory. Rejects with the reason of the signal.
   *
   * @example
   * const view = await inventory.asOf(instant).then((found) => found.ready({ signal }))
   */
  async ready(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<this> {
    options.signal?.throwIfAborted()
    await inSteps(this.stock.building(), options.signal)
    return this
  }

  /** Visits every level, by item then branch by code point, numbers in micros: the fast way through a whole view. */
  each(visit: (level: Level) => void): void {
    const { length, at } = this.columns()
    for (let level = 0; level < length; level++) visit(at(level))
  }

  /**
   * Every level column by column, without an object for each: the fastest way through a whole view.
   *
   * @example
   * const { length, onHand, value } = view.columns()
   */
  columns(): LevelColumns {
    this.#columns ??= levelColumns(this.stock)
    return this.#columns
  }

  /**
   * The levels by item, then branch, by code point; decimal strings and ISO instants.
   *
   * @throws TidemarkError `OUTSIDE_SHARE` for an item that another reader holds.
   */
  *levels(filter: LevelFilter = {}): Generator<LevelRow, void, undefined> {
    if (filter.item !== undefined) assertHeld(this.#reader.share, filter.item)
    const items = filter.item === undefined ? this.stock.units() : [filter.item]
    for (const item of items) {
      const records = this.stock.records(item)
      if (records === undefined) continue
      const rows: LevelRow[] = []
      eachLevel(item, records, (level) => {
        if (filter.branch === undefined || filter.branch === level.branch) rows.push(toLevelRow(level))
      })
      yield* rows
    }
  }

  /**
   * One item as it was then, with its attributes of that moment; `undefined` when nothing is known of it.
   *
   * @throws TidemarkError `OUTSIDE_SHARE` for an item that another reader holds.
   */
  item(id: string): ItemView | undefined {
    assertHeld(this.#reader.share, id)
    const records = this.stock.unit(id)
    return records === undefined ? undefined : itemView(id, records)
  }

  /**
   * On hand and value by item, branch, group, section or vendor; one row when nothing is named.
   *
   * @throws TidemarkError `INVALID_ARGUMENT` for something it cannot be drawn up by.
   */
  totals(options: { readonly by?: readonly Grouping[] | undefined } = {}): readonly TotalRow[] {
    return atOnce(totalling(this.stock, options.by ?? []))
  }

  /** The same in turns with other work, for a server. Rejects with the reason of the signal. */
  async totalsInTurns(
    options: {
      readonly by?: readonly Grouping[] | undefined
      readonly signal?: AbortSignal | undefined
    } = {},
  ): Promise<readonly TotalRow[]> {
    options.signal?.throwIfAborted()
    return inSteps(totalling(this.stock, options.by ?? []), options.signal)
  }

  /**
   * The lots of items that have any, with what is in no lot: together they are what is on hand.
   *
   * @throws TidemarkError `INVALID_ARGUMENT` for an `expiringWithin` that is no number, `OUTSIDE_SHARE`.
   */
  lots(filter: LotFilter = {}): readonly LotRow[] {
    this.#assertHeld(filter)
    return lotRows(this.stock, filter)
  }

  /**
   * Splits a quantity over the lots of an item at a branch, first expired first out, for a movement to name them.
   *
   * @throws ProjectionError for a quantity that is not a decimal, RangeError for one below zero.
   * @example
   * const { lots, short } = view.chooseLots('milk', 'north', '12')
   */
  chooseLots(item: string, branch: string, quantity: DecimalInput, options: ChooseLots = {}): LotChoice {
    this.#assertHeld({ item })
    const [found] = levelsOf(this.stock, { item, branch })
    const lots = found === undefined ? [] : lotsAt(this.stock, found.level, found.records)
    return chooseLots(lots, toMicros(quantity), options)
  }

  /** Purchase order lines with what was received against them, by order and line. */
  orders(filter: OrderFilter = {}): readonly OrderRow[] {
    this.#assertHeld(filter)
    return orderRows(this.stock, filter)
  }

  /** What should be ordered: items of which less is available and on order than their minimum. */
  reorder(filter: ReorderFilter = {}): Generator<ReorderRow, void, undefined> {
    this.#assertHeld(filter)
    return reorderRows(this.stock, filter)
  }

  /** What can be promised at each branch and through each channel. */
  availability(filter: StockFilter = {}): Generator<Availability, void, undefined> {
    this.#assertHeld(filter)
    return availabilityRows(this.stock, filter)
  }

  /**
   * The stock card: every movement that led here, with running quantity, value and average.
   *
   * @throws TidemarkError `OUTSIDE_SHARE` for an item that another reader holds.
   */
  explain(item: string, branch?: string): readonly CardLine[] {
    assertHeld(this.#reader.share, item)
    const recorded = this.#reader.timeline.sources(item).filter(({ position }) => position <= this.position)
    const supposed = this.supposed.filter((event) => 'item' in event && event.item === item)
    return explain(this.stock, [...recorded, ...supposed], item, branch)
  }

  /** A proof of the whole view: equal facts give an equal digest on every machine and store. */
  digest(): Digest {
    return digestRows(this.levels())
  }

  /**
   * What if: the same view with events that are not recorded, counted as known after everything else.
   *
   * @throws DomainError for anything that is not an event.
   */
  with(inputs: readonly InventoryEventInput[]): InventoryView {
    const { timeline, prefix } = this.#reader
    const { asOf, knownThrough } = this.stock
    const more = inputs.map((input): KnownEvent => {
      const { event } = draftEvent(input, prefix)
      if ('item' in event && event.item !== undefined) assertHeld(this.#reader.share, event.item)
      return { ...event, position: 0, recordedAt: asOf }
    })
    const supposed = placeSupposed([...this.supposed, ...more], timeline)
    const stock = timeline.view({ asOf, knownThrough, with: supposed })
    return new InventoryView(stock, this.#reader, supposed)
  }

  #assertHeld({ item }: StockFilter): void {
    if (item !== undefined) assertHeld(this.#reader.share, item)
  }
}
