import { type Micros, perUnit } from '@tidemark/projection'
import { averageCost, type Stock } from '../costing/average.ts'
import type { CostingPolicy } from '../costing/policy.ts'
import type { BranchRecord, ItemRecord } from './recipe.ts'

/** The costs a branch's record holds of its own. */
type OwnCosts = Readonly<Pick<BranchRecord, 'marketCost' | 'lastReceiptCost'>>

/** The market cost in force at a branch: its own, else the item's; `null` while unset. */
export function marketCost(item: Readonly<ItemRecord>, branch: OwnCosts): Micros | null {
  return branch.marketCost ?? item.marketCost
}

/**
 * The last receipt cost at a branch: its own, else what the item was defined with.
 *
 * `null` while unset, and for an item whose quantity is not tracked.
 */
export function lastReceiptCost(item: Readonly<ItemRecord>, branch: OwnCosts): Micros | null {
  if (!item.tracksQuantity) return null
  return branch.lastReceiptCost ?? item.lastReceiptCost
}

/**
 * The weighted average cost at a branch: of the pool while the average is company-wide, else of the branch, else
 * what a new item starts with.
 *
 * `null` while unset, and for an item whose quantity is not tracked.
 */
export function weightedAverage(
  item: Readonly<ItemRecord>,
  branch: Readonly<Stock>,
  pool: Readonly<Stock> | undefined,
): Micros | null {
  if (!item.tracksQuantity) return null
  return averageCost(pool ?? branch) ?? item.startingAverage
}

/** What the average starts from where there has never been one. */
export function startingCost(item: ItemRecord, branch: BranchRecord): Micros {
  return item.startingAverage ?? lastReceiptCost(item, branch) ?? marketCost(item, branch) ?? 0n
}

/** A zero set by a person opts a cost out; a receipt never sets one. */
export function isMarketOptedOut(item: Readonly<ItemRecord>, branch: Readonly<BranchRecord>): boolean {
  return marketCost(item, branch) === 0n
}

/** A last receipt cost of zero, where market cost is not zero, freezes the average. */
export function isAverageFrozen(item: Readonly<ItemRecord>, branch: Readonly<BranchRecord>): boolean {
  return lastReceiptCost(item, branch) === 0n && !isMarketOptedOut(item, branch)
}

/** What a receipt cost: bare, and with the charges that came with it. */
export interface ReceiptCost {
  readonly quantity: Micros
  readonly bareUnit: Micros
  readonly landed: Micros
}

/** Sets last receipt and market cost as a receipt does, by the opt-outs and the parameters in force. */
export function setCostsByReceipt(
  item: ItemRecord,
  branch: BranchRecord,
  policy: CostingPolicy,
  receipt: ReceiptCost,
): void {
  if (isMarketOptedOut(item, branch) || receipt.bareUnit === 0n) return
  if (!item.tracksQuantity) {
    setMarketByReceipt(branch, policy, receipt)
    return
  }
  if (isAverageFrozen(item, branch)) return
  const changes = lastReceiptCost(item, branch) !== receipt.bareUnit
  branch.lastReceiptCost = receipt.bareUnit
  if (changes) setMarketByReceipt(branch, policy, receipt)
}

function setMarketByReceipt(branch: BranchRecord, policy: CostingPolicy, receipt: ReceiptCost): void {
  if (!policy.setMarketCostWithLastReceiptCostChange) return
  const unit = policy.includeAdjustments ? perUnit(receipt.landed, receipt.quantity) : receipt.bareUnit
  if (unit > 0n) branch.marketCost = unit
}
