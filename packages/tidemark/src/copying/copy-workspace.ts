import { workspacePrefix } from '@tidemark/domain'
import { type CopyProgress, copyLog, type EventLog, type RecordedEvent } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import { openInventory } from '../inventory.ts'
import type { KnowledgePoint } from '../knowledge.ts'

/** Which workspace to copy where. */
export interface CopyWorkspace {
  readonly from: EventLog
  readonly to: EventLog
  /** `main` when left out. */
  readonly workspace?: string | undefined
  /** Its name in the target; the same when left out. */
  readonly toWorkspace?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Told as the copy goes on. */
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined
}

/** What a copy of a workspace came to. */
export interface WorkspaceCopy {
  /** How many events both logs hold, up to the last one copied. */
  readonly events: number
  readonly copied: number
  /** Found in the target, from a copy that was cut short. */
  readonly alreadyThere: number
  /** Of all levels, whatever their time, as known through the last event copied: the same in both logs. */
  readonly digest: string
  /** The last event copied, as it is named in the target. */
  readonly lastEvent: KnowledgePoint
}

/** The last millisecond a `Date` can hold: everything recorded, whatever its time. */
const FOREVER = 8.64e15

/**
 * Copies a workspace from one log into another, of the same kind or not: streams, revisions, order and times of recording
 * stay, so every answer about the past does too, and frozen snapshots verify. The target must hold nothing of the
 * workspace, or the beginning of the same copy: one that was cut short is completed by repeating it.
 *
 * The copy is read back and compared event by event; then both logs are replayed and must give the same digest.
 *
 * @throws TidemarkError `NOTHING_TO_COPY`, `COPY_DIGEST_DIFFERS`; LogError `COPY_TARGET_NOT_EMPTY`, `COPY_DIFFERS`,
 * `RECORDED_AT_BACKWARDS` when the target is a file that knows of later times from another workspace; DomainError
 * `INVALID_WORKSPACE`.
 * @example
 * const { events, digest } = await copyWorkspace({ from: await sqliteLog({ path: 'inventory.db' }), to: memoryLog() })
 */
export async function copyWorkspace(options: CopyWorkspace): Promise<WorkspaceCopy> {
  const { from, to, workspace = 'main', toWorkspace = workspace, signal, onProgress } = options
  const prefix = workspacePrefix(workspace)
  const toPrefix = workspacePrefix(toWorkspace)
  const { events, copied, alreadyThere, last } = await copyLog({
    from,
    to,
    prefix,
    toPrefix,
    signal,
    onProgress,
  })
  if (last === null) throw new TidemarkError('NOTHING_TO_COPY', workspace)
  // One after the other: each holds a whole inventory in memory while it lasts.
  const digest = await digestOf(from, workspace, last.from)
  signal?.throwIfAborted()
  const copy = await digestOf(to, toWorkspace, last.to)
  if (digest !== copy) throw new TidemarkError('COPY_DIGEST_DIFFERS', toWorkspace, { digest, copy })
  return { events, copied, alreadyThere, digest, lastEvent: pointOf(last.to) }
}

async function digestOf(log: EventLog, workspace: string, last: RecordedEvent): Promise<string> {
  const view = await openInventory({ log, workspace }).asOf(FOREVER, { knownThrough: pointOf(last) })
  return view.digest().digest
}

function pointOf({ stream, revision }: RecordedEvent): KnowledgePoint {
  return { stream, revision }
}
