import { formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { type LogOptions, withInventory } from '../../with-inventory.ts'
import { closedColumns, closedRow } from './row.ts'
import { addThroughOptions, type ThroughOptions, throughOf } from './through.ts'

interface ReopenOptions extends LogOptions, FormatOptions, ThroughOptions {
  readonly all?: boolean
}

/** `tidemark period reopen`. */
export function addPeriodReopen(period: Command, cli: Cli): void {
  addFormat(
    addThroughOptions(
      period
        .command('reopen')
        .description('Take entries again after an earlier instant, or all of them.')
        .argument('[through]', 'what stays closed, as for close')
        .option('--all', 'nothing stays closed'),
    ),
  ).action(async (text: string | undefined, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ReopenOptions>()
    const { actor, reason, all = false } = options
    if ((text === undefined) !== all) {
      command.error('tidemark: period reopen needs what stays closed, or --all')
    }
    await withInventory(cli, options, 'change', async (inventory) => {
      const through = text === undefined ? null : await throughOf(inventory, text, options)
      const list = await inventory.periods.reopen(through, { actor, reason })
      await cli.stdout.print(formatObject(options.format, closedRow(list), closedColumns))
    })
  })
}
