import { trendReport } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { TrendRow } from 'tidemark'
import type { Cli } from '../../cli.ts'
import { addTrendOptions, readTrend, type TrendOptions } from '../../trend-options.ts'
import { reading, withInventory } from '../../with-inventory.ts'
import { addDestination, type DestinationOptions, writeReport } from './destination.ts'

interface ExportTrendOptions extends TrendOptions, DestinationOptions {
  /** `--to` is where the file goes. */
  readonly until: string
}

/** `tidemark export trend`: a series of instants. */
export function addExportTrend(exporting: Command, cli: Cli): void {
  addDestination(
    addTrendOptions(
      exporting
        .command('trend')
        .description('On hand, value, sales, margin, turns and days of cover, period by period.'),
      '--until',
    ),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ExportTrendOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const trend = await reading(cli, () => readTrend(inventory, options, options.until))
      const { every, zone, rows } = trend
      const knownThrough = await inventory.lastEventKnownTo(trend)
      const report = trendReport<TrendRow>({ every, zone, by: options.by ?? [], knownThrough, rows })
      await writeReport(cli, options, report)
    })
  })
}
