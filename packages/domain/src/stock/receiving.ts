import { type Micros, multiply, perUnit, prorate } from '@tidemark/projection'
import type { FactOf } from '../corrections/known-event.ts'
import { isAverageFrozen, type ReceiptCost, setCostsByReceipt } from './costs.ts'
import { lotsIn, lotsOut } from './lots.ts'
import { moveInAtCost, moveOut, moveOutAtCost, noteVariance, revalueByAmount } from './move.ts'
import { receiveAgainstOrder } from './orders.ts'
import { itemOf, type StockDraft, type StockRecipes, tellAnomaly } from './recipe.ts'

function sumOfCharges(charges: readonly { readonly amount: Micros }[] | undefined): Micros {
  return (charges ?? []).reduce((sum, charge) => sum + charge.amount, 0n)
}

/** What a receipt cost: bare (as corrected), and with its own charges but not late ones. */
function costOfReceipt(receipt: FactOf<'StockReceived'>): ReceiptCost & { readonly bare: Micros } {
  const { quantity, correctedUnitCost, totalCost } = receipt
  const unitCost = correctedUnitCost ?? receipt.unitCost
  const bare = unitCost === undefined ? (totalCost ?? 0n) : multiply(quantity, unitCost)
  const bareUnit = unitCost ?? (quantity === 0n ? 0n : perUnit(bare, quantity))
  return { quantity, bare, bareUnit, landed: bare + sumOfCharges(receipt.charges) }
}

/** The cost of `quantity` at the named receipt's landed unit cost; `null` when there is no such receipt. */
function costAtReceipt(draft: StockDraft, receipt: string | undefined, quantity: Micros): Micros | null {
  const named = receipt === undefined ? undefined : draft.receipt.find(receipt)
  return named === undefined || named.quantity === 0n ? null : prorate(named.landed, quantity, named.quantity)
}

export const receivingRecipes: StockRecipes = {
  StockReceived: (draft, receipt, context) => {
    const { branch, quantity } = receipt
    const cost = costOfReceipt(receipt)
    const landed = cost.landed + (receipt.lateCharges ?? 0n)
    if (quantity === 0n) {
      noteVariance(draft, context, branch, landed)
      return
    }
    const item = itemOf(draft)
    const here = draft.branch.at(branch)
    if (item.tracksQuantity) {
      moveInAtCost(draft, context, 'receipt', branch, quantity, landed)
      lotsIn(draft, branch, receipt.lots)
    }
    setCostsByReceipt(item, here, context.common.policy, cost)
    here.lastReceiptOn = receipt.occurredAt
    if (receipt.purchaseOrder !== undefined) {
      receiveAgainstOrder(draft, receipt.purchaseOrder, receipt.purchaseOrderLine, quantity)
    }
    if (receipt.named === true) {
      const record = draft.receipt.at(receipt.id)
      record.branch = branch
      record.quantity = quantity
      record.landed = landed
    }
  },

  LateChargeArrived: (draft, charge, context) => {
    const { branch, amount } = charge
    const receipt = charge.receipt === null ? undefined : draft.receipt.find(charge.receipt)
    const item = itemOf(draft)
    const here = draft.branch.at(branch)
    if (receipt === undefined) {
      noteVariance(draft, context, branch, amount)
      return
    }
    receipt.landed += amount
    const carries = item.tracksQuantity && !isAverageFrozen(item, here)
    const left = here.onHand < receipt.quantity ? here.onHand : receipt.quantity
    const share = carries && left > 0n ? prorate(amount, left, receipt.quantity) : 0n
    if (share !== 0n) revalueByAmount(draft, context, 'late-charge', branch, share)
    noteVariance(draft, context, branch, amount - share)
  },

  StockReturnedToSupplier: (draft, back, context) => {
    const { branch, quantity } = back
    if (back.receipt !== undefined && draft.receipt.find(back.receipt) === undefined) {
      tellAnomaly(context, 'RETURN_WITHOUT_RECEIPT', `receipt ${back.receipt}`)
    }
    if (quantity === 0n || !itemOf(draft).tracksQuantity) return
    const byReceipt = context.common.policy.supplierReturnCost === 'receipt'
    const stated = byReceipt ? costAtReceipt(draft, back.receipt, quantity) : null
    if (stated === null) moveOut(draft, context, 'supplier-return', branch, quantity)
    else moveOutAtCost(draft, context, 'supplier-return', branch, quantity, stated)
    lotsOut(draft, context, branch, back.lots)
  },
}
