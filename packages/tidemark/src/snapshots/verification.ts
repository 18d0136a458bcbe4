import { compareCodePoints } from '@tidemark/projection'
import type { SnapshotArchive } from '../archive/archive.ts'
import { type ArchiveComparison, compareRows, type RowDifference } from '../archive/compare-rows.ts'
import { archivedLines } from '../archive/rows.ts'
import { bucketOf } from '../view/digest.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import type { Snapshot } from './catalogue.ts'

/** Whether a snapshot is reproduced by a replay, and if not, where it differs. */
export interface SnapshotVerification {
  readonly id: string
  /** The replay gives what was frozen, and so do the archived rows if there are any. */
  readonly ok: boolean
  readonly expected: string
  readonly actual: string
  /** The numbers of the buckets that differ. */
  readonly buckets: readonly number[]
  /**
   * The items that differ where the rows are archived; else the items in those buckets that anything is known of, at any
   * time: one or more of them differ, or what differs has left no trace.
   */
  readonly items: readonly string[]
  /** Whether its rows are archived, and are those that were frozen. */
  readonly archive: 'none' | 'whole' | 'damaged'
  /** The first row of which the archive and the replay tell different things; `null` without one, or without an archive. */
  readonly firstDifference: RowDifference | null
}

/**
 * Compares a snapshot with its replay, and with its archived rows if there are any. `everKnown` gives the items of any
 * time: an item may be gone from the replay.
 */
export async function verificationOf(
  snapshot: Snapshot,
  view: InventoryView,
  archive: SnapshotArchive | null,
  everKnown: () => readonly string[],
  signal?: AbortSignal,
): Promise<SnapshotVerification> {
  const { id, digest: expected } = snapshot
  await view.ready({ signal })
  const actual = view.digest()
  const buckets = actual.buckets.flatMap((bucket, index) =>
    bucket === snapshot.buckets[index] ? [] : [index],
  )
  const isReproduced = actual.digest === expected && buckets.length === 0
  const bytes = await archive?.read(expected)
  const archived = bytes === undefined ? null : await compareRows(archivedLines(bytes), view.levels())
  const state = stateOf(archived, expected)
  const inBuckets = () => itemsIn(new Set(buckets), [...everKnown(), ...(archived?.items ?? [])])
  return {
    id,
    ok: isReproduced && state !== 'damaged',
    expected,
    actual: actual.digest,
    buckets,
    items: archived !== null && state === 'whole' ? archived.items : inBuckets(),
    archive: state,
    firstDifference: archived?.first ?? null,
  }
}

function stateOf(archived: ArchiveComparison | null, expected: string): SnapshotVerification['archive'] {
  if (archived === null) return 'none'
  return archived.unreadable === 0 && archived.digest.digest === expected ? 'whole' : 'damaged'
}

/** An item that is gone from the replay can be in a bucket that differs too. */
function itemsIn(buckets: ReadonlySet<number>, items: readonly string[]): readonly string[] {
  return [...new Set(items)].filter((item) => buckets.has(bucketOf(item))).sort(compareCodePoints)
}
