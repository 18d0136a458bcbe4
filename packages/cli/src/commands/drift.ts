import { type Column, columnsOf, formatRows, jsonObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Drift, DriftEntry, DriftRow } from 'tidemark'
import { bridgeColumns } from '../bridge-columns.ts'
import type { Cli } from '../cli.ts'
import { findSnapshot } from '../find-snapshot.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { signedChange } from '../signed-change.ts'
import { type LogOptions, reading, withInventory } from '../with-inventory.ts'

const MORE = `
json has everything; jsonl and csv have the rows that differ; the table has the bridge, those rows, and the entries that
explain them.`

/** `tidemark drift`: what a snapshot would say if it were taken now. */
export function addDrift(program: Command, cli: Cli): void {
  addFormat(
    program
      .command('drift')
      .description('The instant of a snapshot as known now against what it froze, and what explains it.')
      .argument('<id>', 'its id or name'),
  )
    .addHelpText('after', MORE)
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogOptions & FormatOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const drift = await reading(cli, async () =>
          inventory.snapshots.drift((await findSnapshot(inventory, id)).id),
        )
        await print(cli, options, drift)
      })
    })
}

async function print(cli: Cli, { format }: FormatOptions, drift: Drift): Promise<void> {
  switch (format) {
    case 'json':
      return cli.stdout.print(jsonObject(drift))
    case 'jsonl':
    case 'csv':
      return cli.stdout.print(formatRows(format, () => drift.rows, rowColumns))
    case 'table':
      await cli.stdout.print([
        `Snapshot ${drift.snapshot}, as of ${drift.asOf}, as frozen and as known now\n\n`,
      ])
      await cli.stdout.print(formatRows('table', () => drift.bridge, bridgeColumns))
      await cli.stdout.print(['\n'])
      await cli.stdout.print(formatRows('table', () => drift.rows, changeColumns))
      if (drift.rows.length === 0) return
      await cli.stdout.print(['\n'])
      await cli.stdout.print(formatRows('table', () => drift.rows.flatMap(entriesOf), entryColumns))
  }
}

type EntryOfRow = DriftEntry & Pick<DriftRow, 'item' | 'branch'>

function entriesOf({ item, branch, entries }: DriftRow): readonly EntryOfRow[] {
  return entries.map((entry) => ({ item, branch, ...entry }))
}

const whereColumns = columnsOf<DriftRow>({ item: 'text', branch: 'text' })
const fieldColumns = columnsOf<DriftRow>({ fields: 'text' })

const rowColumns: readonly Column<DriftRow>[] = [
  ...whereColumns,
  { name: 'onHandFrozen', kind: 'number', of: ({ frozen }) => frozen?.onHand ?? null },
  { name: 'onHandNow', kind: 'number', of: ({ now }) => now?.onHand ?? null },
  { name: 'valueFrozen', kind: 'number', of: ({ frozen }) => frozen?.value ?? null },
  { name: 'valueNow', kind: 'number', of: ({ now }) => now?.value ?? null },
  ...fieldColumns,
  { name: 'entries', kind: 'text', of: ({ entries }) => entries.map(({ id }) => id).join('; ') },
]

const changeColumns: readonly Column<DriftRow>[] = [
  ...whereColumns,
  ...(['onHand', 'value'] as const).flatMap((figure): readonly Column<DriftRow>[] => [
    {
      name: figure === 'onHand' ? 'on hand' : figure,
      kind: 'number',
      of: ({ frozen }) => frozen?.[figure] ?? null,
    },
    { name: 'now', kind: 'number', of: ({ now }) => now?.[figure] ?? null },
    {
      name: 'change',
      kind: 'number',
      of: ({ frozen, now }) => signedChange(frozen?.[figure] ?? '0', now?.[figure] ?? '0'),
    },
  ]),
  ...fieldColumns,
]

const entryColumns = columnsOf<EntryOfRow>({
  item: 'text',
  branch: 'text',
  id: 'text',
  type: 'text',
  corrects: 'text',
  occurredAt: 'instant',
  recordedAt: 'instant',
  actor: 'text',
  quantity: 'number',
  value: 'number',
})
