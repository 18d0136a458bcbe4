import type { InventoryEventInput } from '@tidemark/domain'
import { type Books, type OrderLine, placeAt } from './books.ts'
import { millionths, smaller } from './decimals.ts'
import { timeOf } from './what-happened.ts'

/** What is still to come of a line, if it stands so. */
function openOf(line: OrderLine, status = 'ordered'): bigint {
  return line.status === status && line.ordered > line.received ? line.ordered - line.received : 0n
}

/** What is still to come to a branch. */
export function onOrderAt(books: Books, branch: string): bigint {
  let sum = 0n
  for (const lines of books.orders.values()) {
    for (const line of lines) if (line.branch === branch) sum += openOf(line)
  }
  return sum
}

function linesOf(books: Books, purchaseOrder: string): OrderLine[] {
  const lines = books.orders.get(purchaseOrder) ?? []
  books.orders.set(purchaseOrder, lines)
  return lines
}

/** The line as saved takes the place of what it was; what came before there was one is then received on it. */
export function saveOrder(
  books: Books,
  event: Extract<InventoryEventInput, { type: 'PurchaseOrderSaved' }>,
): void {
  const lines = linesOf(books, event.purchaseOrder)
  const name = event.line ?? ''
  let line = lines.find((one) => one.line === name)
  if (line === undefined) {
    line = { line: name, branch: '', ordered: 0n, received: 0n, status: '' }
    lines.push(line)
  }
  line.branch = event.branch
  line.ordered = millionths(event.quantity)
  line.status = event.status
  const early = books.early.get(event.purchaseOrder) ?? 0n
  const taken = name === '' ? early : smaller(early, openOf(line))
  line.received += taken
  books.early.set(event.purchaseOrder, early - taken)
  const place = placeAt(books, event.branch)
  if (event.status === 'ordered') place.lastPurchasedOn = timeOf(event)
}

/**
 * A receipt on its line, else on the lines in order, each as far as it is open, the ordered ones before the drafts, and on the
 * last beyond that.
 */
export function receiveAgainst(
  books: Books,
  purchaseOrder: string,
  name: string | undefined,
  quantity: bigint,
): void {
  const lines = linesOf(books, purchaseOrder)
  if (name !== undefined) {
    const line = lines.find((one) => one.line === name)
    if (line !== undefined) line.received += quantity
    else lines.push({ line: name, branch: '', ordered: 0n, received: quantity, status: '' })
    return
  }
  const saved = lines
    .filter(({ status }) => status !== '')
    .sort((a, b) => a.line.length - b.line.length || (a.line < b.line ? -1 : 1))
  let left = quantity
  for (const status of ['ordered', 'draft']) {
    for (const line of saved) {
      const taken = smaller(left, openOf(line, status))
      line.received += taken
      left -= taken
    }
  }
  const last = saved.at(-1)
  if (last !== undefined) last.received += left
  else books.early.set(purchaseOrder, (books.early.get(purchaseOrder) ?? 0n) + left)
}
