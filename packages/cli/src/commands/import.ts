import type { Readable } from 'node:stream'
import type { Command } from 'commander'
import type { ImportReport, Inventory } from 'tidemark'
import type { Cli } from '../cli.ts'
import { openMovementFile } from '../movement-file.ts'
import { showingProgress } from '../progress.ts'
import { type RejectsWriter, rejectsFile, rejectsShown } from '../rejects.ts'
import { type LogOptions, withInventory } from '../with-inventory.ts'

interface ImportCommandOptions extends LogOptions {
  readonly rejects?: string
  readonly history?: boolean
}

const INTERRUPTED = 130

const MORE = `
Doing it again records only what is not recorded yet, so an import that was cut short is completed by repeating it.
A refused line takes nothing else with it: the import goes on and ends with exit code 0. Without --rejects the first
refused lines are shown on stderr.`

/** `tidemark import`: a movement file. */
export function addImport(program: Command, cli: Cli): void {
  program
    .command('import')
    .description('Record a movement file: JSON Lines, one event a line.')
    .argument('<file>', 'the file, or - for stdin')
    .option('--rejects <file>', 'write refused lines here: {line, code, reason} a line')
    .option('--history', 'lines carry recordedAt, the time they became known; into an empty workspace only')
    .addHelpText('after', MORE)
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ImportCommandOptions>()
      const input = await openMovementFile(file, cli.io.stdin)
      try {
        await withInventory(cli, options, 'create', (inventory) =>
          importInto(inventory, cli, input, file, options),
        )
      } finally {
        // An unfinished stdin would keep the process waiting for its end.
        input.destroy()
      }
    })
}

async function importInto(
  inventory: Inventory,
  cli: Cli,
  input: Readable,
  file: string,
  options: ImportCommandOptions,
): Promise<void> {
  const { rejects: path, log } = options
  const rejects =
    path === undefined
      ? rejectsShown((text) => cli.io.stderr.write(text))
      : rejectsFile(path, [file, log, `${log}-wal`, `${log}-shm`])
  const interruption = new AbortController()
  const stopListening = cli.io.onInterrupt(() => {
    interruption.abort()
    // Waiting for the next bytes ends too.
    input.destroy()
  })
  const soFar = { imported: 0, alreadyThere: 0, refused: 0 }
  try {
    const report = await importFollowed(inventory, cli, input, options, { rejects, interruption, soFar })
    await cli.stdout.print([`${inWords(report)}\n`])
  } catch (error) {
    if (interruption.signal.aborted) {
      cli.io.stderr.write(`interrupted: ${inWords(soFar)}; import again to go on\n`)
      cli.exitWith(INTERRUPTED)
      return
    }
    if (soFar.imported > 0) cli.io.stderr.write(`so far ${inWords(soFar)}\n`)
    throw error
  } finally {
    stopListening()
    rejects.close()
  }
}

function importFollowed(
  inventory: Inventory,
  cli: Cli,
  input: Readable,
  { history }: ImportCommandOptions,
  following: {
    readonly rejects: RejectsWriter
    readonly interruption: AbortController
    readonly soFar: ImportReport
  },
): Promise<ImportReport> {
  const { rejects, interruption, soFar } = following
  return showingProgress(
    cli.io.stderr,
    () => inWords(soFar),
    () =>
      inventory.import(input, {
        history,
        signal: interruption.signal,
        onReject: (reject) => rejects.add(reject),
        onProgress: (report) => {
          rejects.flush()
          Object.assign(soFar, report)
        },
      }),
  )
}

function inWords({ imported, alreadyThere, refused }: ImportReport): string {
  return `imported ${imported}, already there ${alreadyThere}, refused ${refused}`
}
