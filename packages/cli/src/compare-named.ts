import type { Comparison, Inventory } from 'tidemark'
import { type NamedMoment, openMoment } from './named-moment.ts'

/**
 * Compares what arguments name, two or more: snapshots, by id or name, and instants.
 *
 * @throws as {@link openMoment}, TidemarkError `WRONG_ORDER`.
 */
export async function compareNamed(
  inventory: Inventory,
  texts: readonly [string, string, ...string[]],
  options: { readonly knownThrough?: string },
): Promise<{ readonly moments: readonly NamedMoment[]; readonly comparison: Comparison }> {
  const [a, b, ...more] = texts
  const first = await openMoment(inventory, a, options)
  const second = await openMoment(inventory, b, options)
  const later: NamedMoment[] = []
  for (const text of more) later.push(await openMoment(inventory, text, options))
  const comparison = inventory.compare(first.view, second.view, ...later.map(({ view }) => view))
  return { moments: [first, second, ...later], comparison }
}
