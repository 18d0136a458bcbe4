import type { SnapshotAnswer } from '../answers/snapshots.ts'

/** Snapshots in the order of their instants; those of one instant in the order they were taken. */
export function inOrderOfTime(snapshots: Iterable<SnapshotAnswer>): readonly SnapshotAnswer[] {
  return [...snapshots].sort(
    (a, b) => Date.parse(a.asOf) - Date.parse(b.asOf) || Date.parse(a.takenAt) - Date.parse(b.takenAt),
  )
}
