import { columnsOf, formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { IntegrityReport } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { type LogOptions, reading, withInventory } from '../with-inventory.ts'

const columns = columnsOf<IntegrityReport>({ ok: 'text', events: 'number', problems: 'text' })

/** `tidemark verify`: whether the log is whole, and whether what is kept over it equals a replay. */
export function addVerify(program: Command, cli: Cli): void {
  addFormat(
    program
      .command('verify')
      .description('Check that the log is whole and that views equal a replay; exit 1 if not.'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LogOptions & FormatOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const { ok, events, problems } = await reading(cli, () => inventory.verify())
      await cli.stdout.print(formatObject(options.format, { ok, events, problems }, columns))
      if (!ok) cli.exitWith(1)
    })
  })
}
