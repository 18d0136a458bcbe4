import { formatRows } from '@tidemark/tabular'
import { type Command, Option } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { instantIfNamed } from '../../named-moment.ts'
import { listColumns, snapshotRow } from '../../snapshot-row.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

interface ListOptions extends LogOptions, FormatOptions {
  readonly text?: string
  readonly cause?: 'manual' | 'schedule' | 'trigger'
  readonly from?: string
  readonly to?: string
}

/** `tidemark snapshot list`. */
export function addList(snapshot: Command, cli: Cli): void {
  addFormat(
    snapshot
      .command('list')
      .description(
        'All snapshots, newest first, discarded ones too; or those of which all that is given holds.',
      )
      .option('--text <text>', 'this in the name or the description')
      .addOption(
        new Option('--cause <cause>', 'taken because of this').choices(['manual', 'schedule', 'trigger']),
      )
      .option('--from <T>', 'of this instant or a later one')
      .option('--to <T>', 'of this instant or an earlier one'),
  ).action(async (_options: unknown, command: Command) => {
    const { text, cause, from, to, ...options } = command.optsWithGlobals<ListOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const found = await reading(cli, async () =>
        inventory.snapshots.list({
          text,
          cause,
          from: await instantIfNamed(inventory, from),
          to: await instantIfNamed(inventory, to),
        }),
      )
      const rows = found.map(snapshotRow)
      await cli.stdout.print(formatRows(options.format, () => rows, listColumns))
    })
  })
}
