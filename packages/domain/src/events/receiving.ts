import { z } from 'zod'
import {
  charges,
  eventOf,
  exactlyOne,
  localDate,
  lots,
  lotsWithinQuantity,
  notNegative,
  positive,
  signed,
  text,
} from './fields.ts'

/** Goods in. `charges` (freight, duty) are landed cost; the named purchase order's on-order falls. */
export const StockReceived = () =>
  eventOf('StockReceived', {
    item: text(),
    branch: text(),
    quantity: positive(),
    unitCost: notNegative().optional(),
    totalCost: notNegative().optional(),
    charges: charges().optional(),
    purchaseOrder: text().optional(),
    purchaseOrderLine: text().optional(),
    supplier: text().optional(),
    lots: lots(),
  })
    .superRefine(exactlyOne('unitCost', 'totalCost'))
    .superRefine(lotsWithinQuantity)

/** A late freight or supplier invoice for a receipt: an amount on top, or the corrected bare unit cost. */
export const ReceiptCostAdjusted = () =>
  eventOf('ReceiptCostAdjusted', {
    item: text(),
    receipt: text(),
    amount: signed().optional(),
    unitCost: notNegative().optional(),
    code: text().optional(),
  }).superRefine(exactlyOne('amount', 'unitCost'))

/** Goods back to the supplier. */
export const StockReturnedToSupplier = () =>
  eventOf('StockReturnedToSupplier', {
    item: text(),
    branch: text(),
    quantity: positive(),
    receipt: text().optional(),
    lots: lots(),
  }).superRefine(lotsWithinQuantity)

/** An order line as saved: replaces the line's earlier state. */
export const PurchaseOrderSaved = () =>
  eventOf('PurchaseOrderSaved', {
    item: text(),
    branch: text(),
    purchaseOrder: text(),
    line: text().optional(),
    quantity: notNegative(),
    unitCost: notNegative().optional(),
    supplier: text().optional(),
    status: z.enum(['draft', 'ordered', 'closed', 'cancelled']),
    dueOn: localDate().optional(),
  })
