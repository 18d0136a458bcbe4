import { type Micros, prorate } from '@tidemark/projection'
import {
  addValue,
  type Costed,
  costAtAverage,
  issueAtAverage,
  issueAtCost,
  receiveAtAverage,
  receiveAtCost,
  type Stock,
  setAverage,
} from '../costing/average.ts'
import { isAverageFrozen, startingCost } from './costs.ts'
import type { MovementKind } from './effects.ts'
import { type BranchRecord, itemOf, type StockContext, type StockDraft } from './recipe.ts'

/** Goods out of a branch at the average. Returns what they cost. */
export function moveOut(
  draft: StockDraft,
  context: StockContext,
  kind: MovementKind,
  branch: string,
  quantity: Micros,
): Micros {
  return move(draft, context, kind, branch, -quantity, (stock, start) =>
    issueAtAverage(stock, quantity, start),
  )
}

/** Goods out of a branch at a stated cost; at the average where costs are frozen. Returns what they took. */
export function moveOutAtCost(
  draft: StockDraft,
  context: StockContext,
  kind: MovementKind,
  branch: string,
  quantity: Micros,
  stated: Micros,
): Micros {
  if (isFrozen(draft, branch)) return moveOut(draft, context, kind, branch, quantity)
  return move(draft, context, kind, branch, -quantity, (stock, start) =>
    issueAtCost(stock, quantity, stated, start),
  )
}

/** Goods into a branch at the average. Returns what they cost. */
export function moveIn(
  draft: StockDraft,
  context: StockContext,
  kind: MovementKind,
  branch: string,
  quantity: Micros,
): Micros {
  return move(draft, context, kind, branch, quantity, (stock, start) =>
    receiveAtAverage(stock, quantity, start),
  )
}

/** Goods into a branch that carry their own cost; at the average where costs are frozen. Returns what they carried. */
export function moveInAtCost(
  draft: StockDraft,
  context: StockContext,
  kind: MovementKind,
  branch: string,
  quantity: Micros,
  total: Micros,
): Micros {
  if (isFrozen(draft, branch)) return moveIn(draft, context, kind, branch, quantity)
  return move(draft, context, kind, branch, quantity, (stock) => receiveAtCost(stock, quantity, total))
}

/** Goods from branch to branch within the company's pool: value stays where the pool is, charges add. */
export function moveWithinPool(
  draft: StockDraft,
  context: StockContext,
  from: string,
  to: string,
  quantity: Micros,
  charges: Micros,
): Micros {
  const pool = draft.pool.at('pool')
  const start = startingCost(itemOf(draft), draft.branch.at(from))
  const before = valuesByBranch(draft)
  const cost = costAtAverage(pool, quantity, start)
  const frozen = isFrozen(draft, to)
  const { added, variance } = frozen ? { added: 0n, variance: charges } : addValue(pool, charges)
  noteVariance(draft, context, to, variance)
  markMoved(draft, from)
  markMoved(draft, to)
  draft.branch.at(from).onHand -= quantity
  draft.branch.at(to).onHand += quantity
  tellMoved(context, 'transfer-out', from, -quantity, -cost)
  tellMoved(context, 'transfer-in', to, quantity, cost + added)
  before.set(from, (before.get(from) ?? 0n) - cost)
  before.set(to, (before.get(to) ?? 0n) + cost + added)
  sharePool(draft, context, before)
  return cost
}

/** A new average for what is on hand at a branch: a deliberate revaluation. */
export function revalueToUnitCost(
  draft: StockDraft,
  context: StockContext,
  branch: string,
  unitCost: Micros,
): void {
  change(draft, context, 'revaluation', branch, 0n, (stock) => ({
    value: setAverage(stock, unitCost),
    difference: 0n,
    variance: 0n,
  }))
}

/** An amount added to the value of what is on hand at a branch. */
export function revalueByAmount(
  draft: StockDraft,
  context: StockContext,
  kind: 'revaluation' | 'late-charge',
  branch: string,
  amount: Micros,
): void {
  change(draft, context, kind, branch, 0n, (stock) => {
    const { added, variance } = addValue(stock, amount)
    return { value: added, difference: 0n, variance }
  })
}

/** Adds to a branch's cost variance: cost that no stock carries. */
export function noteVariance(
  draft: StockDraft,
  context: StockContext,
  branch: string,
  variance: Micros,
): void {
  if (variance === 0n) return
  draft.branch.at(branch).costVariance += variance
  context.emit?.({ effect: 'variance', branch, value: variance })
}

/** Brings the item under the scope of averaging in force: one pool for the company, or each branch its own. */
export function settleScope(draft: StockDraft, context: StockContext): void {
  const pooled = draft.pool.find('pool') !== undefined
  const company = context.common.policy.averageScope === 'company'
  if (company && !pooled) formPool(draft, context)
  if (!company && pooled) dissolvePool(draft)
}

function formPool(draft: StockDraft, context: StockContext): void {
  const branches = draft.branch.keys().map((key) => draft.branch.at(key))
  const pool = draft.pool.at('pool')
  for (const branch of branches) {
    pool.onHand += branch.onHand
    pool.value += branch.value
    pool.keptValue += branch.onHand > 0n ? branch.value : branch.keptValue
    pool.keptQuantity += branch.onHand > 0n ? branch.onHand : branch.keptQuantity
  }
  const before = valuesByBranch(draft)
  if (pool.onHand === 0n && pool.value !== 0n) {
    const first = draft.branch.keys()[0] ?? ''
    tellMoved(context, 'negative-stock-difference', first, 0n, -pool.value)
    before.set(first, (before.get(first) ?? 0n) - pool.value)
    pool.value = 0n
  }
  sharePool(draft, context, before)
}

/** Each branch keeps its share; one without stock keeps the pool's average. */
function dissolvePool(draft: StockDraft): void {
  const pool = draft.pool.at('pool')
  for (const key of draft.branch.keys()) {
    const branch = draft.branch.at(key)
    if (branch.onHand > 0n) continue
    branch.keptValue = pool.onHand > 0n ? pool.value : pool.keptValue
    branch.keptQuantity = pool.onHand > 0n ? pool.onHand : pool.keptQuantity
  }
  draft.pool.remove('pool')
}

type Change = (
  stock: Stock,
  start: Micros,
) => {
  readonly value: Micros
  readonly difference: Micros
  readonly variance: Micros
}

function move(
  draft: StockDraft,
  context: StockContext,
  kind: MovementKind,
  branch: string,
  quantity: Micros,
  act: (stock: Stock, start: Micros) => Costed,
): Micros {
  const sign = quantity < 0n ? -1n : 1n
  markMoved(draft, branch)
  return (
    sign *
    change(draft, context, kind, branch, quantity, (stock, start) => {
      const { cost, difference, variance } = act(stock, start)
      return { value: sign * cost, difference, variance }
    })
  )
}

/** Lets an open count of the branch know that goods moved. */
function markMoved(draft: StockDraft, branch: string): void {
  const open = draft.count.find(branch)
  if (open !== undefined) open.moved = true
}

/** Applies a change to the stock that averages at a branch, and tells every part of it. Returns its value. */
function change(
  draft: StockDraft,
  context: StockContext,
  kind: MovementKind,
  branch: string,
  quantity: Micros,
  act: Change,
): Micros {
  settleScope(draft, context)
  const pool = draft.pool.find('pool')
  const here = draft.branch.at(branch)
  const start = startingCost(itemOf(draft), here)
  const before = pool === undefined ? undefined : valuesByBranch(draft)
  const { value, difference, variance } = act(pool ?? here, start)
  tellMoved(context, kind, branch, quantity, value)
  tellMoved(context, 'negative-stock-difference', branch, 0n, difference)
  noteVariance(draft, context, branch, variance)
  if (before !== undefined) {
    here.onHand += quantity
    before.set(branch, (before.get(branch) ?? 0n) + value + difference)
    sharePool(draft, context, before)
  }
  return value
}

function valuesByBranch(draft: StockDraft): Map<string, Micros> {
  return new Map(draft.branch.keys().map((key) => [key, draft.branch.at(key).value]))
}

/**
 * Gives each branch its share of the pool's value by on hand; the last branch with stock takes the remainder.
 *
 * What that changes beyond the movement itself (`before` includes it) is told as re-averaging.
 */
function sharePool(draft: StockDraft, context: StockContext, before: ReadonlyMap<string, Micros>): void {
  const pool = draft.pool.at('pool')
  const keys = draft.branch.keys()
  const last = keys.findLast((key) => draft.branch.at(key).onHand !== 0n)
  let left = pool.value
  for (const key of keys) {
    const branch: BranchRecord = draft.branch.at(key)
    const share = key === last ? left : shareOf(pool, branch.onHand)
    left -= share
    branch.value = share
    tellMoved(context, 're-averaging', key, 0n, share - (before.get(key) ?? 0n))
  }
}

function shareOf(pool: Stock, onHand: Micros): Micros {
  return pool.onHand === 0n || onHand === 0n ? 0n : prorate(pool.value, onHand, pool.onHand)
}

function isFrozen(draft: StockDraft, branch: string): boolean {
  return isAverageFrozen(itemOf(draft), draft.branch.at(branch))
}

function tellMoved(
  context: StockContext,
  kind: MovementKind,
  branch: string,
  quantity: Micros,
  value: Micros,
): void {
  if (quantity === 0n && value === 0n) return
  context.emit?.({ effect: 'moved', kind, branch, quantity, value })
}
