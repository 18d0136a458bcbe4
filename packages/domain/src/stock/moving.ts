import { type Micros, magnitude, multiply, perUnit } from '@tidemark/projection'
import type { FactOf } from '../corrections/known-event.ts'
import { isAverageFrozen, isMarketOptedOut } from './costs.ts'
import { lotAt, lotsIn, lotsOut, withExpiry } from './lots.ts'
import {
  moveIn,
  moveInAtCost,
  moveOut,
  moveOutAtCost,
  moveWithinPool,
  noteVariance,
  settleScope,
} from './move.ts'
import { itemOf, type StockContext, type StockDraft, type StockRecipes, tellAnomaly } from './recipe.ts'

function transferStock(
  draft: StockDraft,
  transfer: FactOf<'StockTransferred'>,
  context: StockContext,
): Micros {
  const { from, to, quantity } = transfer
  const charges = (transfer.charges ?? []).reduce((sum, charge) => sum + charge.amount, 0n)
  // Both ends exist before anything is shared between branches.
  draft.branch.at(from)
  draft.branch.at(to)
  settleScope(draft, context)
  if (draft.pool.find('pool') !== undefined)
    return moveWithinPool(draft, context, from, to, quantity, charges)
  const cost = moveOut(draft, context, 'transfer-out', from, quantity)
  const carried = moveInAtCost(draft, context, 'transfer-in', to, quantity, cost + charges)
  noteVariance(draft, context, to, cost + charges - carried)
  return cost
}

function transferWithLots(
  draft: StockDraft,
  transfer: FactOf<'StockTransferred'>,
  context: StockContext,
): Micros {
  const lots = withExpiry(draft, transfer.from, transfer.lots)
  const cost = transferStock(draft, transfer, context)
  lotsOut(draft, context, transfer.from, lots)
  lotsIn(draft, transfer.to, lots)
  return cost
}

function setLastReceiptByTransfer(
  draft: StockDraft,
  transfer: FactOf<'StockTransferred'>,
  cost: Micros,
): void {
  const item = itemOf(draft)
  const receiver = draft.branch.at(transfer.to)
  receiver.lastReceiptOn = transfer.occurredAt
  if (!item.tracksQuantity || isMarketOptedOut(item, receiver) || isAverageFrozen(item, receiver)) return
  const unitCost = perUnit(cost, transfer.quantity)
  if (unitCost !== 0n) receiver.lastReceiptCost = unitCost
}

export const movingRecipes: StockRecipes = {
  StockTransferred: (draft, transfer, context) => {
    if (transfer.quantity === 0n) return
    const cost = itemOf(draft).tracksQuantity ? transferWithLots(draft, transfer, context) : 0n
    if (context.common.policy.updateLastReceiptCostOnTransfers)
      setLastReceiptByTransfer(draft, transfer, cost)
  },

  StockAdjusted: (draft, adjustment, context) => {
    const { branch, quantity, unitCost } = adjustment
    if (quantity === 0n || !itemOf(draft).tracksQuantity) return
    const size = magnitude(quantity)
    if (quantity > 0n && unitCost === undefined) moveIn(draft, context, 'adjustment', branch, size)
    else if (quantity < 0n && unitCost === undefined) moveOut(draft, context, 'adjustment', branch, size)
    else {
      const total = multiply(size, unitCost ?? 0n)
      if (quantity > 0n) moveInAtCost(draft, context, 'adjustment', branch, size, total)
      else moveOutAtCost(draft, context, 'adjustment', branch, size, total)
    }
    if (quantity > 0n) lotsIn(draft, branch, adjustment.lots)
    else lotsOut(draft, context, branch, adjustment.lots)
  },

  LotCorrected: (draft, { branch, from, to, quantity, expiresOn }, context) => {
    draft.branch.at(branch)
    if (!itemOf(draft).tracksQuantity) return
    if (from !== undefined) {
      const lot = lotAt(draft, branch, from)
      lot.quantity -= quantity
      if (lot.quantity < 0n) tellAnomaly(context, 'LOT_NEGATIVE', `lot ${from} at ${branch}`)
    }
    if (to !== undefined) lotsIn(draft, branch, [{ lot: to, quantity, expiresOn }])
  },
}
