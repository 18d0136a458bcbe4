import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'

/** `tidemark key revoke`: shows its bearer out at once. */
export function addKeyRevoke(key: Command, cli: Cli): void {
  key
    .command('revoke')
    .description('Make a key worthless, also where its bearer is signed in.')
    .argument('<name>', 'its name')
    .requiredOption('--keys <file>', 'the file of keys')
    .action(async (name: string, { keys }: { readonly keys: string }) => {
      const { keysIn } = await import('@tidemark/console')
      await keysIn(keys, cli.io.now).revoke(name)
    })
}
