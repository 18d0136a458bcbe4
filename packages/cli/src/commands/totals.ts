import { type Column, columnsOf, formatRows } from '@tidemark/tabular'
import { type Command, InvalidArgumentError } from 'commander'
import { type Grouping, groupings, isGrouping, type TotalRow } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addViewOptions, caption, type ViewOptions, withView } from '../view.ts'

interface TotalsOptions extends ViewOptions {
  readonly by?: readonly Grouping[]
}

/** `tidemark totals`: on hand and value, of everything or by branch, group and the like. */
export function addTotals(program: Command, cli: Cli): void {
  addViewOptions(
    program
      .command('totals')
      .description('On hand and value in total.')
      .option('--by <what>', `a row for each, one or more of ${groupings.join(',')}`, parseBy),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<TotalsOptions>()
    const by = options.by ?? []
    await withView(cli, options, async (view, inventory) => {
      const rows = view.totals({ by })
      await cli.stdout.print(await caption(options, view, inventory))
      await cli.stdout.print(formatRows(options.format, () => rows, columnsFor(by)))
    })
  })
}

function parseBy(text: string): readonly Grouping[] {
  return text.split(',').map((by) => {
    if (!isGrouping(by)) throw new InvalidArgumentError(`It takes ${groupings.join(', ')}.`)
    return by
  })
}

function columnsFor(by: readonly Grouping[]): readonly Column<TotalRow>[] {
  return [
    ...by.map((name): Column<TotalRow> => ({ name, kind: 'text', of: (row) => row[name] ?? null })),
    ...columnsOf<TotalRow>({ onHand: 'number', value: 'number', items: 'number' }),
  ]
}
