import { type TimeInput, toInstant } from '../time.ts'
import type { Snapshot, SnapshotCause } from './catalogue.ts'

/** Which snapshots to list: those of which all that is given holds. */
export interface SnapshotFilter {
  /** In the name or the description, in capitals or not. */
  readonly text?: string | undefined
  readonly cause?: SnapshotCause['kind'] | undefined
  /** Of this instant or a later one. */
  readonly from?: TimeInput | undefined
  /** Of this instant or an earlier one. */
  readonly to?: TimeInput | undefined
}

/**
 * Whether a filter lets a snapshot through.
 *
 * @throws TidemarkError `INVALID_TIME`.
 */
export function matching({ text, cause, from, to }: SnapshotFilter): (snapshot: Snapshot) => boolean {
  const wanted = text?.toLowerCase()
  const earliest = from === undefined ? Number.NEGATIVE_INFINITY : toInstant(from)
  const latest = to === undefined ? Number.POSITIVE_INFINITY : toInstant(to)
  return (snapshot) => {
    const { name, description, asOf } = snapshot
    if (wanted !== undefined && !`${name}\n${description ?? ''}`.toLowerCase().includes(wanted)) return false
    if (cause !== undefined && snapshot.cause.kind !== cause) return false
    return asOf >= earliest && asOf <= latest
  }
}
