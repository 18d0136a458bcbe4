import { type Column, type ColumnKind, columnsOf, toCell } from '../column.ts'
import { type Report, type ReportTable, reportTable } from '../report.ts'
import { type Moment, momentFacts } from './moment.ts'

/** What was sold in a period, in decimal strings. */
export interface SalesFields {
  readonly sales: string
  readonly cost: string
  readonly grossMargin: string | null
}

/** The page of an item at a branch, or (`branch` is null) over the company: decimal strings, ISO instants, null for nothing. */
export interface ItemPageFields {
  readonly item: string
  readonly branch: string | null
  readonly name: string
  readonly unit: string | null
  readonly suggestedList: string | null
  readonly prices: { readonly [level: string]: string }
  readonly costs: {
    readonly market: string | null
    readonly lastReceipt: string | null
    readonly weightedAverage: string | null
  }
  readonly merchandising: readonly string[]
  readonly group: string | null
  readonly section: string | null
  readonly vendor: string | null
  readonly quantities: {
    readonly minimum: string | null
    readonly maximum: string | null
    readonly onHand: string
    readonly reserved: string
    readonly held: string
    readonly available: string
    readonly onOrder: string
    readonly suggestedOrder: string | null
  }
  readonly margins: {
    readonly expected: string | null
    readonly minimum: string | null
    readonly belowExpected: boolean
    readonly belowMinimum: boolean
  }
  readonly sales: {
    readonly currentMonth: SalesFields
    readonly currentYear: SalesFields
    readonly lastMonth: SalesFields
    readonly lastYear: SalesFields
  }
  readonly codes: {
    readonly stocked: boolean
    readonly tracksQuantity: boolean
    readonly maintainReceipts: boolean | null
    readonly taxable: string | null
    readonly discountCode: string | null
    readonly priceMatrix: string | null
    readonly priceRounding: string | null
  }
  readonly dates: {
    readonly lastSold: string | null
    readonly lastPurchased: string | null
    readonly lastReceipt: string | null
    readonly lastCounted: string | null
  }
  readonly lastCountQuantity: string | null
  readonly lots: readonly LotFields[]
  readonly channels: readonly ChannelFields[]
}

/** A lot on the page of an item, as a report takes it. */
export interface LotFields {
  readonly lot: string | null
  readonly expiresOn: string | null
  readonly quantity: string
  readonly held: boolean
}

/** A channel on the page of an item, as a report takes it. */
export interface ChannelFields {
  readonly channel: string
  readonly allocated: string
  readonly reserved: string
  readonly available: string
}

/** What a report of the page of an item is made of. */
export interface ItemPageInput {
  readonly moment: Moment
  /** That of one branch, or that of the company and then each of its branches. */
  readonly pages: readonly [ItemPageFields, ...ItemPageFields[]]
}

/** A page as one row: everything that is not a list. */
const pageColumns: readonly Column<ItemPageFields>[] = [
  ...columnsOf<ItemPageFields>({ item: 'text', branch: 'text', name: 'text', unit: 'text' }),
  ...columnsOf<ItemPageFields>({ suggestedList: 'amount' }),
  ...partColumns(({ costs }) => costs, {
    market: ['marketCost', 'amount'],
    lastReceipt: ['lastReceiptCost', 'amount'],
    weightedAverage: ['weightedAverageCost', 'amount'],
  }),
  ...columnsOf<ItemPageFields>({ merchandising: 'text', group: 'text', section: 'text', vendor: 'text' }),
  ...partColumns(({ quantities }) => quantities, {
    minimum: ['minimum', 'number'],
    maximum: ['maximum', 'number'],
    onHand: ['onHand', 'number'],
    reserved: ['reserved', 'number'],
    held: ['held', 'number'],
    available: ['available', 'number'],
    onOrder: ['onOrder', 'number'],
    suggestedOrder: ['suggestedOrder', 'number'],
  }),
  ...partColumns(({ margins }) => margins, {
    expected: ['expectedMargin', 'number'],
    minimum: ['minimumMargin', 'number'],
    belowExpected: ['belowExpectedMargin', 'text'],
    belowMinimum: ['belowMinimumMargin', 'text'],
  }),
  ...(['currentMonth', 'currentYear', 'lastMonth', 'lastYear'] as const).flatMap((period) =>
    partColumns(({ sales }) => sales[period], {
      sales: [`${period}Sales`, 'amount'],
      cost: [`${period}Cost`, 'amount'],
      grossMargin: [`${period}GrossMargin`, 'number'],
    }),
  ),
  ...partColumns(({ codes }) => codes, {
    stocked: ['stocked', 'text'],
    tracksQuantity: ['tracksQuantity', 'text'],
    maintainReceipts: ['maintainReceipts', 'text'],
    taxable: ['taxable', 'text'],
    discountCode: ['discountCode', 'text'],
    priceMatrix: ['priceMatrix', 'text'],
    priceRounding: ['priceRounding', 'text'],
  }),
  ...partColumns(({ dates }) => dates, {
    lastSold: ['lastSoldOn', 'instant'],
    lastPurchased: ['lastPurchasedOn', 'instant'],
    lastReceipt: ['lastReceiptOn', 'instant'],
    lastCounted: ['lastCountedOn', 'instant'],
  }),
  ...columnsOf<ItemPageFields>({ lastCountQuantity: 'number' }),
]

/** Columns of a part of a page: for each of its fields, the heading and what the column holds. */
function partColumns<Part extends object>(
  partOf: (page: ItemPageFields) => Part,
  headings: { readonly [field in keyof Part & string]: readonly [name: string, kind: ColumnKind] },
): readonly Column<ItemPageFields>[] {
  // `Object.entries` types the values of an object as `unknown` when its keys are generic.
  const entries = Object.entries(headings) as readonly [string, readonly [string, ColumnKind]][]
  return entries.map(([field, [name, kind]]) => {
    return { name, kind, of: (page) => toCell(Reflect.get(partOf(page), field)) }
  })
}

/**
 * The report of the page of an item: a row for the company and each branch, with prices, lots and channels in lists.
 *
 * @example
 * const { company, branches } = await inventory.itemSnapshot('tea')
 * const report = itemPageReport({ moment, pages: [company, ...branches] })
 */
export function itemPageReport({ moment, pages }: ItemPageInput): Report {
  const [first] = pages
  return {
    head: { item: first.item, ...moment },
    summary: [
      ...momentFacts(moment),
      ...pageColumns.map(({ name, kind, of }) => ({ name, kind, value: of(first) })),
    ],
    tables: [
      reportTable('Page', 'pages', pageColumns, () => pages),
      listTable('Prices', 'prices', pages, { level: 'text', price: 'amount' }, ({ prices }) =>
        Object.entries(prices).map(([level, price]) => ({ level, price })),
      ),
      listTable(
        'Lots',
        'lots',
        pages,
        { lot: 'text', expiresOn: 'text', quantity: 'number', held: 'text' },
        ({ lots }) => lots,
      ),
      listTable(
        'Channels',
        'channels',
        pages,
        { channel: 'text', allocated: 'number', reserved: 'number', available: 'number' },
        ({ channels }) => channels,
      ),
    ],
  }
}

/** The lists of all pages, each part with the branch it is of. */
function listTable<Part extends object>(
  title: string,
  key: string,
  pages: readonly ItemPageFields[],
  kinds: { readonly [field in keyof Part & string]: ColumnKind },
  partsOf: (page: ItemPageFields) => readonly Part[],
): ReportTable {
  const rows = pages.flatMap((page) => partsOf(page).map((part) => ({ branch: page.branch, ...part })))
  return reportTable(title, key, columnsOf<object>({ branch: 'text', ...kinds }), () => rows)
}
