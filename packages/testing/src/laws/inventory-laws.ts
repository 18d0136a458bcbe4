import { recordingOrderOfItemsIsFree } from './any-order.ts'
import { bridgeAddsUp } from './bridged.ts'
import type { InventorySubject } from './inventory-subject.ts'
import type { Law } from './law.ts'
import { recordingTwiceIsRecordingOnce } from './once.ts'
import { importsTakeWhatIsGood, refusalsLeaveNothingBehind } from './refused.ts'

/**
 * The laws every inventory must hold, whatever log it stands on; `digestIsTheSameInAnyStore` takes two of them.
 *
 * @example
 * const laws = inventoryLaws({ open: (clock) => openInventory({ log: memoryLog({ clock }), clock }) })
 */
export function inventoryLaws(subject: InventorySubject): readonly Law[] {
  return [
    recordingTwiceIsRecordingOnce(subject),
    recordingOrderOfItemsIsFree(subject),
    bridgeAddsUp(subject),
    refusalsLeaveNothingBehind(subject),
    importsTakeWhatIsGood(subject),
  ]
}
