import { columnsOf, formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { ReorderFilter, ReorderRow } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addViewOptions, caption, type ViewOptions, withView } from '../view.ts'

type ReorderOptions = ViewOptions & ReorderFilter

const columns = columnsOf<ReorderRow>({
  item: 'text',
  branch: 'text',
  vendor: 'text',
  minimum: 'number',
  maximum: 'number',
  available: 'number',
  onOrder: 'number',
  suggested: 'number',
})

/** `tidemark reorder`: what should be ordered. */
export function addReorder(program: Command, cli: Cli): void {
  addViewOptions(
    program
      .command('reorder')
      .description('What to order: items of which less is available and on order than their minimum.')
      .option('--item <item>', 'this item only')
      .option('--branch <branch>', 'this branch only')
      .option('--vendor <vendor>', 'this vendor only'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ReorderOptions>()
    const { item, branch, vendor, format } = options
    await withView(cli, options, async (view, inventory) => {
      await cli.stdout.print(await caption(options, view, inventory))
      await cli.stdout.print(formatRows(format, () => view.reorder({ item, branch, vendor }), columns))
    })
  })
}
