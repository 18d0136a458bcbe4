import { keepRows } from '../archive/keep.ts'
import { TidemarkError } from '../errors.ts'
import type { KnowledgePoint } from '../knowledge.ts'
import { draftEvent } from '../recording/draft.ts'
import type { Digest } from '../view/digest.ts'
import { InventoryView } from '../view/inventory-view.ts'
import type { Workspace } from '../workspace.ts'
import type { SnapshotCause } from './catalogue.ts'

/** A snapshot to be taken. */
export interface Taking {
  readonly id: string
  readonly name: string
  readonly description?: string | undefined
  /** The instant it stands for, in milliseconds since the epoch. */
  readonly asOf: number
  /** The last event it knows of. */
  readonly known: KnowledgePoint & { readonly position: number }
  readonly cause: SnapshotCause
  /** For whom, when that is not whoever records it: the creator of the rule that asks for it. */
  readonly actor?: string | undefined
  /** Whether its rows are archived; when left out, those of schedules are if there is an archive. */
  readonly archive?: boolean | undefined
}

/** Told the id of each snapshot that was taken. */
export type OnTaken = (id: string) => void | Promise<void>

/**
 * Freezes an instant and a knowledge. `false`: a snapshot of this id had been taken, by this process or another, and
 * that one stands. The log must have been read through what is to be known.
 *
 * @throws TidemarkError `NO_ARCHIVE`.
 */
export async function takeSnapshot(workspace: Workspace, taking: Taking): Promise<boolean> {
  const { reader, recorder, archive } = workspace
  const { view, digest } = await reader.againIfDamaged(async () => {
    const { asOf, known } = taking
    const stock = reader.timeline.view({ asOf, knownThrough: known.position })
    const view = new InventoryView(stock, reader)
    await view.ready()
    return { view, digest: view.digest() }
  })
  const isArchived = taking.archive ?? (archive !== null && taking.cause.kind === 'schedule')
  if (isArchived && archive === null) throw new TidemarkError('NO_ARCHIVE', taking.id)
  const draft = draftEvent(definitionOf(workspace, taking, view, digest), reader.prefix)
  // Before the event: a crash in between leaves rows that nobody asks for, not a snapshot without its rows.
  if (isArchived && archive !== null) await keepRows(archive, digest.digest, view)
  try {
    const [recorded] = await recorder.recordAll([draft])
    return recorded?.alreadyRecorded === false
  } catch (error) {
    if (error instanceof TidemarkError && error.code === 'MOVEMENT_CONFLICT') return false
    throw error
  }
}

function definitionOf(
  { now }: Workspace,
  taking: Taking,
  view: InventoryView,
  { format, digest, buckets }: Digest,
): object {
  const { id, name, description, asOf, known, cause, actor } = taking
  const [totals] = view.totals()
  const { boundary } = cause
  return {
    type: 'SnapshotTaken',
    id: `taken/${id}`,
    occurredAt: new Date(now()),
    snapshot: id,
    name,
    ...(description === undefined ? {} : { description }),
    ...(actor === undefined ? {} : { actor }),
    asOf: new Date(asOf),
    knownThrough: { stream: known.stream, revision: known.revision },
    format,
    digest,
    buckets,
    totals,
    cause: { ...cause, ...(boundary === undefined ? {} : { boundary: new Date(boundary) }) },
  }
}
