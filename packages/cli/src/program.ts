import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { Cli } from './cli.ts'
import { addAnomalies } from './commands/anomalies.ts'
import { addCompare } from './commands/compare.ts'
import { addDigest } from './commands/digest.ts'
import { addExplain } from './commands/explain.ts'
import { addHead } from './commands/head.ts'
import { addImport } from './commands/import.ts'
import { addItem } from './commands/item.ts'
import { addLevels } from './commands/levels.ts'
import { addRecord } from './commands/record.ts'
import { addSnapshot } from './commands/snapshot/snapshot.ts'
import { addTotals } from './commands/totals.ts'
import { addVerify } from './commands/verify.ts'

/** The `tidemark` command with all its subcommands. */
export function buildProgram(cli: Cli): Command {
  const program = new Command('tidemark')
    .description('Stock and its value as of any moment, from a log of movements.')
    .version(version())
    .option('--log <file>', 'the log', 'inventory.db')
    .option('--workspace <name>', 'the workspace in the log', 'main')
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

const commands = [
  addImport,
  addRecord,
  addLevels,
  addTotals,
  addItem,
  addExplain,
  addAnomalies,
  addSnapshot,
  addCompare,
  addHead,
  addDigest,
  addVerify,
]

/** The version of the package, which lies in the same place beside the sources and beside the built files. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return String(typeof manifest === 'object' && manifest !== null && Reflect.get(manifest, 'version'))
}
