import { cardColumns, formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Inventory } from 'tidemark'
import type { Cli } from '../cli.ts'
import { CliError } from '../errors.ts'
import { addViewOptions, caption, type ViewOptions, withView } from '../view.ts'

interface ExplainOptions extends ViewOptions {
  readonly branch?: string
}

/** `tidemark explain`: the stock card of an item. */
export function addExplain(program: Command, cli: Cli): void {
  addViewOptions(
    program
      .command('explain')
      .description('The stock card of an item: every movement, with what stood there after it.')
      .argument('<item>', 'the item')
      .option('--branch <branch>', 'this branch only'),
  ).action(async (item: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ExplainOptions>()
    await withView(cli, options, async (view, inventory) => {
      const lines = view.explain(item, options.branch)
      if (lines.length === 0) await assertKnown(inventory, item)
      await cli.stdout.print(await caption(options, view, inventory))
      await cli.stdout.print(formatRows(options.format, () => lines, cardColumns))
    })
  })
}

/** The last millisecond a `Date` can hold. */
const FOREVER = 8.64e15

/** An empty card is an answer for an item that came later, not for one that does not exist. */
export async function assertKnown(inventory: Inventory, item: string): Promise<void> {
  const everything = await inventory.asOf(FOREVER)
  if (everything.item(item) === undefined) throw new CliError('UNKNOWN_ITEM', JSON.stringify(item))
}
