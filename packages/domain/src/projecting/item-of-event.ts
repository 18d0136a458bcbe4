import type { Fact } from '../corrections/known-event.ts'
import type { InventoryEvent } from '../events/event.ts'

/** The item an event belongs to; `null` for what concerns the whole company. */
export function itemOfEvent(event: InventoryEvent | Fact): string | null {
  if (event.type === 'TriggerSet' || !('item' in event)) return null
  return event.item
}
