import { jsonObject } from '@tidemark/tabular'
import { type Command, Option } from 'commander'
import type { Cli } from '../cli.ts'
import { itemPage, itemPages } from '../item-page.ts'
import { knowledgeText } from '../knowledge-text.ts'
import { type ItemOptions, readItem } from '../read-item.ts'
import { addMomentOptions } from '../view.ts'
import { reading, withInventory } from '../with-inventory.ts'

interface ShownOptions extends ItemOptions {
  readonly format: 'table' | 'json'
}

/** `tidemark item`: everything of one item on a page. */
export function addItem(program: Command, cli: Cli): void {
  addMomentOptions(
    program
      .command('item')
      .description('The page of an item: costs, quantities, sales, margins, dates, codes, lots and channels.')
      .argument('<item>', 'the item')
      .option('--branch <branch>', 'at this branch (default: the company, and each of its branches)'),
  )
    .addOption(
      new Option('--format <format>', 'how to write the answer').choices(['table', 'json']).default('table'),
    )
    .action(async (item: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShownOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const { page } = await reading(cli, () => readItem(cli, inventory, item, options))
        if (options.format === 'json') return cli.stdout.print(jsonObject(page))
        const known = knowledgeText(page.knownThrough) ?? 'nothing'
        await cli.stdout.print([`As of ${page.asOf}, known through ${known}\n\n`])
        await cli.stdout.print('company' in page ? itemPages(page) : itemPage(page))
      })
    })
}
