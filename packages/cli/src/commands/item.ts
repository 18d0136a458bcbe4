import { jsonObject } from '@tidemark/tabular'
import { type Command, Option } from 'commander'
import type { Inventory, ItemInput } from 'tidemark'
import type { Cli } from '../cli.ts'
import { findSnapshot } from '../find-snapshot.ts'
import { instantOf } from '../instants.ts'
import { itemPage, itemPages } from '../item-page.ts'
import { knowledgeText } from '../knowledge-text.ts'
import { knownThroughOf } from '../view.ts'
import { type LogOptions, reading, withInventory } from '../with-inventory.ts'

interface ItemOptions extends LogOptions {
  readonly branch?: string
  readonly asOf?: string
  readonly knownThrough?: string
  readonly snapshot?: string
  readonly format: 'table' | 'json'
}

/** `tidemark item`: everything of one item on a page. */
export function addItem(program: Command, cli: Cli): void {
  program
    .command('item')
    .description('The page of an item: costs, quantities, sales, margins, dates, codes, lots and channels.')
    .argument('<item>', 'the item')
    .option('--branch <branch>', 'at this branch (default: the company, and each of its branches)')
    .option('--as-of <T>', 'as of this instant, inclusive (default: now)')
    .option('--known-through <P>', 'as known then: an instant of recording, or stream@revision')
    .addOption(
      new Option('--snapshot <id>', 'the instant and the knowledge of a snapshot (id or name)').conflicts([
        'asOf',
        'knownThrough',
      ]),
    )
    .addOption(
      new Option('--format <format>', 'how to write the answer').choices(['table', 'json']).default('table'),
    )
    .action(async (item: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ItemOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const answer = await reading(cli, async () => {
          return inventory.itemSnapshot(item, await inputOf(cli, inventory, options))
        })
        if (options.format === 'json') return cli.stdout.print(jsonObject(answer))
        const known = knowledgeText(answer.knownThrough) ?? 'nothing'
        await cli.stdout.print([`As of ${answer.asOf}, known through ${known}\n\n`])
        await cli.stdout.print('company' in answer ? itemPages(answer) : itemPage(answer))
      })
    })
}

async function inputOf(cli: Cli, inventory: Inventory, options: ItemOptions): Promise<ItemInput> {
  const { branch } = options
  if (options.snapshot !== undefined) {
    const { asOf, knownThrough } = await findSnapshot(inventory, options.snapshot)
    // A snapshot that knew of nothing was known through the beginning of all clocks.
    return { branch, asOf, knownThrough: knownThrough ?? new Date(0) }
  }
  const asOf = options.asOf === undefined ? cli.io.now() : instantOf(options.asOf)
  return { branch, asOf, ...knownThroughOf(options) }
}
