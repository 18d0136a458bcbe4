import { type Micros, multiply, ONE, prorate } from '@tidemark/projection'
import type { FactOf } from '../corrections/known-event.ts'
import { marketCost } from './costs.ts'
import { branchAttribute } from './defining.ts'
import { lotsIn, lotsOut } from './lots.ts'
import { moveIn, moveInAtCost, moveOut } from './move.ts'
import { itemOf, type StockContext, type StockDraft, type StockRecipes, tellAnomaly } from './recipe.ts'
import { lowerAllocation, lowerReservation } from './reserving.ts'

/** The line total without tax. */
function netAmount(line: FactOf<'StockSold'> | FactOf<'StockReturnedByCustomer'>): Micros {
  return line.netAmount ?? (line.grossAmount ?? 0n) - (line.taxAmount ?? 0n)
}

function costOfSale(draft: StockDraft, sale: FactOf<'StockSold'>, context: StockContext): Micros {
  const { branch, quantity } = sale
  if (sale.direct !== undefined) return multiply(quantity, sale.direct.unitCost)
  const item = itemOf(draft)
  if (!item.tracksQuantity) return multiply(quantity, marketCost(item, draft.branch.at(branch)) ?? 0n)
  if (quantity === 0n) return 0n
  lotsOut(draft, context, branch, sale.lots)
  return moveOut(draft, context, 'sale', branch, quantity)
}

/** Remembers when a sale's margin was below what is expected, or below the lowest allowed. */
function flagMargin(draft: StockDraft, sale: FactOf<'StockSold'>, net: Micros, cost: Micros): void {
  if (net <= 0n) return
  const branch = draft.branch.at(sale.branch)
  const isBelow = (percent: Micros | null): boolean =>
    percent !== null && (net - cost) * 100n * ONE < percent * net
  if (isBelow(branchAttribute(draft, sale.branch, 'expectedMargin')))
    branch.lastBelowExpectedOn = sale.occurredAt
  if (isBelow(branchAttribute(draft, sale.branch, 'minimumMargin')))
    branch.lastBelowMinimumOn = sale.occurredAt
}

/** What is still unreturned of a sale that a return names, and what that part cost. */
interface Unreturned {
  readonly quantity: Micros
  readonly cost: Micros
}

/** Takes the returned quantity off the named sale; what is more than was left names none. */
function takeFromSale(
  draft: StockDraft,
  back: FactOf<'StockReturnedByCustomer'>,
  context: StockContext,
): Unreturned {
  if (back.sale === undefined) return { quantity: 0n, cost: 0n }
  const sale = draft.sale.find(back.sale)
  if (sale === undefined) {
    tellAnomaly(context, 'RETURN_WITHOUT_SALE', `sale ${back.sale}`)
    return { quantity: 0n, cost: 0n }
  }
  const left = sale.quantity - sale.returned
  const quantity = back.quantity < left ? back.quantity : left
  if (quantity < back.quantity) tellAnomaly(context, 'RETURN_EXCEEDS_SALE', `sale ${back.sale}`)
  if (quantity <= 0n) return { quantity: 0n, cost: 0n }
  const cost = prorate(sale.cost - sale.returnedCost, quantity, left)
  sale.returned += quantity
  sale.returnedCost += cost
  return { quantity, cost }
}

function costOfReturn(
  draft: StockDraft,
  back: FactOf<'StockReturnedByCustomer'>,
  context: StockContext,
): Micros {
  const { branch } = back
  const item = itemOf(draft)
  const fromSale = takeFromSale(draft, back, context)
  const named = context.common.policy.customerReturnCost === 'sale' ? fromSale : { quantity: 0n, cost: 0n }
  const unnamed = back.quantity - named.quantity
  if (!item.tracksQuantity) {
    return named.cost + multiply(unnamed, marketCost(item, draft.branch.at(branch)) ?? 0n)
  }
  let cost = 0n
  if (named.quantity > 0n) {
    cost += moveInAtCost(draft, context, 'customer-return', branch, named.quantity, named.cost)
  }
  if (unnamed > 0n) cost += moveIn(draft, context, 'customer-return', branch, unnamed)
  lotsIn(draft, branch, back.lots)
  return cost
}

export const sellingRecipes: StockRecipes = {
  StockSold: (draft, sale, context) => {
    const cost = costOfSale(draft, sale, context)
    const net = netAmount(sale)
    const branch = draft.branch.at(sale.branch)
    branch.sales += net
    branch.costOfSales += cost
    branch.lastSoldOn = sale.occurredAt
    flagMargin(draft, sale, net, cost)
    if (sale.reservation !== undefined) {
      lowerReservation(draft, sale.branch, sale.reservation, sale.quantity)
    }
    if (sale.channel !== undefined && sale.direct === undefined) {
      lowerAllocation(draft, sale.branch, sale.channel, sale.quantity)
    }
    if (sale.named === true) {
      const record = draft.sale.at(sale.id)
      record.quantity = sale.quantity
      record.cost = cost
    }
  },

  StockReturnedByCustomer: (draft, back, context) => {
    const cost = back.quantity === 0n ? 0n : costOfReturn(draft, back, context)
    const branch = draft.branch.at(back.branch)
    branch.sales -= netAmount(back)
    branch.costOfSales -= cost
    branch.lastSoldOn = back.occurredAt
  },
}
