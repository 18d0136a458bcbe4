import { formatRows, jsonObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import { formatInstant, type PeriodList } from 'tidemark'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'
import { closingColumns, closingRow, lateColumns, lateRow } from './row.ts'

/** `tidemark period list`. */
export function addPeriodList(period: Command, cli: Cli): void {
  addFormat(
    period
      .command('list')
      .description('What is closed, how it came to be, and the entries that were let in all the same.'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LogOptions & FormatOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const list = await reading(cli, () => inventory.periods.list())
      await cli.stdout.print(shown(list, options))
    })
  })
}

/** Both parts as a table or as one object; the entries let in where there is room for one kind of row only. */
function* shown(list: PeriodList, { format }: FormatOptions): Generator<string, void, undefined> {
  const closedThrough = list.closedThrough === null ? null : formatInstant(list.closedThrough)
  const closings = list.closings.map(closingRow)
  const late = list.lateEntries.map(lateRow)
  if (format === 'json') {
    yield* jsonObject({ closedThrough, closings, lateEntries: late })
    return
  }
  if (format === 'table') {
    yield `Closed through ${closedThrough ?? 'nothing'}\n\n`
    yield* formatRows(format, () => closings, closingColumns)
    if (late.length === 0) return
    yield '\nLet in all the same\n\n'
  }
  yield* formatRows(format, () => late, lateColumns)
}
