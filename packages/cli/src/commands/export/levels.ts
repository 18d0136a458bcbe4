import { levelsReport } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addMomentOptions, type MomentOptions, withView } from '../../view.ts'
import { addDestination, type DestinationOptions, writeReport } from './destination.ts'
import { momentOf } from './moment.ts'

interface ExportLevelsOptions extends MomentOptions, DestinationOptions {
  readonly item?: string
  readonly branch?: string
}

/** `tidemark export levels`: what every item is at every branch. */
export function addExportLevels(exporting: Command, cli: Cli): void {
  addDestination(
    addMomentOptions(
      exporting
        .command('levels')
        .description('On hand, value and costs of every item at every branch.')
        .option('--item <item>', 'this item only')
        .option('--branch <branch>', 'this branch only'),
    ),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ExportLevelsOptions>()
    const { item, branch } = options
    await withView(cli, options, async (view, inventory, snapshot) => {
      const isWhole = item === undefined && branch === undefined
      const report = levelsReport({
        moment: await momentOf(inventory, { view, snapshot }),
        digest: isWhole ? view.digest() : null,
        only: { item: item ?? null, branch: branch ?? null },
        rows: () => view.levels({ item, branch }),
      })
      await writeReport(cli, options, report)
    })
  })
}
