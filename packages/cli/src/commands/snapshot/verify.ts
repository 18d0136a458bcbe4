import { type Column, columnsOf, formatRows, toCell } from '@tidemark/tabular'
import type { Command } from 'commander'
import { canonicalFields, type Inventory, type SnapshotVerification } from 'tidemark'
import type { Cli } from '../../cli.ts'
import { findSnapshot } from '../../find-snapshot.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

const columns: readonly Column<SnapshotVerification>[] = [
  ...columnsOf<SnapshotVerification>({ id: 'text', ok: 'text', expected: 'text' }),
  // Said only where it differs: two equal digests side by side tell less than none.
  { name: 'actual', kind: 'text', of: (row) => (row.ok ? null : row.actual) },
  ...columnsOf<SnapshotVerification>({ items: 'text' }),
  { name: 'archive', kind: 'text', of: ({ archive }) => (archive === 'none' ? null : archive) },
  { name: 'firstDifference', kind: 'text', of: ({ firstDifference }) => differenceText(firstDifference) },
  // An item that has gone from the log altogether has no name there any more, but its bucket differs.
  { name: 'buckets', kind: 'text', of: ({ buckets }) => (buckets.length === 0 ? null : toCell(buckets)) },
]

/** The row, and each of its fields as archived and as replayed. */
function differenceText(difference: SnapshotVerification['firstDifference']): string | null {
  if (difference === null) return null
  const { item, branch, archived, replayed } = difference
  const row = `${item} at ${branch}`
  if (archived === null) return `${row} is not in the archive`
  if (replayed === null) return `${row} is in the archive only`
  const fields = canonicalFields.filter((field) => archived[field] !== replayed[field])
  return `${row}: ${fields.map((field) => `${field} ${archived[field]}, replayed ${replayed[field]}`).join('; ')}`
}

/** `tidemark snapshot verify`. */
export function addVerifySnapshots(snapshot: Command, cli: Cli): void {
  addFormat(
    snapshot
      .command('verify')
      .description(
        'Check that a replay gives what a snapshot froze; all of them when none is named; exit 1 if not.',
      )
      .argument('[id]', 'its id or name'),
  ).action(async (id: string | undefined, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LogOptions & FormatOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const rows = await reading(cli, () => verifyEach(inventory, id))
      await cli.stdout.print(formatRows(options.format, () => rows, columns))
      if (rows.some(({ ok }) => !ok)) cli.exitWith(1)
    })
  })
}

async function verifyEach(
  inventory: Inventory,
  id: string | undefined,
): Promise<readonly SnapshotVerification[]> {
  const snapshots = id === undefined ? await inventory.snapshots.list() : [await findSnapshot(inventory, id)]
  const rows: SnapshotVerification[] = []
  for (const snapshot of snapshots) rows.push(await inventory.snapshots.verify(snapshot.id))
  return rows
}
