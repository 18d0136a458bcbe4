import { companyStream } from '@tidemark/domain'
import type { RecordedEvent } from '@tidemark/log'
import { position } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import { type KnowledgePoint, lastEventAt } from '../knowledge.ts'
import { draftEvent } from '../recording/draft.ts'
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
}

/**
 * Freezes an instant and a knowledge. `false`: a snapshot of this id had been taken, by this process or another, and
 * that one stands. The log must have been read through what is to be known.
 */
export async function takeSnapshot(workspace: Workspace, taking: Taking): Promise<boolean> {
  const { reader, recorder } = workspace
  const draft = draftEvent(definitionOf(workspace, taking), reader.prefix)
  try {
    const [recorded] = await recorder.recordAll([draft])
    return recorded?.alreadyRecorded === false
  } catch (error) {
    if (error instanceof TidemarkError && error.code === 'MOVEMENT_CONFLICT') return false
    throw error
  }
}

function definitionOf({ reader, now }: Workspace, taking: Taking): object {
  const { id, name, description, asOf, known, cause } = taking
  const stock = reader.timeline.view({ asOf, knownThrough: known.position })
  const view = new InventoryView(stock, reader)
  const { format, digest, buckets } = view.digest()
  const [totals] = view.totals()
  const { boundary } = cause
  return {
    type: 'SnapshotTaken',
    id: `taken/${id}`,
    occurredAt: new Date(now()),
    snapshot: id,
    name,
    ...(description === undefined ? {} : { description }),
    asOf: new Date(asOf),
    knownThrough: { stream: known.stream, revision: known.revision },
    format,
    digest,
    buckets,
    totals,
    cause: { ...cause, ...(boundary === undefined ? {} : { boundary: new Date(boundary) }) },
  }
}

/**
 * The last fact of stock at or before a position, if there is one; else the last event of any kind. What was written of
 * snapshots and their rules meanwhile changes no view, and would make two equal snapshots look as if they knew different
 * things.
 */
export async function lastFactAt(
  through: number,
  { log, reader }: Pick<Workspace, 'log' | 'reader'>,
): Promise<RecordedEvent | null> {
  const streamPrefixes = ['item-', 'branch-', companyStream].map((stream) => reader.prefix + stream)
  const last = { through: position(Math.max(through, 0)), direction: 'backwards', limit: 1 } as const
  for await (const [event] of log.readAll({ ...last, streamPrefixes })) if (event !== undefined) return event
  return lastEventAt(through, log, reader)
}
