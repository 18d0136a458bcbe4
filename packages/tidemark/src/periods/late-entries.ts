import type { KnownEvent } from '@tidemark/domain'
import { position, type RecordedEvent } from '@tidemark/log'
import { factStreams } from '../knowledge.ts'
import { effectiveAt } from '../reading/effective.ts'
import { decode, nothingInterned } from '../reading/stored-event.ts'
import type { Workspace } from '../workspace.ts'

/** An entry that was let into a closed period with `late: 'accept'`. Instants are in milliseconds since the epoch. */
export interface LateEntry {
  readonly id: string
  readonly type: string
  readonly item: string | null
  readonly position: number
  readonly recordedAt: number
  /** When it takes effect: its own time, or that of what it corrects. */
  readonly effectiveAt: number
  /** What was closed when it was recorded. */
  readonly closedThrough: number
  readonly actor: string | null
  readonly reason: string | null
}

/** Every entry that was let into a period closed when it was recorded, in the order of recording. */
export async function lateEntries({ log, reader }: Workspace): Promise<readonly LateEntry[]> {
  const { changes } = reader.periods
  const [first] = changes
  if (first === undefined) return []
  const streamPrefixes = factStreams(reader)
  const interned = nothingInterned()
  const found: LateEntry[] = []
  const after = position(first.position)
  for await (const chunk of log.readAll({ after, through: position(reader.position), streamPrefixes })) {
    for (const recorded of chunk) {
      if (recorded.data?.late !== 'accept') continue
      const closed = changes.findLast((change) => change.position < recorded.position)?.closedThrough ?? null
      const decoded = decode(recorded, reader.prefix, interned)
      // What is damaged is among the anomalies of the workspace.
      if (closed === null || 'anomaly' in decoded) continue
      const effective = effectiveAt(decoded.event, reader.timeline)
      if (effective <= closed) found.push(entryOf(decoded.event, recorded, effective, closed))
    }
  }
  return found
}

function entryOf(
  event: KnownEvent,
  { data, position, recordedAt }: RecordedEvent,
  effectiveAt: number,
  closedThrough: number,
): LateEntry {
  return {
    id: event.id,
    type: event.type,
    item: 'item' in event ? (event.item ?? null) : null,
    position,
    recordedAt,
    effectiveAt,
    closedThrough,
    actor: textOf(data?.actor),
    reason: textOf(data?.reason),
  }
}

/** A text field of a stored event. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
