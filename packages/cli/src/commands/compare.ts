import { type Column, columnsOf, formatRows, jsonObject } from '@tidemark/tabular'
import { type Command, Option } from 'commander'
import { type BridgeKind, bridgeKinds, type ComparedRow, type Comparison, type StockPart } from 'tidemark'
import { bridgeColumns } from '../bridge-columns.ts'
import type { Cli } from '../cli.ts'
import { compareNamed } from '../compare-named.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { captionOf, type Moment, toldOf } from '../moment.ts'
import { signedChange } from '../signed-change.ts'
import { type LogOptions, reading, withInventory } from '../with-inventory.ts'
import { printLots, printMatrix } from './compare-matrix.ts'
import { printMovements } from './compare-movements.ts'

interface CompareOptions extends LogOptions, FormatOptions, StockPart {
  readonly knownThrough?: string
  readonly open?: BridgeKind
  readonly lots?: boolean
}

const MORE = `
Each is a snapshot (its id, or its name if no other has it) or an instant. json has everything; jsonl and csv have the
rows; the table has the bridge from the first to the last, then the rows that changed. With more than two, or with --lots,
the rows have every moment, every change and its percentage.`

/** `tidemark compare`: two moments or more side by side. */
export function addCompare(program: Command, cli: Cli): void {
  addFormat(
    program
      .command('compare')
      .description('Two moments or more side by side, with the bridge that explains the difference.')
      .argument('<a>', 'the earliest snapshot or instant')
      .argument('<b>', 'a later one')
      .argument('[more...]', 'later ones still')
      .option('--known-through <P>', 'instants as known then: an instant of recording, or stream@revision')
      .option('--item <item>', 'this item only')
      .option('--branch <branch>', 'this branch only')
      .addOption(
        new Option('--open <line>', 'the movements behind a line of the bridge').choices(bridgeKinds),
      )
      .addOption(new Option('--lots', 'a row for each lot').conflicts('open')),
  )
    .addHelpText('after', MORE)
    .action(async (a: string, b: string, more: readonly string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CompareOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const { moments, comparison } = await reading(cli, () =>
          compareNamed(inventory, [a, b, ...more], options),
        )
        const told = await Promise.all(moments.map((moment) => toldOf(inventory, moment)))
        await print(cli, options, comparison, told)
      })
    })
}

async function print(
  cli: Cli,
  options: CompareOptions,
  comparison: Comparison,
  moments: readonly Moment[],
): Promise<void> {
  const { format, item, branch } = options
  const part = { item, branch }
  if (options.open !== undefined) return printMovements(cli, format, comparison.movements(options.open, part))
  const isOf = (row: { readonly item: string; readonly branch: string }) =>
    (item === undefined || row.item === item) && (branch === undefined || row.branch === branch)
  if (options.lots === true) return printLots(cli, format, moments, comparison.lotMatrix().filter(isOf))
  const isWhole = item === undefined && branch === undefined
  const bridge = isWhole ? { lines: comparison.bridge, memo: comparison.memo } : comparison.bridgeOf(part)
  if (moments.length > 2) {
    const matrix = comparison.matrix()
    const total = isWhole ? matrix.total : null
    return printMatrix(cli, format, moments, { rows: matrix.rows.filter(isOf), total }, bridge)
  }
  await printTwo(cli, options, comparison.rows.filter(isOf), bridge, moments)
}

async function printTwo(
  cli: Cli,
  { format }: FormatOptions,
  rows: readonly ComparedRow[],
  { lines: bridge, memo }: ReturnType<Comparison['bridgeOf']>,
  [from, to]: readonly Moment[],
): Promise<void> {
  switch (format) {
    case 'json':
      return cli.stdout.print(jsonObject({ from, to, rows, bridge, memo }))
    case 'jsonl':
    case 'csv':
      return cli.stdout.print(formatRows(format, () => rows, rowColumns))
    case 'table':
      await cli.stdout.print([captionOf('From', from), captionOf('To  ', to), '\n'])
      await cli.stdout.print(formatRows('table', () => [...bridge, ...memo], bridgeColumns))
      await cli.stdout.print(['\n'])
      await cli.stdout.print(formatRows('table', () => rows.filter(isChanged), changeColumns))
  }
}

function isChanged({ onHand, value, presence }: ComparedRow): boolean {
  return presence !== 'both' || onHand[0] !== onHand[1] || value[0] !== value[1]
}

const whereColumns = columnsOf<ComparedRow>({ item: 'text', branch: 'text' })
const presenceColumns = columnsOf<ComparedRow>({ presence: 'text' })

const rowColumns: readonly Column<ComparedRow>[] = [
  ...whereColumns,
  { name: 'onHandFrom', kind: 'number', of: ({ onHand }) => onHand[0] },
  { name: 'onHandTo', kind: 'number', of: ({ onHand }) => onHand[1] },
  { name: 'valueFrom', kind: 'number', of: ({ value }) => value[0] },
  { name: 'valueTo', kind: 'number', of: ({ value }) => value[1] },
  ...presenceColumns,
]

const changeColumns: readonly Column<ComparedRow>[] = [
  ...whereColumns,
  { name: 'on hand', kind: 'number', of: ({ onHand }) => onHand[0] },
  { name: 'then', kind: 'number', of: ({ onHand }) => onHand[1] },
  { name: 'change', kind: 'number', of: ({ onHand }) => signedChange(...onHand) },
  { name: 'value', kind: 'number', of: ({ value }) => value[0] },
  { name: 'then', kind: 'number', of: ({ value }) => value[1] },
  { name: 'change', kind: 'number', of: ({ value }) => signedChange(...value) },
  { name: '', kind: 'text', of: ({ presence }) => (presence === 'both' ? null : presence) },
]
