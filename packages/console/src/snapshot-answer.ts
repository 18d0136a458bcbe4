import { formatInstant, type Snapshot } from 'tidemark'
import type { SnapshotAnswer } from './answers/snapshots.ts'

/** A snapshot as the API shows it: instants as text, without its bucket digests. */
export function toSnapshotAnswer({ buckets: _, ...snapshot }: Snapshot): SnapshotAnswer {
  const { asOf, takenAt, discarded } = snapshot
  return {
    ...snapshot,
    asOf: formatInstant(asOf),
    takenAt: formatInstant(takenAt),
    cause: causeOf(snapshot.cause),
    discarded: discarded === null ? null : { reason: discarded.reason, at: formatInstant(discarded.at) },
  }
}

function causeOf({ boundary, ...rest }: Snapshot['cause']): Record<string, string> {
  const named = Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    ...Object.fromEntries(named),
    ...(boundary === undefined ? {} : { boundary: formatInstant(boundary) }),
  }
}
