import { type Command, Option } from 'commander'
import type { Inventory, InventoryView } from 'tidemark'
import type { Cli } from './cli.ts'
import { findSnapshot } from './find-snapshot.ts'
import { addFormat, type FormatOptions } from './format-option.ts'
import { instantOf, knowledgeOf } from './instants.ts'
import { knowledgeText } from './knowledge-text.ts'
import { type LogOptions, reading, withInventory } from './with-inventory.ts'

/** Which inventory to show: of an instant and a point of knowledge, or that of a snapshot. */
export interface MomentOptions extends LogOptions {
  readonly asOf?: string
  readonly knownThrough?: string
  readonly snapshot?: string
}

/** The options of a view that is written to stdout. */
export interface ViewOptions extends MomentOptions, FormatOptions {}

/** Gives a command the options of a view. */
export function addViewOptions(command: Command): Command {
  return addFormat(addMomentOptions(command))
}

/** Gives a command the options that say which inventory it is about. */
export function addMomentOptions(command: Command): Command {
  return command
    .option('--as-of <T>', 'as of this instant, inclusive (default: now)')
    .option('--known-through <P>', 'as known then: an instant of recording, or stream@revision')
    .addOption(
      new Option('--snapshot <id>', 'the instant and the knowledge of a snapshot (id or name)').conflicts([
        'asOf',
        'knownThrough',
      ]),
    )
}

/** Opens the view the options ask for and does some work on it. */
export function withView(
  cli: Cli,
  options: MomentOptions,
  work: (view: InventoryView, inventory: Inventory) => Promise<void>,
): Promise<void> {
  return withInventory(cli, options, 'read', async (inventory) => {
    const view = await reading(cli, () => openView(cli, inventory, options))
    await work(view, inventory)
  })
}

async function openView(cli: Cli, inventory: Inventory, options: MomentOptions): Promise<InventoryView> {
  if (options.snapshot !== undefined) {
    return inventory.snapshots.read((await findSnapshot(inventory, options.snapshot)).id)
  }
  const asOf = options.asOf === undefined ? cli.io.now() : instantOf(options.asOf)
  return inventory.asOf(asOf, knownThroughOf(options))
}

/** The point of knowledge the options name, as the library takes it. */
export function knownThroughOf({ knownThrough }: { readonly knownThrough?: string }): {
  readonly knownThrough?: string | number
} {
  return knownThrough === undefined ? {} : { knownThrough: knowledgeOf(knownThrough) }
}

/** The line above a table that says which pair of clocks it stands for; other formats have none. */
export async function caption(
  { format }: FormatOptions,
  view: InventoryView,
  inventory: Inventory,
): Promise<readonly string[]> {
  if (format !== 'table') return []
  const known = knowledgeText(await inventory.lastEventKnownTo(view)) ?? 'nothing'
  return [`As of ${view.asOf}, known through ${known}\n\n`]
}
