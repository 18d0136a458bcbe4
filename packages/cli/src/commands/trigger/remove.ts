import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { type LogOptions, withInventory } from '../../with-inventory.ts'

/** `tidemark trigger remove`. */
export function addTriggerRemove(trigger: Command, cli: Cli): void {
  trigger
    .command('remove')
    .description('Remove a trigger: it takes nothing any more. What it took stays.')
    .argument('<name>', 'its name')
    .option('--reason <text>', 'why')
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogOptions & { readonly reason?: string }>()
      await withInventory(cli, options, 'change', (inventory) =>
        inventory.snapshots.triggers.remove(name, { reason: options.reason }),
      )
    })
}
