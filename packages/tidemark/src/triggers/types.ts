import { type EventType, eventSchemas, isEventType } from '@tidemark/domain'

/** What is told of snapshots and their rules; a trigger on it would set itself off for ever. */
const OF_SNAPSHOTS: readonly EventType[] = [
  'SnapshotTaken',
  'SnapshotDescribed',
  'SnapshotDiscarded',
  'ScheduleSet',
  'ScheduleRemoved',
  'TriggerSet',
  'TriggerRemoved',
]

/** Whether a trigger may be on events of a type. */
export function canTrigger(type: string): type is EventType {
  return isEventType(type) && !OF_SNAPSHOTS.includes(type)
}

/** Whether events of a type are each of one item. */
export function isOfItem(type: EventType): boolean {
  return canTrigger(type) && 'item' in eventSchemas[type].shape
}
