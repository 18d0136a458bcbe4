import { type Column, formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import { formatInstant, type Head } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { knowledgeText } from '../knowledge-text.ts'
import { type LogOptions, reading, withInventory } from '../with-inventory.ts'

type HeadRow = Omit<Head, 'recordedAt'> & { readonly recordedAt: string | null }

const columns: readonly Column<HeadRow>[] = [
  { name: 'events', kind: 'number', of: (head) => head.events },
  { name: 'position', kind: 'number', of: (head) => head.position },
  { name: 'recordedAt', kind: 'instant', of: (head) => head.recordedAt },
  { name: 'lastEvent', kind: 'text', of: (head) => knowledgeText(head.lastEvent) },
]

/** `tidemark head`: where the log stands. */
export function addHead(program: Command, cli: Cli): void {
  addFormat(
    program.command('head').description('Where the log stands: how many events, and the last one.'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LogOptions & FormatOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const head = await reading(cli, () => inventory.head())
      const recordedAt = head.recordedAt === null ? null : formatInstant(head.recordedAt)
      const row = { events: head.events, position: head.position, recordedAt, lastEvent: head.lastEvent }
      await cli.stdout.print(formatObject(options.format, row, columns))
    })
  })
}
