import { driftIsExplained } from './drift-explained.ts'
import { snapshotsStayFrozen } from './frozen.ts'
import type { Law } from './law.ts'
import type { SnapshotSubject } from './snapshot-subject.ts'
import { snapshotsAreTakenOnce } from './taken-once.ts'

/**
 * The laws of snapshots, whatever log the inventory stands on.
 *
 * @example
 * const laws = snapshotLaws({ open: (clock) => openInventory({ log: memoryLog({ clock }), clock }) })
 */
export function snapshotLaws(subject: SnapshotSubject): readonly Law[] {
  return [snapshotsStayFrozen(subject), snapshotsAreTakenOnce(subject), driftIsExplained(subject)]
}
