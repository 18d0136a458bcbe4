import { compareCodePoints, joinKey, type Micros } from '@tidemark/projection'
import type { StockDraft, StockRecipes } from './recipe.ts'

type OrderLine = ReturnType<StockDraft['order']['at']>

/** The line that holds receipts which name an order but none of its lines, until a line takes them. */
const NO_LINE = ''

function onOrder(line: OrderLine): Micros {
  return line.status === 'ordered' ? outstanding(line) : 0n
}

/** What of a line has not come in yet. */
function outstanding({ ordered, received }: OrderLine): Micros {
  return ordered > received ? ordered - received : 0n
}

/** Changes an order line and keeps its branch's on-order in step. */
function changeLine(draft: StockDraft, line: OrderLine, change: () => void): void {
  if (line.branch !== null) draft.branch.at(line.branch).onOrder -= onOrder(line)
  change()
  if (line.branch !== null) draft.branch.at(line.branch).onOrder += onOrder(line)
}

/**
 * Lowers the on-order of a purchase order by a receipt: of its line, else of its lines in order, those that are not ordered
 * yet after those that are.
 */
export function receiveAgainstOrder(
  draft: StockDraft,
  purchaseOrder: string,
  line: string | undefined,
  quantity: Micros,
): void {
  if (line !== undefined) {
    receiveAgainstLine(draft, purchaseOrder, line, quantity)
    return
  }
  let left = quantity
  const lines = linesOf(draft, purchaseOrder)
  const open = ['ordered', 'draft'].flatMap((status) => lines.filter((one) => one.status === status))
  for (const line of open) {
    const taken = min(left, outstanding(line))
    changeLine(draft, line, () => {
      line.received += taken
    })
    left -= taken
  }
  if (left > 0n) receiveAgainstLine(draft, purchaseOrder, lines.at(-1)?.line ?? NO_LINE, left)
}

function receiveAgainstLine(draft: StockDraft, purchaseOrder: string, line: string, quantity: Micros): void {
  const record = lineAt(draft, purchaseOrder, line)
  changeLine(draft, record, () => {
    record.received += quantity
  })
}

function lineAt(draft: StockDraft, purchaseOrder: string, line: string): OrderLine {
  const record = draft.order.at(joinKey(purchaseOrder, line))
  record.purchaseOrder = purchaseOrder
  record.line = line
  return record
}

/** Lines 2 and 10 come in this order, and so do lines of other names of equal length. */
function compareLines(a: string, b: string): number {
  return a.length - b.length || compareCodePoints(a, b)
}

function linesOf(draft: StockDraft, purchaseOrder: string): readonly OrderLine[] {
  return draft.order
    .keys()
    .map((key) => draft.order.at(key))
    .filter((line) => line.purchaseOrder === purchaseOrder && line.status !== null)
    .sort((a, b) => compareLines(a.line ?? NO_LINE, b.line ?? NO_LINE))
}

function min(a: Micros, b: Micros): Micros {
  return a < b ? a : b
}

export const orderRecipes: StockRecipes = {
  PurchaseOrderSaved: (draft, order) => {
    const line = lineAt(draft, order.purchaseOrder, order.line ?? NO_LINE)
    const early = draft.order.find(joinKey(order.purchaseOrder, NO_LINE))
    changeLine(draft, line, () => {
      line.branch = order.branch
      line.ordered = order.quantity
      line.status = order.status
      line.unitCost = order.unitCost ?? null
      line.supplier = order.supplier ?? null
      line.dueOn = order.dueOn ?? null
      if (early === undefined || early.status !== null || line.line === NO_LINE) return
      const taken = min(early.received, onOrder(line))
      early.received -= taken
      line.received += taken
    })
    if (order.status === 'ordered') draft.branch.at(order.branch).lastPurchasedOn = order.occurredAt
  },
}
