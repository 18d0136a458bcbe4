import type { EventType } from '@tidemark/domain'
import type { BranchStand, Stand } from './stand.ts'

/** How an item stood just before an event and just after it. */
export interface Step {
  readonly before: Stand
  readonly after: Stand
}

/** A condition on what an event did to its item. */
interface ConditionRule {
  /** The types of events that can bring it about: what a trigger is on that names none. */
  readonly types: readonly EventType[]
  /** Whether it may hold by how the item stands after the event: most often it does not, and no more need be asked. */
  readonly mayHold: (after: Stand, branch: string | undefined) => boolean
  /** Whether the event brought it about, at a branch, or at any when none is named. */
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
  'stock-out': crossing(LOWERING, {
    isOut: ({ onHand }) => onHand <= 0n,
    // What was never there has not run out.
    wasIn: (before) => before !== undefined && before.onHand > 0n,
  }),
  /** The item was at the branch, not below its minimum there, and is below it. */
  'below-minimum': crossing([...LOWERING, 'ItemDefined'], {
    isOut: isBelowMinimum,
    wasIn: (before) => before !== undefined && !isBelowMinimum(before),
  }),
  /** Something of a purchase order was to come of the item, and nothing is any more; the judge asks the other items. */
  'purchase-order-received': {
    types: ['StockReceived'],
    mayHold: () => true,
    holds: (step, branch) => ordersCompleted(step, branch).length > 0,
  },
} as const satisfies { readonly [condition: string]: ConditionRule }

export type Condition = keyof typeof conditions

/** The names of the conditions. */
export const triggerConditions: readonly Condition[] = [
  'stock-out',
  'below-minimum',
  'purchase-order-received',
]

/** Whether a text names a condition. */
export function isCondition(text: string): text is Condition {
  return Object.hasOwn(conditions, text)
}

/** A condition that is met when a branch comes from one side to the other. */
function crossing(
  types: readonly EventType[],
  sides: {
    readonly isOut: (after: BranchStand) => boolean
    readonly wasIn: (before: BranchStand | undefined) => boolean
  },
): ConditionRule {
  const branchesOut = ({ branches }: Stand, only: string | undefined) =>
    [...branches].filter(([branch, stand]) => (only === undefined || branch === only) && sides.isOut(stand))
  return {
    types,
    mayHold: (after, only) => branchesOut(after, only).length > 0,
    holds: ({ before, after }, only) =>
      branchesOut(after, only).some(([branch]) => sides.wasIn(before.branches.get(branch))),
  }
}

function isBelowMinimum({ onHand, minimum }: BranchStand): boolean {
  return minimum !== null && onHand < minimum
}

/** The purchase orders of which something of the item was to come before an event, and nothing is after it. */
export function ordersCompleted({ before, after }: Step, branch: string | undefined): readonly string[] {
  const open = new Set(after.openLines.map(({ purchaseOrder }) => purchaseOrder))
  const done = before.openLines
    .filter((line) => branch === undefined || line.branch === branch)
    .map(({ purchaseOrder }) => purchaseOrder)
    .filter((purchaseOrder) => !open.has(purchaseOrder))
  return [...new Set(done)]
}
