import { positionOf } from '../knowledge.ts'
import { ruleId } from '../rules/rule-id.ts'
import type { Snapshot } from '../snapshots/catalogue.ts'
import { inWorkspace } from '../snapshots/in-workspace.ts'
import { takeSnapshot } from '../snapshots/taking.ts'
import type { Workspace } from '../workspace.ts'
import type { Happening } from './judge.ts'

/** The id of the snapshot a trigger takes of an event: the same in every process, and in a copy of the workspace. */
export function firingId(trigger: string, { recorded }: Happening, { reader }: Workspace): string {
  return ruleId(trigger, `${recorded.stream.slice(reader.prefix.length)}@${recorded.revision}`)
}

/** Freezes the instant of an event, known through that very event. `false`: it was taken before. */
export function fire(
  workspace: Workspace,
  trigger: string,
  happening: Happening,
  { id, name, actor }: { readonly id: string; readonly name: string; readonly actor?: string | undefined },
): Promise<boolean> {
  const { event, recorded } = happening
  return takeSnapshot(workspace, {
    id,
    name,
    asOf: event.occurredAt,
    known: recorded,
    cause: { kind: 'trigger', trigger, event: event.id },
    actor,
    // What is filed when a period is closed is to be read for ever.
    ...(event.type === 'PeriodClosed' && workspace.archive !== null ? { archive: true } : {}),
  })
}

/**
 * Whether a trigger took a snapshot of an earlier recorded event less than so many milliseconds before or after an event.
 * Only what was recorded before the event counts, so that the answer is the same whenever it is asked.
 */
export async function isCoolingDown(
  trigger: string,
  cooldown: number,
  { event }: Happening,
  workspace: Workspace,
): Promise<boolean> {
  if (cooldown === 0) return false
  const near = workspace.reader.catalogue
    .list()
    .filter(({ cause }) => cause.kind === 'trigger' && cause.trigger === trigger)
    .filter(({ asOf }) => Math.abs(asOf - event.occurredAt) < cooldown)
  for (const snapshot of near) if ((await positionAt(snapshot, workspace)) < event.position) return true
  return false
}

async function positionAt(snapshot: Snapshot, { log, reader }: Workspace): Promise<number> {
  const { knownThrough } = inWorkspace(snapshot, reader.prefix)
  return knownThrough === null ? 0 : positionOf(knownThrough, log, reader)
}
