import type { EventType, StockRecords } from '@tidemark/domain'
import { type Micros, toMicros, type UnitState } from '@tidemark/projection'

/** All that is known of an item at an instant; `undefined` before there is anything. */
export type ItemState = UnitState<StockRecords> | undefined

/** What happened to an item: its state just before an event and just after it. */
export interface Step {
  readonly before: ItemState
  readonly after: ItemState
}

/** A condition on what an event did to its item. */
interface ConditionRule {
  /** The types of events that can bring it about: what a trigger is on that names none. */
  readonly types: readonly EventType[]
  /** Whether an event brought it about at a branch, or at any when none is named. */
  readonly holds: (step: Step, branch: string | undefined) => boolean
}

/** The types that can lower what is on hand. */
const LOWERING: readonly EventType[] = [
  'StockSold',
  'StockReturnedToSupplier',
  'StockTransferred',
  'StockAdjusted',
  'CountPosted',
  'StockReceived',
  'StockReturnedByCustomer',
  'MovementVoided',
  'MovementAmended',
]

/** The conditions a trigger may have. */
export const conditions = {
  /** On hand was above zero and fell to zero or below. */
  'stock-out': {
    types: LOWERING,
    holds: (step, only) =>
      branchesOf(step.after, only).some(
        (branch) => onHand(step.before, branch) > 0n && onHand(step.after, branch) <= 0n,
      ),
  },
  /** The item was at the branch, not below its minimum there, and is below it. */
  'below-minimum': {
    types: [...LOWERING, 'ItemDefined'],
    holds: (step, only) =>
      branchesOf(step.after, only).some(
        (branch) => isAtMinimum(step.before, branch) && isBelowMinimum(step.after, branch),
      ),
  },
  /** The item's last open line of a purchase order was received in full; the trigger asks the other items' lines. */
  'purchase-order-received': {
    types: ['StockReceived'],
    holds: (step, only) => ordersCompleted(step, only).length > 0,
  },
} as const satisfies { readonly [condition: string]: ConditionRule }

export type Condition = keyof typeof conditions

/** Whether a text names a condition. */
export function isCondition(text: string): text is Condition {
  return Object.hasOwn(conditions, text)
}

function branchesOf(state: ItemState, only: string | undefined): readonly string[] {
  return only === undefined ? Object.keys(state?.branch ?? {}) : [only]
}

function onHand(state: ItemState, branch: string): Micros {
  return own(state?.branch, branch)?.onHand ?? 0n
}

/** At its minimum or above, or without one; not when it was never there. */
function isAtMinimum(state: ItemState, branch: string): boolean {
  return own(state?.branch, branch) !== undefined && !isBelowMinimum(state, branch)
}

function isBelowMinimum(state: ItemState, branch: string): boolean {
  const minimum = minimumAt(state, branch)
  return minimum !== null && onHand(state, branch) < minimum
}

function minimumAt(state: ItemState, branch: string): Micros | null {
  const there = own(state?.override, branch)?.attributes.minimum
  return typeof there === 'string' ? toMicros(there) : (state?.item.item?.minimum ?? null)
}

function own<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined
}

/** The purchase orders of which this item had something open before an event, and nothing after it. */
export function ordersCompleted({ before, after }: Step, branch: string | undefined): readonly string[] {
  const open = new Set(openOrders(after))
  const named = new Set(
    Object.values(after?.order ?? {})
      .filter((line) => branch === undefined || line.branch === branch)
      .map(({ purchaseOrder }) => purchaseOrder),
  )
  return [...new Set(openOrders(before))].filter((order) => named.has(order) && !open.has(order))
}

/** A line of a purchase order, as far as it matters whether it is open. */
export interface OrderLine {
  readonly purchaseOrder: string | null
  readonly status: string | null
  readonly ordered: Micros
  readonly received: Micros
}

function openOrders(state: ItemState): readonly string[] {
  return Object.values(state?.order ?? {}).flatMap((line) =>
    isOpen(line) && line.purchaseOrder !== null ? [line.purchaseOrder] : [],
  )
}

/** Whether something is still to come on a line of a purchase order. */
export function isOpen({ status, ordered, received }: OrderLine): boolean {
  return status === 'ordered' && received < ordered
}
