import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { findSnapshot } from '../../find-snapshot.ts'
import { type LogOptions, reading, withInventory } from '../../with-inventory.ts'

/** `tidemark snapshot archive`. */
export function addArchive(snapshot: Command, cli: Cli): void {
  snapshot
    .command('archive')
    .description('Keep the rows of a snapshot in the folder of --archive, as JSON Lines under its digest.')
    .argument('<id>', 'its id or name')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogOptions>()
      await withInventory(cli, options, 'read', async (inventory) => {
        const digest = await reading(cli, async () => {
          const found = await findSnapshot(inventory, id)
          await inventory.snapshots.archive(found.id)
          return found.digest
        })
        await cli.stdout.print([`archived ${digest}.jsonl\n`])
      })
    })
}
