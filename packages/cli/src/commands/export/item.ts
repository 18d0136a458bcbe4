import { itemPageReport } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { type ItemOptions, readItem } from '../../read-item.ts'
import { addMomentOptions } from '../../view.ts'
import { reading, withInventory } from '../../with-inventory.ts'
import { addDestination, type DestinationOptions, writeReport } from './destination.ts'

/** `tidemark export item`: the page of an item. */
export function addExportItem(exporting: Command, cli: Cli): void {
  addDestination(
    addMomentOptions(
      exporting
        .command('item')
        .description(
          'The page of an item: a row for the company and each branch, with prices, lots and channels.',
        )
        .argument('<item>', 'the item')
        .option('--branch <branch>', 'at this branch (default: the company, and each of its branches)'),
    ),
  ).action(async (item: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ItemOptions & DestinationOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const { page, snapshot } = await reading(cli, () => readItem(cli, inventory, item, options))
      const { asOf, knownThrough } = page
      const pages = 'company' in page ? ([page.company, ...page.branches] as const) : ([page] as const)
      await writeReport(cli, options, itemPageReport({ moment: { asOf, knownThrough, snapshot }, pages }))
    })
  })
}
