import { issueAtAverage, ONE } from './average.ts'
import {
  type BranchNumbers,
  either,
  type ItemNumbers,
  movedBranch,
  type StockNumbers,
  type StockShortcuts,
  short,
  trackedItem,
} from './short.ts'

const amounts = {
  branch: 'text',
  occurredAt: 'instant',
  quantity: 'micros',
  netAmount: 'micros',
  grossAmount: 'micros',
  taxAmount: 'micros',
} as const

/** The line total without tax. */
function netAmount(line: {
  readonly netAmount: number
  readonly grossAmount: number
  readonly taxAmount: number
}): number {
  return either(line.netAmount, either(line.grossAmount, 0) - either(line.taxAmount, 0))
}

/** Products of micros are rounded: only where they are clearly apart is it certain which is larger. */
const CLEARLY = 1e-9

/**
 * Remembers when a sale's margin was below what is expected, or below the lowest allowed. False where that is not certain, or
 * where it may be another one at the branch.
 */
function flagMargin(
  records: StockNumbers,
  item: Readonly<ItemNumbers>,
  here: BranchNumbers,
  sale: { readonly branch: string; readonly occurredAt: number },
  net: number,
  cost: number,
): boolean {
  if (net <= 0) return true
  if (records.override.has(sale.branch)) return false
  const { expectedMargin, minimumMargin } = item
  const margin = (net - cost) * 100 * ONE
  if (!isApart(margin, expectedMargin * net) || !isApart(margin, minimumMargin * net)) return false
  if (margin < expectedMargin * net) here.lastBelowExpectedOn = sale.occurredAt
  if (margin < minimumMargin * net) here.lastBelowMinimumOn = sale.occurredAt
  return true
}

/** Whether it is certain which of two products is larger, or there is no second one. */
function isApart(product: number, other: number): boolean {
  return Number.isNaN(other) || Math.abs(product - other) > CLEARLY * (Math.abs(product) + Math.abs(other))
}

export const sellingShortcuts: StockShortcuts = {
  StockSold: short(amounts, (records, sale, company) => {
    const { branch, quantity, occurredAt } = sale
    const item = trackedItem(records, company)
    const here = movedBranch(records, branch)
    if (item === undefined || here === undefined || quantity === 0) return false
    const cost = issueAtAverage(item, here, quantity)
    const net = netAmount(sale)
    here.sales += net
    here.costOfSales += cost
    here.lastSoldOn = occurredAt
    return flagMargin(records, item, here, sale, net, cost)
  }),

  StockReturnedByCustomer: short(
    amounts,
    (records, back, company) => {
      const { branch, quantity, occurredAt } = back
      const item = trackedItem(records, company)
      const here = movedBranch(records, branch)
      if (item === undefined || here === undefined || quantity === 0) return false
      const cost = issueAtAverage(item, here, -quantity)
      here.sales -= netAmount(back)
      here.costOfSales += cost
      here.lastSoldOn = occurredAt
      return true
    },
    ['channel'],
  ),
}
