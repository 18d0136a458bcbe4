import { DomainError } from './errors.ts'
import type { InventoryEvent } from './events/event.ts'

const WORKSPACE = /^[A-Za-z0-9_-]{1,64}$/

/**
 * The prefix of all streams of a workspace: `main.`.
 *
 * @throws DomainError `INVALID_WORKSPACE` for a name with a dot or other characters a prefix must not hold.
 */
export function workspacePrefix(workspace: string): string {
  if (!WORKSPACE.test(workspace)) throw new DomainError('INVALID_WORKSPACE', JSON.stringify(workspace))
  return `${workspace}.`
}

/**
 * The stream an event belongs to, without the workspace's prefix: `item-tea`, `company`, `snapshot-S1`.
 *
 * Ids are percent-encoded, so that any text may be an id.
 */
export function streamOf(event: InventoryEvent): string {
  if ('item' in event && event.type !== 'TriggerSet') return itemStream(event.item)
  switch (event.type) {
    case 'BranchDefined':
      return `branch-${encodeURIComponent(event.branch)}`
    case 'SnapshotTaken':
    case 'SnapshotDescribed':
    case 'SnapshotDiscarded':
      return snapshotStream(event.snapshot)
    case 'ScheduleSet':
    case 'ScheduleRemoved':
      return `schedule-${encodeURIComponent(event.schedule)}`
    case 'TriggerSet':
    case 'TriggerRemoved':
      return `trigger-${encodeURIComponent(event.trigger)}`
    default:
      return companyStream
  }
}

/** The stream of an item, without the workspace's prefix. */
export function itemStream(item: string): string {
  return `item-${encodeURIComponent(item)}`
}

/** The stream of a snapshot, without the workspace's prefix. */
export function snapshotStream(snapshot: string): string {
  return `snapshot-${encodeURIComponent(snapshot)}`
}

/** The stream of policy and periods, without the workspace's prefix. */
export const companyStream = 'company'
