import { formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { listColumns, snapshotRow } from '../../snapshot-row.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

/** `tidemark snapshot list`. */
export function addList(snapshot: Command, cli: Cli): void {
  addFormat(snapshot.command('list').description('All snapshots, newest first, discarded ones too.')).action(
    async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogOptions & FormatOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const rows = (await reading(cli, () => inventory.snapshots.list())).map(snapshotRow)
        await cli.stdout.print(formatRows(options.format, () => rows, listColumns))
      })
    },
  )
}
