import { columnsOf, formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Anomaly } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { knownThroughOf } from '../instants.ts'
import { instantIfNamed } from '../named-moment.ts'
import { type LogOptions, reading, withInventory } from '../with-inventory.ts'

interface AnomaliesOptions extends LogOptions, FormatOptions {
  readonly asOf?: string
  readonly knownThrough?: string
}

const columns = columnsOf<Anomaly>({ position: 'number', code: 'text', message: 'text', id: 'text' })

/** `tidemark anomalies`: what deserves a look. */
export function addAnomalies(program: Command, cli: Cli): void {
  addFormat(
    program
      .command('anomalies')
      .description('What was met in the log that deserves a look.')
      .option('--as-of <T>', 'as of this instant, inclusive (default: everything, whatever its time)')
      .option('--known-through <P>', 'as known then: an instant of recording, or stream@revision'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<AnomaliesOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const rows = await reading(cli, async () => {
        const asOf = await instantIfNamed(inventory, options.asOf)
        return inventory.anomalies({ asOf, ...knownThroughOf(options) })
      })
      await cli.stdout.print(formatRows(options.format, () => rows, columns))
    })
  })
}
