import type { Key } from '@tidemark/console'
import { type Column, formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'

const columns: readonly Column<Key>[] = [
  { name: 'name', kind: 'text', of: ({ name }) => name },
  { name: 'permissions', kind: 'text', of: ({ permissions }) => permissions.join(', ') },
  { name: 'createdAt', kind: 'instant', of: ({ createdAt }) => createdAt },
  { name: 'revokedAt', kind: 'instant', of: ({ revokedAt }) => revokedAt },
]

/** `tidemark key list`. */
export function addKeyList(key: Command, cli: Cli): void {
  addFormat(
    key
      .command('list')
      .description('All keys that were made, revoked ones too.')
      .requiredOption('--keys <file>', 'the file of keys'),
  ).action(async ({ keys, format }: FormatOptions & { readonly keys: string }) => {
    const { keysIn } = await import('@tidemark/console')
    const rows = await keysIn(keys).list()
    await cli.stdout.print(formatRows(format, () => rows, columns))
  })
}
