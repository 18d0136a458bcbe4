import type { Moment } from '@tidemark/tabular'
import type { Inventory, InventoryView } from 'tidemark'
import type { ComparedSide } from '../../compared-side.ts'
import { findSnapshot } from '../../find-snapshot.ts'
import type { MomentOptions } from '../../view.ts'

/** What a view stands for, as a file tells it. */
export async function momentOf(
  inventory: Inventory,
  view: InventoryView,
  { snapshot }: Pick<MomentOptions, 'snapshot'>,
): Promise<Moment> {
  const id = snapshot === undefined ? null : (await findSnapshot(inventory, snapshot)).id
  return momentOfSide(inventory, { view, snapshot: id })
}

/** What a side of a comparison stands for, as a file tells it. */
export async function momentOfSide(inventory: Inventory, { view, snapshot }: ComparedSide): Promise<Moment> {
  return { asOf: view.asOf, knownThrough: await inventory.lastEventKnownTo(view), snapshot }
}
