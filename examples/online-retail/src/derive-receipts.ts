import { Decimal } from 'decimal.js'
import { instantOf, monthsBetween, ZONE } from './london-time.ts'
import type { BranchDefined, ItemDefined, StockReceived } from './movement.ts'
import type { CodeSurvey, Survey } from './survey.ts'

/** The one branch: the source names a trader in the United Kingdom and no place of storage. */
export const BRANCH = 'UK'

/** What a unit is taken to have cost, as a share of the code's median price. Nobody knows the real costs. */
export const COST_SHARE = '0.6'

/** When the goods for a month come in: this day of the month before, London time. */
const RECEIPT_TIME = '20 07:00:00'

/**
 * Everything the source does not say and stock cannot do without, in order of time: the branch, the items, the opening
 * stock and a receipt a month. Every one of them says in its `note` that it is derived.
 *
 * Law: with these receipts no code's stock is ever negative, at any instant. A month is entered with at least everything
 * that leaves in it, whatever comes in meanwhile.
 *
 * @example
 * deriveReceipts(await surveyLines(readLines(path)))
 */
export function deriveReceipts(survey: Survey): (BranchDefined | ItemDefined | StockReceived)[] {
  if (survey.codes.size === 0) return []
  const months = monthsBetween(survey.firstMonth, survey.lastMonth)
  const opening = instantOf(`${survey.firstMonth}-01 00:00:00`)
  const codes = [...survey.codes].sort(([a], [b]) => (a < b ? -1 : 1))
  const receipts = codes.flatMap(([item, code]) => receiptsOf(item, code, months))
  return [
    {
      type: 'BranchDefined',
      id: `branch/${BRANCH}`,
      occurredAt: opening,
      branch: BRANCH,
      name: 'United Kingdom',
      timeZone: ZONE,
      note: 'derived: the source names no branch',
    },
    ...codes.map(([item, code]) => itemOf(item, code, opening)),
    // Sorting is stable: at one instant the receipts stay in the order of their items.
    ...receipts.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0)),
  ]
}

function itemOf(item: string, code: CodeSurvey, occurredAt: string): ItemDefined {
  const name = mostFrequent(code.names)
  return {
    type: 'ItemDefined',
    id: `item/${item}`,
    occurredAt,
    item,
    name: name ?? item,
    unit: 'each',
    note:
      name === undefined ? 'derived: never sold, named by its code' : 'derived: most frequent description',
  }
}

function receiptsOf(item: string, code: CodeSurvey, months: readonly string[]): StockReceived[] {
  const unitCost = costOf(code)
  const cost = unitCost === undefined ? 'cost 0, no price known' : `cost ${COST_SHARE} of the median price`
  const receipts: StockReceived[] = []
  let onHand = 0
  let before: string | undefined
  for (const month of months) {
    const flow = code.months.get(month) ?? { in: 0, out: 0 }
    const missing = flow.out - onHand
    if (missing > 0) {
      receipts.push({
        type: 'StockReceived',
        id: before === undefined ? `opening/${item}` : `receipt/${month}/${item}`,
        // Nothing can come in before the data begin: the first month's goods are the opening stock.
        occurredAt: instantOf(before === undefined ? `${month}-01 00:00:00` : `${before}-${RECEIPT_TIME}`),
        item,
        branch: BRANCH,
        quantity: String(missing),
        unitCost: unitCost ?? '0',
        note: `derived: ${before === undefined ? 'opening stock' : 'receipt'} to cover ${month}; ${cost}`,
      })
      onHand += missing
    }
    onHand += flow.in - flow.out
    before = month
  }
  return receipts
}

function costOf(code: CodeSurvey): string | undefined {
  const price = medianPrice(code.prices)
  return price === undefined ? undefined : new Decimal(price).times(COST_SHARE).toDecimalPlaces(6).toFixed()
}

/**
 * The median of prices as written, each counted as often as it was charged; of an even number the lower of the middle two,
 * so that it is a price somebody paid. Undefined when there is none.
 *
 * @example
 * medianPrice(new Map([['2.55', 2], ['10', 1]])) // '2.55'
 */
export function medianPrice(prices: ReadonlyMap<string, number>): string | undefined {
  const sorted = [...prices].sort(([a], [b]) => new Decimal(a).comparedTo(b))
  const total = sorted.reduce((sum, [, lines]) => sum + lines, 0)
  let seen = 0
  for (const [price, lines] of sorted) {
    seen += lines
    if (seen * 2 >= total) return price
  }
  return undefined
}

/** The key counted most often, the first met of several; undefined when there is none. */
function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined
  let most = 0
  for (const [key, lines] of counts) {
    if (lines > most) {
      best = key
      most = lines
    }
  }
  return best
}
