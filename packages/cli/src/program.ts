import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Cli } from './cli.ts'

/**
 * The `tidemark` command with the subcommand that the arguments name, or with all of them where they name none: to load them all
 * would take a command half as long again as to start Node.
 *
 * @throws CommanderError for options before it that are no good.
 */
export async function buildProgram(cli: Cli, argv: readonly string[]): Promise<Command> {
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
  const [name = ''] = program.parseOptions([...argv]).operands
  const wanted = Object.hasOwn(commands, name) ? [name] : Object.keys(commands)
  for (const add of await Promise.all(wanted.map((command) => commands[command]?.()))) add?.(program, cli)
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

/** Adds a command to the program. */
type AddCommand = (program: Command, cli: Cli) => void

/** The commands by name, in the order of the help; each is loaded when it is wanted. */
const commands: { readonly [name: string]: () => Promise<AddCommand> } = {
  import: async () => (await import('./commands/import.ts')).addImport,
  convert: async () => (await import('./commands/convert.ts')).addConvert,
  record: async () => (await import('./commands/record.ts')).addRecord,
  levels: async () => (await import('./commands/levels.ts')).addLevels,
  totals: async () => (await import('./commands/totals.ts')).addTotals,
  item: async () => (await import('./commands/item.ts')).addItem,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  lots: async () => (await import('./commands/lots.ts')).addLots,
  availability: async () => (await import('./commands/availability.ts')).addAvailability,
  orders: async () => (await import('./commands/orders.ts')).addOrders,
  reorder: async () => (await import('./commands/reorder.ts')).addReorder,
  counts: async () => (await import('./commands/counts/counts.ts')).addCounts,
  anomalies: async () => (await import('./commands/anomalies.ts')).addAnomalies,
  snapshot: async () => (await import('./commands/snapshot/snapshot.ts')).addSnapshot,
  schedule: async () => (await import('./commands/schedule/schedule.ts')).addSchedule,
  trigger: async () => (await import('./commands/trigger/trigger.ts')).addTrigger,
  run: async () => (await import('./commands/run.ts')).addRun,
  period: async () => (await import('./commands/period/period.ts')).addPeriod,
  compare: async () => (await import('./commands/compare.ts')).addCompare,
  drift: async () => (await import('./commands/drift.ts')).addDrift,
  trend: async () => (await import('./commands/trend.ts')).addTrend,
  export: async () => (await import('./commands/export/export.ts')).addExport,
  head: async () => (await import('./commands/head.ts')).addHead,
  digest: async () => (await import('./commands/digest.ts')).addDigest,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  copy: async () => (await import('./commands/copy.ts')).addCopy,
  console: async () => (await import('./commands/console.ts')).addConsole,
  key: async () => (await import('./commands/key/key.ts')).addKey,
}

/** The version of the package, which lies in the same place beside the sources and beside the built files. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return String(typeof manifest === 'object' && manifest !== null && Reflect.get(manifest, 'version'))
}
