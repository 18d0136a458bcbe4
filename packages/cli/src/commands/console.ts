import { type Command, InvalidArgumentError } from 'commander'
import type { Inventory } from 'tidemark'
import type { Cli } from '../cli.ts'
import { CliError } from '../errors.ts'
import { findSample, loadSample } from '../sample.ts'
import { type LogOptions, withInventory } from '../with-inventory.ts'

interface ConsoleCommandOptions extends LogOptions {
  readonly port: number
  readonly keys?: string
  readonly host: readonly string[]
  readonly demo?: boolean
}

const INTERRUPTED = 130

/** The workspace a sample is loaded into unless another is named: never that of somebody's own facts. */
const DEMO = 'demo'

const MORE = `
With --demo a year of real trade is loaded into the workspace demo first, in a clone of the repository. It listens on this machine alone; docs/console.md tells how to put it behind a proxy. Without --keys, the link it prints
lets one browser in, once. SIGTERM ends it with exit code 0, Ctrl-C with 130.`

/** `tidemark console`: the page and its API, in the foreground. */
export function addConsole(program: Command, cli: Cli): void {
  program
    .command('console')
    .description('Serve the page that shows inventory as of any moment, and its API.')
    .option('--port <port>', 'where to listen; 0 for any port that is free', portOf, 4173)
    .option('--keys <file>', 'let in who has a key of this file; see tidemark key')
    .option(
      '--host <name>',
      'a name a proxy serves it under, with the port if it has one; may be repeated',
      added,
      [],
    )
    .option('--demo', 'load a year of real trade first, to look around in; makes the log if there is none')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options = optionsOf(command)
      const sample = await findSample()
      if (options.demo === true && sample === undefined) throw new CliError('NO_SAMPLE', '--demo')
      const access = options.demo === true ? 'create' : 'change'
      await withInventory(cli, options, access, async (inventory) => {
        if (options.demo === true && sample !== undefined && !(await loadSample(cli, inventory, sample))) {
          cli.exitWith(INTERRUPTED)
          return
        }
        // Loaded only here: no other command has use for a server.
        const { keysIn, oneTimeLink, serveConsole } = await import('@tidemark/console')
        const link = options.keys === undefined ? oneTimeLink() : null
        const keys = options.keys === undefined ? null : keysIn(options.keys)
        // A wrong name is told now, and not to whoever comes first.
        await keys?.list()
        const who = keys ?? link ?? oneTimeLink()
        const onError = (error: unknown) => cli.io.stderr.write(`tidemark: ${wordsOf(error)}\n`)
        const { port, host } = options
        const clock = cli.io.now
        const served = await serveConsole({ inventory, who, port, hosts: host, clock, onError, sample })
        try {
          const entry = link === null ? served.url : `${served.url}#enter=${link.secret}`
          await cli.stdout.print([`${entry}\n`])
          setTimeout(() => warmUp(inventory), FILES_FIRST).unref()
          await untilStopped(cli)
        } finally {
          await served.close()
        }
      })
    })
}

/** The files of the page go out first, in milliseconds: the browser is busy with them while the log is read. */
const FILES_FIRST = 100

/** Reads what the first page will ask for. What goes wrong is told to whoever asks. */
function warmUp(inventory: Inventory): void {
  inventory.now().then(
    (view) => view.ready(),
    () => undefined,
  )
}

function optionsOf(command: Command): ConsoleCommandOptions {
  const options = command.optsWithGlobals<ConsoleCommandOptions>()
  const isNamed = command.getOptionValueSourceWithGlobals('workspace') !== 'default'
  return options.demo === true && !isNamed ? { ...options, workspace: DEMO } : options
}

function untilStopped(cli: Cli): Promise<void> {
  return new Promise((resolve) => {
    cli.io.onTerminate(resolve)
    cli.io.onInterrupt(() => {
      cli.exitWith(INTERRUPTED)
      resolve()
    })
  })
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? `${String(error.code)}: ${error.message}` : error.message
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('It takes a port from 0 to 65535.')
}

function added(name: string, before: readonly string[]): readonly string[] {
  return [...before, name]
}
