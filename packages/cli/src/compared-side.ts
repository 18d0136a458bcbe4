import type { Inventory, InventoryView } from 'tidemark'
import { CliError } from './errors.ts'
import { lookForSnapshot } from './find-snapshot.ts'
import { instantOf, looksLikeInstant } from './instants.ts'
import { knownThroughOf } from './view.ts'

/** One side of a comparison. */
export interface ComparedSide {
  readonly view: InventoryView
  /** The id of the snapshot it was given as; `null` for an instant. */
  readonly snapshot: string | null
}

/**
 * Opens what an argument names: a snapshot by id or name, else an instant.
 *
 * @throws CliError `NOT_A_MOMENT`, `AMBIGUOUS_SNAPSHOT`, TidemarkError `INVALID_TIME`, `UNKNOWN_KNOWLEDGE_POINT`.
 */
export async function openSide(
  inventory: Inventory,
  text: string,
  options: { readonly knownThrough?: string },
): Promise<ComparedSide> {
  const snapshot = await lookForSnapshot(inventory, text)
  if (snapshot !== undefined) {
    return { view: await inventory.snapshots.read(snapshot.id), snapshot: snapshot.id }
  }
  if (!looksLikeInstant(text)) throw new CliError('NOT_A_MOMENT', JSON.stringify(text))
  return { view: await inventory.asOf(instantOf(text), knownThroughOf(options)), snapshot: null }
}
