import { formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { type LogOptions, withInventory } from '../../with-inventory.ts'
import { scheduleColumns, scheduleRow } from './row.ts'

/** `tidemark schedule list`. */
export function addScheduleList(schedule: Command, cli: Cli): void {
  addFormat(schedule.command('list').description('All schedules, with the next boundary of each.')).action(
    async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogOptions & FormatOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const rows = (await inventory.snapshots.schedules.list()).map(scheduleRow)
        await cli.stdout.print(formatRows(options.format, () => rows, scheduleColumns))
      })
    },
  )
}
