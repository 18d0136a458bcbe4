import type { SnapshotAnswer } from '../answers/snapshots.ts'
import { read } from './api.ts'

/** So many are asked for at once: consoles answer few questions at a time. */
const AT_ONCE = 8

/** Reads snapshots by their ids, in that order. */
export async function readSnapshots(
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<readonly SnapshotAnswer[]> {
  const found: SnapshotAnswer[] = []
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = ids.slice(start, start + AT_ONCE)
    const asked = some.map((id) => read<SnapshotAnswer>(`/snapshots/${encodeURIComponent(id)}`, {}, signal))
    found.push(...(await Promise.all(asked)))
  }
  return found
}
