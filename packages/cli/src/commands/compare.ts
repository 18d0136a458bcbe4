import { type Column, columnsOf, formatRows, jsonObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import {
  type BridgeLine,
  type ComparedRow,
  type Comparison,
  formatMicros,
  type Inventory,
  type InventoryView,
  type KnowledgePoint,
  toMicros,
} from 'tidemark'
import type { Cli } from '../cli.ts'
import { type ComparedSide, openSide } from '../compared-side.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { knowledgeText } from '../knowledge-text.ts'
import { type LogOptions, reading, withInventory } from '../with-inventory.ts'

interface CompareOptions extends LogOptions, FormatOptions {
  readonly knownThrough?: string
}

const MORE = `
Each side is a snapshot (its id, or its name if no other has it) or an instant. json has everything; jsonl and csv have
the rows; the table has the bridge, then the rows that changed.`

/** `tidemark compare`: two moments side by side. */
export function addCompare(program: Command, cli: Cli): void {
  addFormat(
    program
      .command('compare')
      .description('Two moments side by side, with the bridge that explains the difference.')
      .argument('<a>', 'the earlier snapshot or instant')
      .argument('<b>', 'the later snapshot or instant')
      .option('--known-through <P>', 'instants as known then: an instant of recording, or stream@revision'),
  )
    .addHelpText('after', MORE)
    .action(async (a: string, b: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CompareOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const [from, to, comparison] = await reading(cli, async () => {
          const from = await openSide(inventory, a, options)
          const to = await openSide(inventory, b, options)
          return [from, to, inventory.compare(from.view, to.view)] as const
        })
        await print(cli, options, comparison, await toldOf(inventory, from), await toldOf(inventory, to))
      })
    })
}

/** One side as it is told. */
interface Side {
  readonly asOf: string
  readonly position: number
  readonly knownThrough: KnowledgePoint | null
  /** The id of the snapshot; `null` for an instant. */
  readonly snapshot: string | null
}

async function toldOf(inventory: Inventory, { view, snapshot }: ComparedSide): Promise<Side> {
  return { asOf: view.asOf, position: view.position, knownThrough: await knownTo(inventory, view), snapshot }
}

function knownTo(inventory: Inventory, view: InventoryView): Promise<KnowledgePoint | null> {
  return inventory.lastEventKnownTo(view)
}

async function print(
  cli: Cli,
  { format }: FormatOptions,
  { rows, bridge, memo }: Comparison,
  from: Side,
  to: Side,
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

function captionOf(word: string, { asOf, knownThrough, snapshot }: Side): string {
  const of = snapshot === null ? '' : `, snapshot ${snapshot}`
  return `${word} ${asOf}, known through ${knowledgeText(knownThrough) ?? 'nothing'}${of}\n`
}

function isChanged({ onHand, value, presence }: ComparedRow): boolean {
  return presence !== 'both' || onHand[0] !== onHand[1] || value[0] !== value[1]
}

const bridgeColumns: readonly Column<BridgeLine | Comparison['memo'][number]>[] = [
  { name: 'bridge', kind: 'text', of: (row) => row.line },
  { name: 'quantity', kind: 'number', of: (row) => ('quantity' in row ? row.quantity : null) },
  { name: 'value', kind: 'number', of: (row) => row.value },
]

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
  { name: 'change', kind: 'number', of: ({ onHand }) => changeOf(onHand) },
  { name: 'value', kind: 'number', of: ({ value }) => value[0] },
  { name: 'then', kind: 'number', of: ({ value }) => value[1] },
  { name: 'change', kind: 'number', of: ({ value }) => changeOf(value) },
  { name: '', kind: 'text', of: ({ presence }) => (presence === 'both' ? null : presence) },
]

/** Signed, so that a table tells more from less at a glance. */
function changeOf([from, to]: readonly [from: string, to: string]): string {
  const change = toMicros(to) - toMicros(from)
  return `${change > 0n ? '+' : ''}${formatMicros(change)}`
}
