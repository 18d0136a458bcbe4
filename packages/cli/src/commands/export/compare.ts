import { bridgeReport, comparisonReport, type Moment, matrixReport, type Report } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Comparison } from 'tidemark'
import type { Cli } from '../../cli.ts'
import { compareNamed } from '../../compare-named.ts'
import { reading, withInventory } from '../../with-inventory.ts'
import { addDestination, type DestinationOptions, writeReport } from './destination.ts'
import { momentOf } from './moment.ts'

interface ExportCompareOptions extends DestinationOptions {
  readonly knownThrough?: string
}

/** `tidemark export compare`: two moments or more side by side. */
export function addExportCompare(exporting: Command, cli: Cli): void {
  addComparing(
    exporting
      .command('compare')
      .description('Two moments or more side by side, with the bridge from the first to the last.')
      .argument('<a>', 'the earliest snapshot or instant')
      .argument('<b>', 'a later one')
      .argument('[more...]', 'later ones still'),
  ).action(async (a: string, b: string, more: readonly string[], _options: unknown, command: Command) => {
    await exportComparison(cli, command, [a, b, ...more], sideBySide)
  })
}

/** `tidemark export bridge`: how one moment became another. */
export function addExportBridge(exporting: Command, cli: Cli): void {
  addComparing(
    exporting
      .command('bridge')
      .description('What came and went between two moments.')
      .argument('<a>', 'the earlier snapshot or instant')
      .argument('<b>', 'the later snapshot or instant'),
  ).action(async (a: string, b: string, _options: unknown, command: Command) => {
    await exportComparison(cli, command, [a, b], ({ bridge, memo }, from, to) =>
      bridgeReport({ from, to, bridge, memo }),
    )
  })
}

function addComparing(command: Command): Command {
  return addDestination(
    command.option(
      '--known-through <P>',
      'instants as known then: an instant of recording, or stream@revision',
    ),
  )
}

/** What is written of a comparison. */
type ReportOf = (comparison: Comparison, from: Moment, to: Moment, more: readonly Moment[]) => Report

function sideBySide(...[comparison, from, to, more]: Parameters<ReportOf>): Report {
  const { rows, bridge, memo } = comparison
  if (more.length === 0) return comparisonReport({ from, to, rows, bridge, memo })
  return matrixReport({ moments: [from, to, ...more], ...comparison.matrix(), bridge, memo })
}

async function exportComparison(
  cli: Cli,
  command: Command,
  texts: Parameters<typeof compareNamed>[1],
  reportOf: ReportOf,
): Promise<void> {
  const options = command.optsWithGlobals<ExportCompareOptions>()
  await withInventory(cli, options, 'read', async (inventory) => {
    const { moments, comparison } = await reading(cli, () => compareNamed(inventory, texts, options))
    const [from, to, ...more] = await Promise.all(moments.map((moment) => momentOf(inventory, moment)))
    if (from === undefined || to === undefined) throw new RangeError('a comparison has two moments or more')
    await writeReport(cli, options, reportOf(comparison, from, to, more))
  })
}
