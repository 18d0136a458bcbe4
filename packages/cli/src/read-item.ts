import type { Inventory, ItemInput, ItemSnapshot, ItemSnapshots, Snapshot } from 'tidemark'
import type { Cli } from './cli.ts'
import { findSnapshot, lookForSnapshot } from './find-snapshot.ts'
import { knownThroughOf } from './instants.ts'
import { instantNamed } from './named-moment.ts'
import type { MomentOptions } from './view.ts'

/** Which page of an item. */
export interface ItemOptions extends MomentOptions {
  readonly branch?: string
}

/** The page of an item that the options ask for, and the id of the snapshot they name, if any. */
export async function readItem(
  cli: Cli,
  inventory: Inventory,
  item: string,
  options: ItemOptions,
): Promise<{ readonly page: ItemSnapshot | ItemSnapshots; readonly snapshot: string | null }> {
  const snapshot = await snapshotOf(inventory, options)
  const moment = snapshot === undefined ? await momentOf(cli, inventory, options) : momentOfSnapshot(snapshot)
  const page = await inventory.itemSnapshot(item, { branch: options.branch, ...moment })
  return { page, snapshot: snapshot?.id ?? null }
}

async function snapshotOf(
  inventory: Inventory,
  { snapshot, asOf, knownThrough }: ItemOptions,
): Promise<Snapshot | undefined> {
  if (snapshot !== undefined) return findSnapshot(inventory, snapshot)
  return asOf === undefined || knownThrough !== undefined ? undefined : lookForSnapshot(inventory, asOf)
}

function momentOfSnapshot({ asOf, knownThrough }: Snapshot): ItemInput {
  // A snapshot that knew of nothing was known through the beginning of all clocks.
  return { asOf, knownThrough: knownThrough ?? new Date(0) }
}

async function momentOf(cli: Cli, inventory: Inventory, options: ItemOptions): Promise<ItemInput> {
  const asOf = options.asOf === undefined ? cli.io.now() : await instantNamed(inventory, options.asOf)
  return { asOf, ...knownThroughOf(options) }
}
