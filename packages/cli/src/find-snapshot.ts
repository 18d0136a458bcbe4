import type { Inventory, Snapshot } from 'tidemark'
import { CliError } from './errors.ts'

/**
 * The snapshot of an id, or of a name that only one snapshot has; of those with the same name, discarded ones stand
 * back.
 *
 * @throws CliError `UNKNOWN_SNAPSHOT`, `AMBIGUOUS_SNAPSHOT`.
 */
export async function findSnapshot(inventory: Inventory, text: string): Promise<Snapshot> {
  const found = await lookForSnapshot(inventory, text)
  if (found === undefined) throw new CliError('UNKNOWN_SNAPSHOT', JSON.stringify(text))
  return found
}

/** As {@link findSnapshot}, but `undefined` when there is none. */
export async function lookForSnapshot(inventory: Inventory, text: string): Promise<Snapshot | undefined> {
  const snapshots = await inventory.snapshots.list()
  const byId = snapshots.find(({ id }) => id === text)
  if (byId !== undefined) return byId
  const named = snapshots.filter(({ name }) => name === text)
  const kept = named.filter(({ discarded }) => discarded === null)
  const candidates = kept.length > 0 ? kept : named
  if (candidates.length <= 1) return candidates[0]
  const ids = candidates.map(({ id }) => id).join(', ')
  throw new CliError('AMBIGUOUS_SNAPSHOT', `${JSON.stringify(text)} (${ids})`)
}
