import { formatRows, trendColumns } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { TrendRow } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { addTrendOptions, readTrend, type TrendOptions } from '../trend-options.ts'
import { reading, withInventory } from '../with-inventory.ts'

interface ShownOptions extends TrendOptions, FormatOptions {
  readonly to: string
}

const MORE = `
A row for every period that ends between --from and --to. Turns are a year's: cost of sales as of 365 days by the mean of the
value at start and end. Days of cover are how long the value at the end lasts at the cost of sales of the period.`

/** `tidemark trend`: a series of instants. */
export function addTrend(program: Command, cli: Cli): void {
  addFormat(
    addTrendOptions(
      program
        .command('trend')
        .description('On hand, value, sales, margin, turns and days of cover, period by period.'),
      '--to',
    ),
  )
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShownOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const { rows } = await reading(cli, () => readTrend(inventory, options, options.to))
        const columns = trendColumns<TrendRow>(options.by ?? [])
        await cli.stdout.print(formatRows(options.format, () => rows, columns))
      })
    })
}
