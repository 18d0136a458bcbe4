import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { type LogOptions, withInventory } from '../../with-inventory.ts'

/** `tidemark schedule remove`. */
export function addScheduleRemove(schedule: Command, cli: Cli): void {
  schedule
    .command('remove')
    .description('Remove a schedule: it takes nothing any more. What it took stays.')
    .argument('<name>', 'its name')
    .option('--reason <text>', 'why')
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogOptions & { readonly reason?: string }>()
      await withInventory(cli, options, 'change', (inventory) =>
        inventory.snapshots.schedules.remove(name, { reason: options.reason }),
      )
    })
}
