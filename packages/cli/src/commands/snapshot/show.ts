import { formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { findSnapshot } from '../../find-snapshot.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { detailColumns, snapshotRow } from '../../snapshot-row.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

/** `tidemark snapshot show`. */
export function addShow(snapshot: Command, cli: Cli): void {
  addFormat(
    snapshot
      .command('show')
      .description('One snapshot with its totals; its rows: tidemark levels --snapshot ID.')
      .argument('<id>', 'its id or name'),
  ).action(async (id: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LogOptions & FormatOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const row = snapshotRow(await reading(cli, () => findSnapshot(inventory, id)))
      await cli.stdout.print(formatObject(options.format, row, detailColumns))
    })
  })
}
