import { cardReport } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addMomentOptions, type MomentOptions, withView } from '../../view.ts'
import { assertKnown } from '../explain.ts'
import { addDestination, type DestinationOptions, writeReport } from './destination.ts'
import { momentOf } from './moment.ts'

interface ExportCardOptions extends MomentOptions, DestinationOptions {
  readonly branch?: string
}

/** `tidemark export card`: the stock card of an item. */
export function addExportCard(exporting: Command, cli: Cli): void {
  addDestination(
    addMomentOptions(
      exporting
        .command('card')
        .description('The stock card of an item: every movement, with what stood there after it.')
        .argument('<item>', 'the item')
        .option('--branch <branch>', 'this branch only'),
    ),
  ).action(async (item: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ExportCardOptions>()
    await withView(cli, options, async (view, inventory, snapshot) => {
      const lines = view.explain(item, options.branch)
      if (lines.length === 0) await assertKnown(inventory, item)
      const moment = await momentOf(inventory, { view, snapshot })
      await writeReport(cli, options, cardReport({ moment, item, branch: options.branch ?? null, lines }))
    })
  })
}
