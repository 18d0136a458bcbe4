import type { EventOf, InventoryEvent } from '../events/event.ts'
import type { KnownEvent } from './known-event.ts'

/** What an amendment may change. */
export type Changes = EventOf<'MovementAmended'>['changes']

/** Which changes an event of this type can take. */
export function amendableFields(event: InventoryEvent): readonly (keyof Changes)[] {
  const fields: (keyof Changes)[] = ['occurredAt']
  if ('quantity' in event) fields.push('quantity')
  if ('branch' in event) fields.push('branch')
  if (event.type === 'StockReceived') fields.push('unitCost', 'totalCost')
  if (event.type === 'StockSold' || event.type === 'StockReturnedByCustomer') fields.push('netAmount')
  const takesUnitCost =
    event.type === 'StockAdjusted' ||
    event.type === 'PurchaseOrderSaved' ||
    event.type === 'MarketCostSet' ||
    event.type === 'CountPosted' ||
    (event.type === 'CostRevalued' && event.unitCost !== undefined)
  if (takesUnitCost) fields.push('unitCost')
  return fields
}

/** The latest instant at which an event says something happened: its own, or that to which it moves another. */
export function latestTimeIn(event: InventoryEvent): number {
  const moved = event.type === 'MovementAmended' ? event.changes.occurredAt : undefined
  return moved === undefined ? event.occurredAt : Math.max(event.occurredAt, moved)
}

/** The event as it happened otherwise; changes it cannot take are left aside. */
export function amend(event: KnownEvent, changes: Changes): KnownEvent {
  const amended: { [field: string]: unknown } = { ...event }
  for (const field of amendableFields(event)) {
    if (changes[field] === undefined || isBeyond(event, field, changes)) continue
    amended[field] = changes[field]
    for (const other of sayTheSame[field] ?? []) delete amended[other]
  }
  // The same type of event: only fields it has were set, to values of their own type.
  return amended as unknown as KnownEvent
}

/** A quantity may become zero, but below zero only where the event itself may hold such a one. */
function isBeyond(event: KnownEvent, field: keyof Changes, { quantity }: Changes): boolean {
  if (field !== 'quantity' || quantity === undefined || quantity >= 0n) return false
  return event.type !== 'StockAdjusted' && event.type !== 'StockCounted'
}

/** Fields that a changed one takes the place of. */
const sayTheSame: { readonly [field in keyof Changes]?: readonly string[] } = {
  unitCost: ['totalCost'],
  totalCost: ['unitCost'],
  netAmount: ['grossAmount', 'taxAmount'],
}
