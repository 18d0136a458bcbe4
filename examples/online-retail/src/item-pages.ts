import { Decimal, type Inventory, type ItemSnapshot, type SalesFigures } from 'tidemark'

/** The branch all of the example is at. */
const BRANCH = 'UK'

/** The pages of some items as of some instants, as Markdown: a table an item, a column an instant. */
export async function itemPages(
  inventory: Inventory,
  items: readonly string[],
  instants: readonly string[],
): Promise<string> {
  const tables: string[] = []
  for (const item of items) {
    const pages: ItemSnapshot[] = []
    for (const asOf of instants) pages.push(await inventory.itemSnapshot(item, { branch: BRANCH, asOf }))
    tables.push(tableOf(item, pages))
  }
  return tables.join('\n')
}

function tableOf(item: string, pages: readonly ItemSnapshot[]): string {
  const name = pages.at(-1)?.name ?? item
  const rows = rowsOf.flatMap(([label, cellOf]) => {
    const cells = pages.map((page) => cellOf(page) ?? '')
    return cells.every((cell) => cell === '') ? [] : [[label, ...cells]]
  })
  const header = ['', ...pages.map(({ asOf }) => asOf.slice(0, 10))]
  const lines = [header, header.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
  return [`### ${item} ${name}`, '', ...lines.map((cells) => `| ${cells.join(' | ')} |`), ''].join('\n')
}

type Row = readonly [label: string, cell: (page: ItemSnapshot) => string | null]

const rowsOf: readonly Row[] = [
  ['suggested list', ({ suggestedList }) => suggestedList],
  ['current market cost', ({ costs }) => costs.market],
  ['last receipt cost', ({ costs }) => costs.lastReceipt],
  ['weighted average cost', ({ costs }) => costs.weightedAverage],
  ['merchandising', ({ merchandising }) => merchandising.join(', ')],
  ['unit', ({ unit }) => unit],
  ['on hand', ({ quantities }) => quantities.onHand],
  ['available', ({ quantities }) => quantities.available],
  ['on order', ({ quantities }) => quantities.onOrder],
  ['minimum', ({ quantities }) => quantities.minimum],
  ['maximum', ({ quantities }) => quantities.maximum],
  ['suggested order', ({ quantities }) => quantities.suggestedOrder],
  ...periodRows('current month', ({ sales }) => sales.currentMonth),
  ...periodRows('current year', ({ sales }) => sales.currentYear),
  ...periodRows('last month', ({ sales }) => sales.lastMonth),
  ...periodRows('last year', ({ sales }) => sales.lastYear),
  ['expected margin', ({ margins }) => margins.expected],
  ['minimum margin', ({ margins }) => margins.minimum],
  ['last sold on', ({ dates }) => minute(dates.lastSold)],
  ['last purchased on', ({ dates }) => minute(dates.lastPurchased)],
  ['last receipt on', ({ dates }) => minute(dates.lastReceipt)],
  ['last counted on', ({ dates }) => minute(dates.lastCounted)],
  ['last count quantity', ({ lastCountQuantity }) => lastCountQuantity],
]

function periodRows(period: string, figuresOf: (page: ItemSnapshot) => SalesFigures): readonly Row[] {
  return [
    [`${period}: sales`, (page) => figuresOf(page).sales],
    [`${period}: cost of sales`, (page) => figuresOf(page).cost],
    [`${period}: GM %`, (page) => percent(figuresOf(page).grossMargin)],
  ]
}

/** Two decimals are enough for a person. */
function percent(margin: string | null): string | null {
  return margin === null ? null : new Decimal(margin).toFixed(2)
}

/** `2011-07-14 10:46`, UTC. */
function minute(instant: string | null): string | null {
  return instant === null ? null : instant.slice(0, 16).replace('T', ' ')
}
