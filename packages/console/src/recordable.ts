import { canTrigger, type EventType, inventoryEvent, needsOfEvent, type Permission } from 'tidemark'

/**
 * The types of events that are recorded one by one. Periods, snapshots and the rules that take them have operations of
 * their own.
 */
export const recordable: readonly EventType[] = inventoryEvent
  .unwrap()
  .options.map(({ shape }) => shape.type.value)
  .filter((type) => canTrigger(type) && !type.startsWith('Period'))

/** What of it someone may record. */
export function recordableBy(permissions: readonly Permission[]): readonly EventType[] {
  return recordable.filter((type) => needsOfEvent({ type }).every((need) => permissions.includes(need)))
}
