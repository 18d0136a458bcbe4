import { formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { type LogOptions, withInventory } from '../../with-inventory.ts'
import { closedColumns, closedRow } from './row.ts'
import { addThroughOptions, type ThroughOptions, throughOf } from './through.ts'

/** `tidemark period close`. */
export function addPeriodClose(period: Command, cli: Cli): void {
  addFormat(
    addThroughOptions(
      period
        .command('close')
        .description('Refuse entries at or before an instant from now on, unless they are let in.')
        .argument(
          '<through>',
          'an instant or a snapshot; with --zone the end of 2027-03, 2027-Q1, 2027 or 2027-03-31',
        ),
    ),
  ).action(async (text: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LogOptions & FormatOptions & ThroughOptions>()
    const { actor, reason } = options
    await withInventory(cli, options, 'change', async (inventory) => {
      const through = await throughOf(inventory, text, options)
      const list = await inventory.periods.close(through, { actor, reason })
      await cli.stdout.print(formatObject(options.format, closedRow(list), closedColumns))
    })
  })
}
