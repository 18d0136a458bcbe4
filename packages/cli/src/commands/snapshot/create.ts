import { formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { instantIfNamed } from '../../named-moment.ts'
import { detailColumns, snapshotRow } from '../../snapshot-row.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

interface CreateOptions extends LogOptions, FormatOptions {
  readonly name?: string
  readonly description?: string
  readonly asOf?: string
}

/** `tidemark snapshot create`. */
export function addCreate(snapshot: Command, cli: Cli): void {
  addFormat(
    snapshot
      .command('create')
      .description('Freeze the inventory as of now or a past instant.')
      .option('--name <name>', 'its name (default: the instant)')
      .option('--description <text>', 'what it is for')
      .option('--as-of <T>', 'the instant it stands for (default: now)'),
  ).action(async (_options: unknown, command: Command) => {
    const { name, description, ...options } = command.optsWithGlobals<CreateOptions>()
    await withInventory(cli, options, 'change', async (inventory) => {
      const taken = await reading(cli, async () => {
        const asOf = await instantIfNamed(inventory, options.asOf)
        return inventory.snapshots.create({ name, description, asOf })
      })
      await cli.stdout.print(formatObject(options.format, snapshotRow(taken), detailColumns))
    })
  })
}
