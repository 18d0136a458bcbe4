import { magnitude } from '@tidemark/projection'
import type { InventoryEvent } from '../events/event.ts'
import { sizeOfLots } from '../events/fields.ts'
import { amendableFields, type Changes } from './amend.ts'

/** Why an event cannot be corrected in this way, in words; `null` where it can. */
export function faultOfCorrection(correction: InventoryEvent, named: InventoryEvent): string | null {
  if (correction.type === 'ReceiptCostAdjusted' && named.type !== 'StockReceived')
    return `${named.id} is a ${named.type}, not a StockReceived`
  if (correction.type !== 'MovementAmended') return null
  const allowed: readonly string[] = amendableFields(named)
  const changed = Object.entries(correction.changes).filter(([, value]) => value !== undefined)
  const wrong =
    changed.find(([field]) => !allowed.includes(field))?.[0] ?? wrongQuantity(named, correction.changes)
  return wrong === null ? null : `${wrong} of ${named.type} ${named.id}`
}

/** A quantity may be amended to 0, but not to the other side of it, nor below what its lots hold. */
function wrongQuantity(named: InventoryEvent, { quantity }: Changes): string | null {
  if (quantity === undefined || quantity === 0n) return null
  const isSigned = named.type === 'StockAdjusted' || named.type === 'StockCounted'
  if (!isSigned && quantity < 0n) return 'quantity below zero'
  const isBelowLots =
    named.type !== 'StockCounted' && 'lots' in named && magnitude(quantity) < sizeOfLots(named.lots)
  return isBelowLots ? 'quantity below that of its lots' : null
}
