import { compareCodePoints, formatMicros, type Micros } from '@tidemark/projection'
import { itemsOf, type StockFilter } from './each-item.ts'
import type { ItemRecords } from './level.ts'
import type { StockView } from './view.ts'

/** Where a purchase order line stands. */
export type OrderStatus = 'draft' | 'ordered' | 'closed' | 'cancelled'

/** A line of a purchase order with what was received against it. */
export interface OrderRow {
  readonly purchaseOrder: string
  /** `null` for an order saved without lines, and for receipts that name an order but none of its lines. */
  readonly line: string | null
  readonly item: string
  /** `null`, as is the status, where goods came against an order that was never saved; ordered is then `0`. */
  readonly branch: string | null
  readonly supplier: string | null
  readonly status: OrderStatus | null
  /** A local date. */
  readonly dueOn: string | null
  readonly unitCost: string | null
  readonly ordered: string
  readonly received: string
  /** Still to come: ordered less received, while the line is ordered. */
  readonly onOrder: string
  /** Received beyond what was ordered. */
  readonly over: string
  /** Ordered and never to come: the line was closed or cancelled before. */
  readonly short: string
}

/** Which order lines to list. */
export interface OrderFilter extends StockFilter {
  readonly purchaseOrder?: string | undefined
  readonly supplier?: string | undefined
  readonly status?: OrderStatus | undefined
  /** Only lines of which something is still to come. */
  readonly open?: boolean | undefined
}

type OrderRecord = NonNullable<ReturnType<ItemRecords['order']['find']>>

/** The order lines of a view by order, line and item. */
export function orderRows(stock: StockView, filter: OrderFilter): readonly OrderRow[] {
  const rows: OrderRow[] = []
  for (const { item, records } of itemsOf(stock, filter.item)) {
    records.order.each((_key, record) => {
      if (isAnything(record) && isAsked(record, filter)) rows.push(toRow(item, record))
    })
  }
  return rows.sort(
    (a, b) =>
      compareCodePoints(a.purchaseOrder, b.purchaseOrder) ||
      compareLines(a.line ?? '', b.line ?? '') ||
      compareCodePoints(a.item, b.item),
  )
}

/** What came against no line has been taken over by a line saved later. */
function isAnything({ status, received }: OrderRecord): boolean {
  return status !== null || received !== 0n
}

function isAsked(record: OrderRecord, filter: OrderFilter): boolean {
  const { branch, purchaseOrder, supplier, status, open } = filter
  return (
    (branch === undefined || branch === record.branch) &&
    (purchaseOrder === undefined || purchaseOrder === record.purchaseOrder) &&
    (supplier === undefined || supplier === record.supplier) &&
    (status === undefined || status === record.status) &&
    (open !== true || onOrder(record) > 0n)
  )
}

function toRow(item: string, record: OrderRecord): OrderRow {
  const { ordered, received, unitCost, line } = record
  return {
    purchaseOrder: record.purchaseOrder ?? '',
    line: line === '' ? null : line,
    item,
    branch: record.branch,
    supplier: record.supplier,
    status: statusOf(record),
    dueOn: record.dueOn,
    unitCost: unitCost === null ? null : formatMicros(unitCost),
    ordered: formatMicros(ordered),
    received: formatMicros(received),
    onOrder: formatMicros(onOrder(record)),
    over: formatMicros(positive(received - ordered)),
    short: formatMicros(isOver(record) ? positive(ordered - received) : 0n),
  }
}

function statusOf({ status }: OrderRecord): OrderStatus | null {
  // An order line is only ever saved with one of these.
  return status as OrderStatus | null
}

function onOrder({ status, ordered, received }: OrderRecord): Micros {
  return status === 'ordered' ? positive(ordered - received) : 0n
}

function isOver({ status }: OrderRecord): boolean {
  return status === 'closed' || status === 'cancelled'
}

function positive(value: Micros): Micros {
  return value > 0n ? value : 0n
}

/** Line 2 comes before line 10, and lines of other names of equal length by code point. */
function compareLines(a: string, b: string): number {
  return a.length - b.length || compareCodePoints(a, b)
}
