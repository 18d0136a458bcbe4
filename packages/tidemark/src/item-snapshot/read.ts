import { type StockRecords, stockRecords } from '@tidemark/domain'
import { compareCodePoints, type UnitState } from '@tidemark/projection'
import { TidemarkError } from '../errors.ts'
import type { KnowledgePoint } from '../knowledge.ts'
import type { Reader } from '../reading/reader.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import { placeSupposed } from '../view/suppose.ts'
import { type AtBranch, atBranch } from './at-branch.ts'
import type { ItemSales, ItemSnapshot, ItemSnapshots, SalesFigures } from './item-snapshot.ts'
import { type Heading, pageAtBranch, pageOfCompany, type Trading } from './page.ts'
import { type Periods, periodsAt } from './periods.ts'
import { type ItemAt, type Sold, salesFigures, soldIn, sumOfSold } from './sales.ts'

type Unit = UnitState<StockRecords>

const periodNames = ['currentMonth', 'currentYear', 'lastMonth', 'lastYear'] as const

/**
 * The page of an item at a branch, by a view and the point of knowledge it has.
 *
 * @throws TidemarkError `UNKNOWN_ITEM`.
 */
export function readItemAt(
  view: InventoryView,
  reader: Reader,
  item: string,
  branch: string,
  knownThrough: KnowledgePoint | null,
): ItemSnapshot {
  const { heading, unit, itemAt } = open(view, reader, item, knownThrough)
  return pageAtBranch(heading, unit, atBranch(item, unit, branch), tradingOf([tradeAt(view, branch, itemAt)]))
}

/** The pages of an item over the company and at each branch. Throws as {@link readItemAt}. */
export function readItem(
  view: InventoryView,
  reader: Reader,
  item: string,
  knownThrough: KnowledgePoint | null,
): ItemSnapshots {
  const { heading, unit, itemAt } = open(view, reader, item, knownThrough)
  const places: readonly AtBranch[] = Object.keys(unit.branch)
    .sort(compareCodePoints)
    .map((branch) => atBranch(item, unit, branch))
  const trades = places.map(({ branch }) => tradeAt(view, branch, itemAt))
  return {
    ...heading,
    company: pageOfCompany(heading, unit, places, tradingOf(trades)),
    branches: places.map((place, index) =>
      pageAtBranch(heading, unit, place, tradingOf(trades.slice(index, index + 1))),
    ),
  }
}

/** What was sold of an item after an instant and up to that of a view, at a branch or all. Throws as {@link readItemAt}. */
export function readSales(
  after: number,
  to: InventoryView,
  reader: Reader,
  item: string,
  branch: string | undefined,
): SalesFigures {
  const { unit, itemAt } = open(to, reader, item, null)
  const period = { after, through: to.stock.asOf }
  const branches = branch === undefined ? Object.keys(unit.branch) : [branch]
  return salesFigures(sumOfSold(branches.map((one) => soldIn(period, one, itemAt))))
}

function open(view: InventoryView, reader: Reader, item: string, knownThrough: KnowledgePoint | null) {
  if (view.item(item) === undefined) assertRecorded(view, reader, item)
  const itemAt = itemAtInstants(view, reader, item)
  const heading: Heading = { item, asOf: view.asOf, knownThrough }
  return { heading, itemAt, unit: itemAt(view.stock.asOf) ?? emptyUnit() }
}

/** An item that comes later, or was not known yet, has an empty page; one nobody ever heard of is a mistake. */
function assertRecorded(view: InventoryView, reader: Reader, item: string): void {
  const isSupposed = view.supposed.some((event) => 'item' in event && event.item === item)
  if (!isSupposed && reader.timeline.sources(item).length === 0) {
    throw new TidemarkError('UNKNOWN_ITEM', JSON.stringify(item))
  }
}

/** An item of which nothing is known yet. */
function emptyUnit(): Unit {
  // Every kind of record, each without any.
  return Object.fromEntries(Object.keys(stockRecords).map((kind) => [kind, {}])) as unknown as Unit
}

/** The item at any instant, by the knowledge of a view. Branches in one time zone ask for the same instants. */
function itemAtInstants(view: InventoryView, reader: Reader, item: string): ItemAt {
  const { timeline } = reader
  const { knownThrough } = view.stock
  const supposed = placeSupposed(view.supposed, timeline)
  const known = new Map<number, Unit | undefined>()
  return (asOf) => {
    if (!known.has(asOf)) known.set(asOf, timeline.view({ asOf, knownThrough, with: supposed }).unit(item))
    return known.get(asOf)
  }
}

/** What a branch sold in each of the periods of its own calendar, and whether too cheaply this month. */
interface TradeAt {
  readonly sold: { readonly [period in keyof Periods]: Sold }
  readonly belowExpected: boolean
  readonly belowMinimum: boolean
}

function tradeAt(view: InventoryView, branch: string, itemAt: ItemAt): TradeAt {
  const periods = periodsAt(view.branch(branch).timeZone, view.stock.asOf)
  const record = itemAt(view.stock.asOf)?.branch[branch]
  const isThisMonth = (instant: number | null | undefined): boolean =>
    typeof instant === 'number' && instant > periods.currentMonth.after
  return {
    sold: {
      currentMonth: soldIn(periods.currentMonth, branch, itemAt),
      currentYear: soldIn(periods.currentYear, branch, itemAt),
      lastMonth: soldIn(periods.lastMonth, branch, itemAt),
      lastYear: soldIn(periods.lastYear, branch, itemAt),
    },
    belowExpected: isThisMonth(record?.lastBelowExpectedOn),
    belowMinimum: isThisMonth(record?.lastBelowMinimumOn),
  }
}

function tradingOf(trades: readonly TradeAt[]): Trading {
  const sales = periodNames.map((period) => [
    period,
    salesFigures(sumOfSold(trades.map(({ sold }) => sold[period]))),
  ])
  return {
    // Each of the periods was just given its figures.
    sales: Object.fromEntries(sales) as ItemSales,
    belowExpected: trades.some(({ belowExpected }) => belowExpected),
    belowMinimum: trades.some(({ belowMinimum }) => belowMinimum),
  }
}
