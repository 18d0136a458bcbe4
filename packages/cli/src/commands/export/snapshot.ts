import { snapshotReport } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { findSnapshot } from '../../find-snapshot.ts'
import { snapshotRow } from '../../snapshot-row.ts'
import { reading, withInventory } from '../../with-inventory.ts'
import { addDestination, type DestinationOptions, writeReport } from './destination.ts'

const MORE = `
The rows are replayed, and their digest compared with the one that was frozen. If it differs, the file says
verified: false, and the exit code is 1.`

/** `tidemark export snapshot`: the levels that a snapshot froze. */
export function addExportSnapshot(exporting: Command, cli: Cli): void {
  addDestination(
    exporting
      .command('snapshot')
      .description('The levels that a snapshot froze, with what else it says.')
      .argument('<id>', 'its id or name'),
  )
    .addHelpText('after', MORE)
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DestinationOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const [snapshot, view, verified] = await reading(cli, async () => {
          const snapshot = await findSnapshot(inventory, id)
          const view = await inventory.snapshots.read(snapshot.id)
          // Whatever an archive holds: the file must be the same with one and without.
          return [snapshotRow(snapshot), view, view.digest().digest === snapshot.digest] as const
        })
        await writeReport(cli, options, snapshotReport({ snapshot, verified, rows: () => view.levels() }))
        if (verified) return
        cli.io.stderr.write(`${snapshot.id} differs from what was frozen; see tidemark snapshot verify\n`)
        cli.exitWith(1)
      })
    })
}
