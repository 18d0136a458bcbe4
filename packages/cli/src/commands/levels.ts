import { formatRows, levelColumns } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addViewOptions, caption, type ViewOptions, withView } from '../view.ts'

interface LevelsOptions extends ViewOptions {
  readonly item?: string
  readonly branch?: string
}

/** `tidemark levels`: what every item is at every branch. */
export function addLevels(program: Command, cli: Cli): void {
  addViewOptions(
    program
      .command('levels')
      .description('On hand, value and costs of every item at every branch.')
      .option('--item <item>', 'this item only')
      .option('--branch <branch>', 'this branch only'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LevelsOptions>()
    const { item, branch, format } = options
    await withView(cli, options, async (view, inventory) => {
      await cli.stdout.print(await caption(options, view, inventory))
      await cli.stdout.print(formatRows(format, () => view.levels({ item, branch }), levelColumns))
    })
  })
}
