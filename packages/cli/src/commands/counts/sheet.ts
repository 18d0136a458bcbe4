import { columnsOf, formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { CountedLot, CountLine, Inventory } from 'tidemark'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { instantNamed } from '../../named-moment.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

/** Which sheet a command is about. */
export interface SheetOptions extends LogOptions, FormatOptions {
  readonly branch: string
  readonly item?: readonly string[]
  readonly asOf?: string
}

interface ShownOptions extends SheetOptions {
  readonly counted?: boolean
  readonly lots?: boolean
}

/** The columns of a count sheet. */
export const sheetColumns = columnsOf<CountLine>({
  item: 'text',
  name: 'text',
  expected: 'number',
  counted: 'number',
  variance: 'number',
  varianceValue: 'number',
  moved: 'text',
})

type LotLine = CountedLot & { readonly item: string }

const lotColumns = columnsOf<LotLine>({
  item: 'text',
  lot: 'text',
  expiresOn: 'text',
  expected: 'number',
  counted: 'number',
})

/** Gives a command the options that say which sheet. */
export function addSheetOptions(command: Command): Command {
  return addFormat(
    command
      .requiredOption('--branch <branch>', 'the branch that is counted')
      .option('--item <item...>', 'these items only, in this order')
      .option('--as-of <T>', 'entries up to this instant, inclusive (default: now)'),
  )
}

/** What a sheet is asked for, as the library takes it. */
export async function sheetInput(inventory: Inventory, { branch, item, asOf }: SheetOptions) {
  return { branch, items: item, ...(asOf === undefined ? {} : { asOf: await instantNamed(inventory, asOf) }) }
}

/** `tidemark counts sheet`. */
export function addSheet(counts: Command, cli: Cli): void {
  addSheetOptions(
    counts
      .command('sheet')
      .description(
        'What is expected at a branch, what was counted, and the variance that posting would give.',
      )
      .option('--counted', 'only items with an entry: the variance report before posting')
      .option('--lots', 'a row for each lot to count instead'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ShownOptions>()
    const { format } = options
    await withInventory(cli, options, 'read', async (inventory) => {
      const sheet = await reading(cli, async () =>
        inventory.counts.sheet(await sheetInput(inventory, options)),
      )
      const lines = sheet.lines.filter(({ counted }) => options.counted !== true || counted !== null)
      if (format === 'table') {
        const { lines: all, counted, gainValue, lossValue } = sheet.totals
        const heading = `${sheet.branch} as of ${sheet.asOf}: ${counted} of ${all} counted`
        await cli.stdout.print([`${heading}, gains ${gainValue}, losses ${lossValue}\n\n`])
      }
      await cli.stdout.print(
        options.lots === true
          ? formatRows(format, () => lotLines(lines), lotColumns)
          : formatRows(format, () => lines, sheetColumns),
      )
    })
  })
}

function* lotLines(lines: readonly CountLine[]): Generator<LotLine, void, undefined> {
  for (const { item, lots } of lines) for (const lot of lots) yield { item, ...lot }
}
