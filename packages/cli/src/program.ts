import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Cli } from './cli.ts'
import { addAnomalies } from './commands/anomalies.ts'
import { addAvailability } from './commands/availability.ts'
import { addCompare } from './commands/compare.ts'
import { addConsole } from './commands/console.ts'
import { addConvert } from './commands/convert.ts'
import { addCopy } from './commands/copy.ts'
import { addCounts } from './commands/counts/counts.ts'
import { addDigest } from './commands/digest.ts'
import { addDrift } from './commands/drift.ts'
import { addExplain } from './commands/explain.ts'
import { addExport } from './commands/export/export.ts'
import { addHead } from './commands/head.ts'
import { addImport } from './commands/import.ts'
import { addItem } from './commands/item.ts'
import { addKey } from './commands/key/key.ts'
import { addLevels } from './commands/levels.ts'
import { addLots } from './commands/lots.ts'
import { addOrders } from './commands/orders.ts'
import { addPeriod } from './commands/period/period.ts'
import { addRecord } from './commands/record.ts'
import { addReorder } from './commands/reorder.ts'
import { addRun } from './commands/run.ts'
import { addSchedule } from './commands/schedule/schedule.ts'
import { addSnapshot } from './commands/snapshot/snapshot.ts'
import { addTotals } from './commands/totals.ts'
import { addTrend } from './commands/trend.ts'
import { addTrigger } from './commands/trigger/trigger.ts'
import { addVerify } from './commands/verify.ts'

/** The `tidemark` command with all its subcommands. */
export function buildProgram(cli: Cli): Command {
  const program = new Command('tidemark')
    .description('Stock and its value as of any moment, from a log of movements.')
    .version(version())
    .addOption(logOption(cli))
    .option('--workspace <name>', 'the workspace in the log', 'main')
    .option('--cache <file>', 'keeps what was read of the log, so that the next command goes on from there')
    .option('--archive <folder>', 'where the rows of snapshots are kept for good')
    .option('--timeout <seconds>', 'how long to wait for a server or a locked file (default: 10)', seconds)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.io.stdout.write(text),
      writeErr: (text) => cli.io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'tidemark: ')),
    })
    .addHelpText(
      'after',
      '\nAn instant T is ISO 8601 with Z or an offset: 2027-03-31T22:00:00Z. Exit codes: 0, 1 error, 2 usage, 130 interrupted.',
    )
  for (const add of commands) add(program, cli)
  return program
}

function logOption({ io }: Cli): Option {
  const byDefault = io.log === undefined || io.log === '' ? 'inventory.db' : io.log
  // The value itself is not shown: a connection string may hold a password.
  return new Option('--log <log>', 'the log: a file, or esdb://host:2113').default(
    byDefault,
    'TIDEMARK_LOG, else inventory.db',
  )
}

function seconds(text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new InvalidArgumentError('It takes a number of seconds, such as 30.')
}

const commands = [
  addImport,
  addConvert,
  addRecord,
  addLevels,
  addTotals,
  addItem,
  addExplain,
  addLots,
  addAvailability,
  addOrders,
  addReorder,
  addCounts,
  addAnomalies,
  addSnapshot,
  addSchedule,
  addTrigger,
  addRun,
  addPeriod,
  addCompare,
  addDrift,
  addTrend,
  addExport,
  addHead,
  addDigest,
  addVerify,
  addCopy,
  addConsole,
  addKey,
]

/** The version of the package, which lies in the same place beside the sources and beside the built files. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return String(typeof manifest === 'object' && manifest !== null && Reflect.get(manifest, 'version'))
}
