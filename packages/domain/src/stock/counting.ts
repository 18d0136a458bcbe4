import { lotAt, lotsOf } from './lots.ts'
import { moveIn, moveOut, revalueToUnitCost } from './move.ts'
import { itemOf, type StockContext, type StockDraft, type StockRecipes, tellAnomaly } from './recipe.ts'

/** Opens a count: what is on hand now, in all and by lot, is what the count is compared with. */
function openCount(draft: StockDraft, branch: string): void {
  draft.count.at(branch).base = draft.branch.at(branch).onHand
  for (const lot of lotsOf(draft, branch)) {
    lot.countBase = lot.quantity
    lot.counted = null
  }
}

function closeCount(draft: StockDraft, branch: string): void {
  draft.count.remove(branch)
  for (const lot of lotsOf(draft, branch)) {
    lot.countBase = 0n
    lot.counted = null
  }
}

/**
 * Counted less what was on hand at count time.
 *
 * A count that names lots sets those and the no-lot bucket; lots it does not name are uncounted and stay. One
 * that names none is of all that is there, and its variance falls to the no-lot bucket.
 */
function settleVariance(draft: StockDraft, context: StockContext, branch: string): bigint {
  const count = draft.count.at(branch)
  if (!lotsOf(draft, branch).some((lot) => lot.counted !== null)) return count.counted - count.base
  let variance = 0n
  let countedInLots = 0n
  let baseInLots = 0n
  for (const lot of lotsOf(draft, branch)) {
    baseInLots += lot.countBase
    if (lot.counted === null) continue
    countedInLots += lot.counted
    variance += lot.counted - lot.countBase
    lot.quantity += lot.counted - lot.countBase
    if (lot.quantity < 0n) tellAnomaly(context, 'LOT_NEGATIVE', `lot ${lot.lot} at ${branch}`)
  }
  return variance + (count.counted - countedInLots) - (count.base - baseInLots)
}

function postEntries(draft: StockDraft, branch: string, occurredAt: number, context: StockContext): void {
  const count = draft.count.find(branch)
  if (count === undefined) return
  const here = draft.branch.at(branch)
  here.lastCountedOn = occurredAt
  here.lastCountQuantity = count.counted
  if (itemOf(draft).tracksQuantity) {
    const variance = settleVariance(draft, context, branch)
    if (variance > 0n) moveIn(draft, context, 'count', branch, variance)
    if (variance < 0n) moveOut(draft, context, 'count', branch, -variance)
  }
  closeCount(draft, branch)
}

export const countingRecipes: StockRecipes = {
  StockCounted: (draft, entry, context) => {
    const { branch } = entry
    const here = draft.branch.at(branch)
    const open = draft.count.find(branch)
    if (open === undefined) openCount(draft, branch)
    else if (open.moved) tellAnomaly(context, 'MOVEMENT_DURING_COUNT', `count at ${branch}`)
    const count = draft.count.at(branch)
    count.counted += entry.quantity
    for (const { lot, quantity } of entry.lots ?? []) {
      const record = lotAt(draft, branch, lot)
      record.counted = (record.counted ?? 0n) + quantity
    }
    here.lastCountedOn = entry.occurredAt
    here.lastCountQuantity = count.counted
  },

  CountPosted: (draft, { branch, occurredAt, unitCost }, context) => {
    postEntries(draft, branch, occurredAt, context)
    if (unitCost !== undefined && itemOf(draft).tracksQuantity) {
      revalueToUnitCost(draft, context, branch, unitCost)
    }
  },

  CountsInitialised: (draft, { branch }) => {
    closeCount(draft, branch)
    draft.branch.at(branch).lastCountQuantity = null
  },
}
