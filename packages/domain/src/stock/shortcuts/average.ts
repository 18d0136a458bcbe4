import { prorateDoubles } from '@tidemark/projection'
import { type BranchNumbers, either, type ItemNumbers } from './short.ts'

/*
 * What `costing/average.ts` does to the stock of a branch, in doubles. A cost that cannot be worked out exactly is NaN, and so is
 * then the value it is taken from, which undoes the fact.
 */

/** One, in micros. */
export const ONE = 1_000_000

/** What the average starts from where there has never been one: `startingCost` of `costs.ts` for an item that is tracked. */
function startingCost(item: Readonly<ItemNumbers>, here: BranchNumbers): number {
  const lastReceipt = either(here.lastReceiptCost, item.lastReceiptCost)
  const market = either(here.marketCost, item.marketCost)
  return either(item.startingAverage, either(lastReceipt, either(market, 0)))
}

/** Goods out at the average, or in with a quantity below zero. Returns what they cost. */
export function issueAtAverage(item: Readonly<ItemNumbers>, here: BranchNumbers, quantity: number): number {
  let { value, onHand } = here
  if (!(onHand > 0)) {
    value = here.keptValue
    onHand = here.keptQuantity
    if (onHand === 0) {
      value = startingCost(item, here)
      onHand = value === 0 ? 0 : ONE
    }
  }
  const cost = onHand === 0 ? 0 : prorateDoubles(value, quantity, onHand)
  here.onHand -= quantity
  here.value -= cost
  if (here.onHand <= 0) keep(here, value, onHand)
  if (here.onHand === 0) here.value = 0
  return cost
}

/** Goods in that carry their own cost. */
export function receiveAtCost(here: BranchNumbers, quantity: number, total: number): void {
  const found = here.onHand
  here.onHand += quantity
  here.value = found > 0 ? here.value + total : prorateDoubles(total, here.onHand, quantity)
  if (here.onHand <= 0) keep(here, total, quantity)
}

function keep(here: BranchNumbers, value: number, quantity: number): void {
  here.keptValue = value
  here.keptQuantity = quantity
}

/** Whether a receipt sets costs here: neither is market cost opted out of nor the average frozen, as `costs.ts` has it. */
export function takesCosts(item: Readonly<ItemNumbers>, here: Readonly<BranchNumbers>): boolean {
  return (
    either(here.marketCost, item.marketCost) !== 0 && either(here.lastReceiptCost, item.lastReceiptCost) !== 0
  )
}
