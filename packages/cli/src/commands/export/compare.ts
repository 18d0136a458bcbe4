import { type BridgeInput, bridgeReport, comparisonReport, type Report } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Comparison } from 'tidemark'
import type { Cli } from '../../cli.ts'
import { openSide } from '../../compared-side.ts'
import { reading, withInventory } from '../../with-inventory.ts'
import { addDestination, type DestinationOptions, writeReport } from './destination.ts'
import { momentOfSide } from './moment.ts'

interface ExportCompareOptions extends DestinationOptions {
  readonly knownThrough?: string
}

/** `tidemark export compare`: two moments side by side. */
export function addExportCompare(exporting: Command, cli: Cli): void {
  addOfTwo(
    exporting.command('compare').description('Two moments side by side, with the bridge.'),
    cli,
    ({ rows }, bridge) => comparisonReport({ ...bridge, rows }),
  )
}

/** `tidemark export bridge`: how one moment became another. */
export function addExportBridge(exporting: Command, cli: Cli): void {
  addOfTwo(
    exporting.command('bridge').description('What came and went between two moments.'),
    cli,
    (_comparison, bridge) => bridgeReport(bridge),
  )
}

function addOfTwo(
  command: Command,
  cli: Cli,
  reportOf: (comparison: Comparison, bridge: BridgeInput) => Report,
): void {
  addDestination(
    command
      .argument('<a>', 'the earlier snapshot or instant')
      .argument('<b>', 'the later snapshot or instant')
      .option('--known-through <P>', 'instants as known then: an instant of recording, or stream@revision'),
  ).action(async (a: string, b: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ExportCompareOptions>()
    await withInventory(cli, options, 'read', async (inventory) => {
      const [from, to, comparison] = await reading(cli, async () => {
        const from = await openSide(inventory, a, options)
        const to = await openSide(inventory, b, options)
        return [from, to, inventory.compare(from.view, to.view)] as const
      })
      const moments = {
        from: await momentOfSide(inventory, from),
        to: await momentOfSide(inventory, to),
      }
      const { bridge, memo } = comparison
      await writeReport(cli, options, reportOf(comparison, { ...moments, bridge, memo }))
    })
  })
}
