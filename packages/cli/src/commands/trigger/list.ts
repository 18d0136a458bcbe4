import { formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { type LogOptions, withInventory } from '../../with-inventory.ts'
import { triggerColumns, triggerRow } from './row.ts'

/** `tidemark trigger list`. */
export function addTriggerList(trigger: Command, cli: Cli): void {
  addFormat(trigger.command('list').description('All triggers.')).action(
    async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogOptions & FormatOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const rows = (await inventory.snapshots.triggers.list()).map(triggerRow)
        await cli.stdout.print(formatRows(options.format, () => rows, triggerColumns))
      })
    },
  )
}
