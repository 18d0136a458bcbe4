import { formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { findSnapshot } from '../../find-snapshot.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { detailColumns, snapshotRow } from '../../snapshot-row.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

interface DescribeOptions extends LogOptions, FormatOptions {
  readonly name?: string
  readonly description?: string
}

/** `tidemark snapshot describe`. */
export function addDescribe(snapshot: Command, cli: Cli): void {
  addFormat(
    snapshot
      .command('describe')
      .description('Change the name or the description of a snapshot; what it froze stays.')
      .argument('<id>', 'its id or name')
      .option('--name <name>', 'its new name')
      .option('--description <text>', 'its new description'),
  ).action(async (id: string, _options: unknown, command: Command) => {
    const { name, description, ...options } = command.optsWithGlobals<DescribeOptions>()
    if (name === undefined && description === undefined) {
      command.error('tidemark: describe needs --name or --description')
    }
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    }
    await withInventory(cli, options, 'change', async (inventory) => {
      const described = await reading(cli, async () =>
        inventory.snapshots.describe((await findSnapshot(inventory, id)).id, change),
      )
      await cli.stdout.print(formatObject(options.format, snapshotRow(described), detailColumns))
    })
  })
}
