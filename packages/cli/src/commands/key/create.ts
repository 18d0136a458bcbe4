import { type Command, InvalidArgumentError } from 'commander'
import { type Permission, permissions } from 'tidemark'
import type { Cli } from '../../cli.ts'

interface KeyCreateOptions {
  readonly keys: string
  readonly name: string
  readonly permissions: readonly Permission[]
}

const MORE = `
Permissions: ${permissions.join(', ')}.
The key is shown this once; the file holds its hash.`

/** `tidemark key create`: makes a key and shows it, once. */
export function addKeyCreate(key: Command, cli: Cli): void {
  key
    .command('create')
    .description('Make a key, and show it this once.')
    .requiredOption('--keys <file>', 'the file of keys; made if there is none')
    .requiredOption('--name <name>', 'whose it is: the actor of all that is done with it')
    .requiredOption('--permissions <list>', 'what its bearer may do, separated by commas', permissionsIn)
    .addHelpText('after', MORE)
    .action(async ({ keys, name, permissions }: KeyCreateOptions) => {
      const { keysIn } = await import('@tidemark/console')
      const made = await keysIn(keys, cli.io.now).create({ name, permissions })
      await cli.stdout.print([`${made.key}\n`])
    })
}

function permissionsIn(text: string): readonly Permission[] {
  return text.split(',').map((name) => {
    const found = permissions.find((permission) => permission === name.trim())
    if (found === undefined) throw new InvalidArgumentError(`There are ${permissions.join(', ')}.`)
    return found
  })
}
