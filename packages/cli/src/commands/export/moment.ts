import type { Moment } from '@tidemark/tabular'
import type { Inventory } from 'tidemark'
import type { NamedMoment } from '../../named-moment.ts'

/** What a moment is, as a file tells it: not where its log stands, which is another in a copy. */
export async function momentOf(inventory: Inventory, { view, snapshot }: NamedMoment): Promise<Moment> {
  return { asOf: view.asOf, knownThrough: await inventory.lastEventKnownTo(view), snapshot }
}
