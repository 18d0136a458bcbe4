import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addExportCard } from './card.ts'
import { addExportBridge, addExportCompare } from './compare.ts'
import { addExportItem } from './item.ts'
import { addExportLevels } from './levels.ts'
import { addExportSnapshot } from './snapshot.ts'
import { addExportTrend } from './trend.ts'

/** `tidemark export`: views, snapshots and comparisons as files, one command for each thing to export. */
export function addExport(program: Command, cli: Cli): void {
  const exporting = program.command('export').description('Write a view or a comparison to a file.')
  for (const add of commands) add(exporting, cli)
}

const commands = [
  addExportLevels,
  addExportSnapshot,
  addExportCompare,
  addExportBridge,
  addExportTrend,
  addExportCard,
  addExportItem,
]
