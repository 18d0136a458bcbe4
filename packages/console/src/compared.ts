import type { Comparison } from 'tidemark'
import { z } from 'zod'
import { name } from './answers/fields.ts'
import { whole } from './building.ts'
import { type Opened, openMoment } from './moment.ts'
import type { Asked } from './operation.ts'

/** Which moments are compared. */
export const comparedQuery = {
  moment: z
    .array(name)
    .min(2)
    .max(24)
    .describe('Ids of snapshots, or instants, the earliest first; given once for each.'),
  knownThrough: name.optional().describe('What instants are known through; snapshots know what they froze.'),
}

/** Moments side by side. */
export interface Compared {
  readonly opened: readonly Opened[]
  readonly comparison: Comparison
}

/**
 * Compares moments, each named by the id of a snapshot or as an instant.
 *
 * @throws TidemarkError `WRONG_ORDER`, and as `openMoment`.
 */
export async function compareMoments(
  asked: Asked,
  {
    moment,
    knownThrough,
  }: { readonly moment: readonly string[]; readonly knownThrough?: string | undefined },
): Promise<Compared> {
  const ids = new Set((await asked.inventory.snapshots.list()).map(({ id }) => id))
  const opened: Opened[] = []
  for (const text of moment) {
    const one = await openMoment(asked, ids.has(text) ? { snapshot: text } : { asOf: text, knownThrough })
    await whole(asked, one)
    opened.push(one)
  }
  const [from, to, ...more] = opened.map(({ view }) => view)
  if (from === undefined || to === undefined) throw new RangeError('a comparison has two moments or more')
  const key = opened.map((one) => one.key).join()
  return {
    opened,
    comparison: asked.kept.comparisons.get(key, () => asked.inventory.compare(from, to, ...more)),
  }
}
