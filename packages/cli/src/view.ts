import { type Command, Option } from 'commander'
import type { Inventory, InventoryView } from 'tidemark'
import type { Cli } from './cli.ts'
import { findSnapshot } from './find-snapshot.ts'
import { addFormat, type FormatOptions } from './format-option.ts'
import { knownThroughOf } from './instants.ts'
import { knowledgeText } from './knowledge-text.ts'
import { instantNamed, type NamedMoment, openMoment } from './named-moment.ts'
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
    .option('--as-of <T>', 'as of this instant, inclusive, or as a snapshot (default: now)')
    .option('--known-through <P>', 'as known then: an instant of recording, or stream@revision')
    .addOption(
      new Option('--snapshot <id>', 'the instant and the knowledge of a snapshot (id or name)').conflicts([
        'asOf',
        'knownThrough',
      ]),
    )
}

/** Opens the view the options ask for and does some work on it; `snapshot` is the id of the one they name, if any. */
export function withView(
  cli: Cli,
  options: MomentOptions,
  work: (view: InventoryView, inventory: Inventory, snapshot: string | null) => Promise<void>,
): Promise<void> {
  return withInventory(cli, options, 'read', async (inventory) => {
    const { view, snapshot } = await reading(cli, () => openView(cli, inventory, options))
    await work(view, inventory, snapshot)
  })
}

async function openView(cli: Cli, inventory: Inventory, options: MomentOptions): Promise<NamedMoment> {
  const { snapshot, asOf, knownThrough } = options
  if (snapshot !== undefined) {
    const { id } = await findSnapshot(inventory, snapshot)
    return { view: await inventory.snapshots.read(id), snapshot: id }
  }
  if (asOf !== undefined && knownThrough === undefined) return openMoment(inventory, asOf, options)
  const instant = asOf === undefined ? cli.io.now() : await instantNamed(inventory, asOf)
  return { view: await inventory.asOf(instant, knownThroughOf(options)), snapshot: null }
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
