import { type Cell, type Column, columnsOf, textRecord, textTable } from '@tidemark/tabular'
import type { ItemChannel, ItemLot, ItemSnapshot, ItemSnapshots, SalesFigures } from 'tidemark'

/** The page of an item at a branch, for a person to read. */
export function* itemPage(page: ItemSnapshot): Generator<string, void, undefined> {
  yield `${page.item}${page.name === page.item ? '' : `  ${page.name}`}, at ${page.branch ?? 'all branches'}\n`
  yield* section('Costs', costs(page))
  yield* section('Quantities', quantities(page))
  yield* listed(periods(page), periodColumns)
  yield* section('Margins', margins(page))
  yield* section('Dates', dates(page))
  yield* section('Item', classification(page))
  yield* section('Codes', codes(page))
  if (page.lots.length > 0) yield* listed(page.lots, lotColumns)
  if (page.channels.length > 0) yield* listed(page.channels, channelColumns)
}

/** The page of an item over the company, and what stands out at each branch. */
export function* itemPages({ company, branches }: ItemSnapshots): Generator<string, void, undefined> {
  yield* itemPage(company)
  yield* listed(branches, branchColumns)
}

/** Lines of a section: what it is, and the value as it is shown. */
type Line = readonly [label: string, value: Cell, kind?: Column<unknown>['kind']]

function* section(title: string, lines: readonly Line[]): Generator<string, void, undefined> {
  yield `\n${title}\n`
  const columns = lines.map(([label, value, kind]): Column<null> => {
    return { name: `  ${label}`, kind: kind ?? 'text', of: () => value }
  })
  yield* textRecord(null, columns)
}

function* listed<Row>(rows: readonly Row[], columns: readonly Column<Row>[]) {
  yield '\n'
  yield* textTable(() => rows, columns)
}

function costs({ costs, suggestedList, prices }: ItemSnapshot): readonly Line[] {
  return [
    ['current market', costs.market],
    ['last receipt', costs.lastReceipt],
    ['weighted average', costs.weightedAverage],
    ['suggested list', suggestedList],
    ...Object.entries(prices).map(([level, price]): Line => [`price ${level}`, price]),
  ]
}

function quantities({ quantities: q }: ItemSnapshot): readonly Line[] {
  return [
    ['on hand', q.onHand.startsWith('-') ? `${q.onHand}  (below zero)` : q.onHand],
    ['reserved', q.reserved],
    ['held', q.held],
    ['available', q.available],
    ['on order', q.onOrder],
    ['minimum', q.minimum],
    ['maximum', q.maximum],
    ['suggested order', q.suggestedOrder],
  ]
}

interface PeriodRow extends SalesFigures {
  readonly period: string
}

function periods({ sales }: ItemSnapshot): readonly PeriodRow[] {
  return [
    { period: 'current month', ...sales.currentMonth },
    { period: 'current year', ...sales.currentYear },
    { period: 'last month', ...sales.lastMonth },
    { period: 'last year', ...sales.lastYear },
  ]
}

const periodColumns: readonly Column<PeriodRow>[] = [
  { name: 'Sales', kind: 'text', of: ({ period }) => `  ${period}` },
  { name: 'sales', kind: 'number', of: ({ sales }) => sales },
  { name: 'cost of sales', kind: 'number', of: ({ cost }) => cost },
  { name: 'GM %', kind: 'number', of: ({ grossMargin }) => grossMargin },
]

function margins({ margins: { expected, minimum, belowExpected, belowMinimum } }: ItemSnapshot) {
  const flagged = (margin: string | null, isBelow: boolean) =>
    isBelow ? `${margin ?? ''}  (a sale of this month was below)`.trimStart() : margin
  const lines: readonly Line[] = [
    ['expected', flagged(expected, belowExpected)],
    ['minimum', flagged(minimum, belowMinimum)],
  ]
  return lines
}

function dates({ dates, lastCountQuantity }: ItemSnapshot): readonly Line[] {
  return [
    ['last sold on', dates.lastSold, 'instant'],
    ['last purchased on', dates.lastPurchased, 'instant'],
    ['last receipt on', dates.lastReceipt, 'instant'],
    ['last counted on', dates.lastCounted, 'instant'],
    ['last count quantity', lastCountQuantity],
  ]
}

function classification({ unit, merchandising, group, section, vendor }: ItemSnapshot): readonly Line[] {
  return [
    ['unit', unit],
    ['merchandising', merchandising.join(', ')],
    ['group', group],
    ['section', section],
    ['vendor', vendor],
  ]
}

function codes({ codes }: ItemSnapshot): readonly Line[] {
  return [
    ['stocked', yesOrNo(codes.stocked)],
    ['tracks quantity', yesOrNo(codes.tracksQuantity)],
    ['maintain receipts', codes.maintainReceipts === null ? null : yesOrNo(codes.maintainReceipts)],
    ['taxable', codes.taxable],
    ['discount code', codes.discountCode],
    ['price matrix', codes.priceMatrix],
    ['price rounding', codes.priceRounding],
  ]
}

function yesOrNo(code: boolean): string {
  return code ? 'yes' : 'no'
}

const lotColumns: readonly Column<ItemLot>[] = [
  { name: 'lot', kind: 'text', of: ({ lot }) => lot ?? '(in no lot)' },
  { name: 'expires on', kind: 'text', of: ({ expiresOn }) => expiresOn },
  { name: 'quantity', kind: 'number', of: ({ quantity }) => quantity },
  { name: 'held', kind: 'text', of: ({ held }) => (held ? 'held' : null) },
]

const channelColumns = columnsOf<ItemChannel>({
  channel: 'text',
  allocated: 'number',
  reserved: 'number',
  available: 'number',
})

const branchColumns: readonly Column<ItemSnapshot>[] = [
  { name: 'branch', kind: 'text', of: ({ branch }) => branch },
  { name: 'on hand', kind: 'number', of: ({ quantities }) => quantities.onHand },
  { name: 'available', kind: 'number', of: ({ quantities }) => quantities.available },
  { name: 'on order', kind: 'number', of: ({ quantities }) => quantities.onOrder },
  { name: 'suggested order', kind: 'number', of: ({ quantities }) => quantities.suggestedOrder },
  { name: 'average', kind: 'number', of: ({ costs }) => costs.weightedAverage },
  { name: 'sales this month', kind: 'number', of: ({ sales }) => sales.currentMonth.sales },
  { name: 'this year', kind: 'number', of: ({ sales }) => sales.currentYear.sales },
  { name: 'last sold', kind: 'instant', of: ({ dates }) => dates.lastSold },
  { name: 'last receipt', kind: 'instant', of: ({ dates }) => dates.lastReceipt },
  { name: 'last counted', kind: 'instant', of: ({ dates }) => dates.lastCounted },
]
