import { formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { findSnapshot } from '../../find-snapshot.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { detailColumns, snapshotRow } from '../../snapshot-row.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

interface DiscardOptions extends LogOptions, FormatOptions {
  readonly reason: string
}

/** `tidemark snapshot discard`. */
export function addDiscard(snapshot: Command, cli: Cli): void {
  addFormat(
    snapshot
      .command('discard')
      .description('Mark a snapshot as no longer wanted; it stays listed, with the reason.')
      .argument('<id>', 'its id or name')
      .requiredOption('--reason <text>', 'why'),
  ).action(async (id: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<DiscardOptions>()
    await withInventory(cli, options, 'change', async (inventory) => {
      const discarded = await reading(cli, async () =>
        inventory.snapshots.discard((await findSnapshot(inventory, id)).id, { reason: options.reason }),
      )
      await cli.stdout.print(formatObject(options.format, snapshotRow(discarded), detailColumns))
    })
  })
}
