import { type Column, columnsOf, formatRows } from '@tidemark/tabular'
import { type Command, Option } from 'commander'
import { type Grouping, type Inventory, type TrendRhythm, type TrendRow, trendRhythms } from 'tidemark'
import { addBy } from '../by-option.ts'
import type { Cli } from '../cli.ts'
import { lookForSnapshot } from '../find-snapshot.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { instantOf } from '../instants.ts'
import { knownThroughOf } from '../view.ts'
import { type LogOptions, reading, withInventory } from '../with-inventory.ts'

interface TrendOptions extends LogOptions, FormatOptions {
  readonly from: string
  readonly to: string
  readonly every: TrendRhythm
  readonly zone: string
  readonly by?: readonly Grouping[]
  readonly knownThrough?: string
}

const MORE = `
A row for every period that ends between --from and --to. Turns are a year's: cost of sales as of 365 days by the mean of the
value at start and end. Days of cover are how long the value at the end lasts at the cost of sales of the period.`

/** `tidemark trend`: a series of instants. */
export function addTrend(program: Command, cli: Cli): void {
  addFormat(
    addBy(
      program
        .command('trend')
        .description('On hand, value, sales, margin, turns and days of cover, period by period.')
        .requiredOption('--from <T>', 'from this instant, or that of a snapshot')
        .requiredOption('--to <T>', 'to this instant, or that of a snapshot, inclusive')
        .addOption(
          new Option('--every <period>', 'at the end of every one')
            .choices(trendRhythms)
            .makeOptionMandatory(),
        )
        .option('--zone <zone>', 'the time zone of the calendar', 'UTC')
        .option('--known-through <P>', 'as known then: an instant of recording, or stream@revision'),
    ),
  )
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<TrendOptions>()
      const { every, zone, by, format } = options
      await withInventory(cli, options, 'read', async (inventory) => {
        const { rows } = await reading(cli, async () =>
          inventory.trend({
            from: await instantNamed(inventory, options.from),
            to: await instantNamed(inventory, options.to),
            every,
            zone,
            by,
            ...knownThroughOf(options),
          }),
        )
        await cli.stdout.print(formatRows(format, () => rows, columnsFor(by ?? [])))
      })
    })
}

/** The instant of a snapshot, by id or name, or the instant that is written. */
async function instantNamed(inventory: Inventory, text: string): Promise<number> {
  return (await lookForSnapshot(inventory, text))?.asOf ?? instantOf(text)
}

function columnsFor(by: readonly Grouping[]): readonly Column<TrendRow>[] {
  return [
    ...columnsOf<TrendRow>({ asOf: 'instant', days: 'number' }),
    ...by.map((name): Column<TrendRow> => ({ name, kind: 'text', of: (row) => row[name] ?? null })),
    ...columnsOf<TrendRow>({
      onHand: 'number',
      value: 'number',
      sales: 'number',
      costOfSales: 'number',
      grossMargin: 'number',
      turns: 'number',
      daysOfCover: 'number',
    }),
  ]
}
