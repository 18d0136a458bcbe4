import type { Inventory, InventoryView } from 'tidemark'
import { CliError } from './errors.ts'
import { lookForSnapshot } from './find-snapshot.ts'
import { instantOf, knownThroughOf, looksLikeInstant } from './instants.ts'

/** The inventory of a moment that was named as a snapshot or as an instant. */
export interface NamedMoment {
  readonly view: InventoryView
  /** The id of the snapshot it was given as; `null` for an instant. */
  readonly snapshot: string | null
}

/**
 * Opens what an argument names: a snapshot by id or name, with what it knew; else an instant, as known then if the
 * options say so.
 *
 * @throws CliError `NOT_A_MOMENT`, `AMBIGUOUS_SNAPSHOT`, TidemarkError `INVALID_TIME`, `UNKNOWN_KNOWLEDGE_POINT`.
 */
export async function openMoment(
  inventory: Inventory,
  text: string,
  options: { readonly knownThrough?: string },
): Promise<NamedMoment> {
  const snapshot = await lookForSnapshot(inventory, text)
  if (snapshot !== undefined) {
    return { view: await inventory.snapshots.read(snapshot.id), snapshot: snapshot.id }
  }
  return { view: await inventory.asOf(instantIn(text), knownThroughOf(options)), snapshot: null }
}

/**
 * The instant an argument names, in milliseconds since the epoch: that of a snapshot, by id or name, or one that is
 * written.
 *
 * @throws CliError `NOT_A_MOMENT`, `AMBIGUOUS_SNAPSHOT`, TidemarkError `INVALID_TIME`.
 */
export async function instantNamed(inventory: Inventory, text: string): Promise<number> {
  return (await lookForSnapshot(inventory, text))?.asOf ?? instantIn(text)
}

/** As {@link instantNamed}, of an option that may be left out. */
export async function instantIfNamed(
  inventory: Inventory,
  text: string | undefined,
): Promise<number | undefined> {
  return text === undefined ? undefined : instantNamed(inventory, text)
}

function instantIn(text: string): number {
  if (!looksLikeInstant(text)) throw new CliError('NOT_A_MOMENT', JSON.stringify(text))
  return instantOf(text)
}
