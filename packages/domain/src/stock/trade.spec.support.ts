import type { EventType, InventoryEventInput } from '../events/event.ts'
import type { Given } from './history.spec.support.ts'

type Input<T extends EventType> = Extract<InventoryEventInput, { type: T }>
type More<T extends EventType> = Partial<Omit<Input<T>, 'type'>>

/** The item and the branch of every event that names no other. */
const here = { item: 'tea', branch: 'A' } as const

/** A receipt of `quantity` at `unitCost` each. */
export function receipt(quantity: string, unitCost: string, more: More<'StockReceived'> = {}): Given {
  return { type: 'StockReceived', ...here, quantity, unitCost, ...more }
}

/** A receipt of `quantity` for `totalCost` in all. */
export function receiptFor(quantity: string, totalCost: string, more: More<'StockReceived'> = {}): Given {
  return { type: 'StockReceived', ...here, quantity, totalCost, ...more }
}

export function charge(receiptId: string, amount: string, more: More<'ReceiptCostAdjusted'> = {}): Given {
  return { type: 'ReceiptCostAdjusted', item: 'tea', receipt: receiptId, amount, ...more }
}

export function correctedCost(receiptId: string, unitCost: string): Given {
  return { type: 'ReceiptCostAdjusted', item: 'tea', receipt: receiptId, unitCost }
}

export function supplierReturn(quantity: string, more: More<'StockReturnedToSupplier'> = {}): Given {
  return { type: 'StockReturnedToSupplier', ...here, quantity, ...more }
}

/** A sale for nothing, unless `netAmount` or another way of saying the amount is given. */
export function sale(quantity: string, more: More<'StockSold'> = {}): Given {
  const amount = more.grossAmount === undefined ? { netAmount: '0' } : {}
  return { type: 'StockSold', ...here, quantity, ...amount, ...more }
}

export function customerReturn(quantity: string, more: More<'StockReturnedByCustomer'> = {}): Given {
  const amount = more.grossAmount === undefined ? { netAmount: '0' } : {}
  return { type: 'StockReturnedByCustomer', ...here, quantity, ...amount, ...more }
}

export function transfer(
  from: string,
  to: string,
  quantity: string,
  more: More<'StockTransferred'> = {},
): Given {
  return { type: 'StockTransferred', item: 'tea', from, to, quantity, ...more }
}

export function adjustment(quantity: string, more: More<'StockAdjusted'> = {}): Given {
  return { type: 'StockAdjusted', ...here, quantity, reason: 'found or lost', ...more }
}

export function lotCorrection(quantity: string, more: More<'LotCorrected'>): Given {
  return { type: 'LotCorrected', ...here, quantity, ...more }
}

export function entry(quantity: string, more: More<'StockCounted'> = {}): Given {
  return { type: 'StockCounted', ...here, quantity, ...more }
}

export function posting(more: More<'CountPosted'> = {}): Given {
  return { type: 'CountPosted', ...here, ...more }
}

export function initialising(more: More<'CountsInitialised'> = {}): Given {
  return { type: 'CountsInitialised', ...here, ...more }
}

export function order(quantity: string, more: More<'PurchaseOrderSaved'> = {}): Given {
  return { type: 'PurchaseOrderSaved', ...here, purchaseOrder: 'PO', status: 'ordered', quantity, ...more }
}

export function reserve(reservation: string, quantity: string, more: More<'StockReserved'> = {}): Given {
  return { type: 'StockReserved', ...here, reservation, quantity, ...more }
}

export function release(
  reservation: string,
  quantity: string,
  more: More<'ReservationReleased'> = {},
): Given {
  return { type: 'ReservationReleased', ...here, reservation, quantity, ...more }
}

export function allocation(
  channel: string,
  quantity: string,
  more: More<'ChannelStockAllocated'> = {},
): Given {
  return { type: 'ChannelStockAllocated', ...here, channel, quantity, ...more }
}

export function hold(lot: string, branch?: string): Given {
  return { type: 'LotHeld', item: 'tea', lot, ...(branch === undefined ? {} : { branch }) }
}

export function unhold(lot: string, branch?: string): Given {
  return { type: 'LotReleased', item: 'tea', lot, ...(branch === undefined ? {} : { branch }) }
}

export function revaluation(
  to: { unitCost: string } | { amount: string },
  more: More<'CostRevalued'> = {},
): Given {
  return { type: 'CostRevalued', ...here, ...to, ...more }
}

export function market(unitCost: string, branch?: string): Given {
  return { type: 'MarketCostSet', item: 'tea', unitCost, ...(branch === undefined ? {} : { branch }) }
}

export function define(attributes: More<'ItemDefined'>): Given {
  return { type: 'ItemDefined', item: 'tea', ...attributes }
}

export function policy(parameters: More<'CostingPolicySet'>): Given {
  return { type: 'CostingPolicySet', ...parameters }
}

export function voiding(movement: string): Given {
  return { type: 'MovementVoided', item: 'tea', movement, reason: 'entered twice' }
}

export function amending(movement: string, changes: Input<'MovementAmended'>['changes']): Given {
  return { type: 'MovementAmended', item: 'tea', movement, changes }
}
