import type { EventType, InventoryEventInput } from '@tidemark/domain'
import type { History } from './deed.ts'

type InputOf<T extends EventType> = Extract<InventoryEventInput, { type: T }>

/** An event that is about one item. */
export type ItemEvent = Extract<InventoryEventInput, { item: string; type: string }>

/** The item an event is about, if it is about one. */
export function itemOf(event: InventoryEventInput): string | null {
  return isAboutItem(event) ? event.item : null
}

function isAboutItem(event: InventoryEventInput): event is ItemEvent {
  return 'item' in event && event.type !== 'TriggerSet'
}

/** The events of an item that no living void names, in the order of recording. */
export function livingOf(past: History, item: string): readonly ItemEvent[] {
  const living: ItemEvent[] = []
  const voided = new Set<string>()
  for (const { event } of past.toReversed()) {
    if (!isAboutItem(event) || event.item !== item || voided.has(event.id)) continue
    if (event.type === 'MovementVoided') voided.add(event.movement)
    living.push(event)
  }
  return living.reverse()
}

/** Those of some types. */
export function ofTypes<T extends EventType>(
  events: readonly ItemEvent[],
  types: readonly T[],
): readonly InputOf<T>[] {
  const wanted: readonly string[] = types
  // Filtered by the very types that T names.
  return events.filter((event) => wanted.includes(event.type)) as unknown as readonly InputOf<T>[]
}

/** So many from the last; a history that is short starts over from the last. */
export function fromLast<T>(events: readonly T[], back: number): T | undefined {
  return events.length === 0 ? undefined : events.at(-1 - (back % events.length))
}
