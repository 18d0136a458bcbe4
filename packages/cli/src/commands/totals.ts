import { type Column, columnsOf, formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Grouping, TotalRow } from 'tidemark'
import { addBy } from '../by-option.ts'
import type { Cli } from '../cli.ts'
import { addViewOptions, caption, type ViewOptions, withView } from '../view.ts'

interface TotalsOptions extends ViewOptions {
  readonly by?: readonly Grouping[]
}

/** `tidemark totals`: on hand and value, of everything or by branch, group and the like. */
export function addTotals(program: Command, cli: Cli): void {
  addViewOptions(addBy(program.command('totals').description('On hand and value in total.'))).action(
    async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<TotalsOptions>()
      const by = options.by ?? []
      await withView(cli, options, async (view, inventory) => {
        const rows = view.totals({ by })
        await cli.stdout.print(await caption(options, view, inventory))
        await cli.stdout.print(formatRows(options.format, () => rows, columnsFor(by)))
      })
    },
  )
}

function columnsFor(by: readonly Grouping[]): readonly Column<TotalRow>[] {
  return [
    ...by.map((name): Column<TotalRow> => ({ name, kind: 'text', of: (row) => row[name] ?? null })),
    ...columnsOf<TotalRow>({ onHand: 'number', value: 'number', items: 'number' }),
  ]
}
