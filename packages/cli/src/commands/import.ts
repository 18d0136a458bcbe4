import type { Readable } from 'node:stream'
import type { Command } from 'commander'
import type { ImportOptions, ImportReport, Inventory } from 'tidemark'
import type { Cli } from '../cli.ts'
import { keptFiles } from '../kept-files.ts'
import { type OpenMapping, openMapping } from '../mapping-file.ts'
import { openMovementFile, sourceOf } from '../movement-file.ts'
import { showingProgress } from '../progress.ts'
import { rehearse } from '../rehearsal.ts'
import { type RejectsWriter, rejectsFile, rejectsShown } from '../rejects.ts'
import { type LogOptions, withInventory } from '../with-inventory.ts'

interface ImportCommandOptions extends LogOptions {
  readonly rejects?: string
  readonly history?: boolean
  readonly map?: string
  readonly dryRun?: boolean
}

const INTERRUPTED = 130

const MORE = `
Doing it again records only what is not recorded yet, so an import that was cut short is completed by repeating it.
A refused line takes nothing else with it: the import goes on and ends with exit code 0. Without --rejects the first
refused lines are shown on stderr. With --map the file is CSV, and the mapping says what events its rows are.`

/** `tidemark import`: a movement file, or a CSV file with a mapping. */
export function addImport(program: Command, cli: Cli): void {
  program
    .command('import')
    .description('Record a movement file: JSON Lines, one event a line; or a CSV file with a mapping.')
    .argument('<file>', 'the file, or - for stdin')
    .option('--map <file>', 'the file is CSV, and this mapping (JSON) makes events of its rows')
    .option('--dry-run', 'record nothing, but show what would be refused')
    .option('--rejects <file>', 'write refused lines here: {line, code, reason} a line')
    .option('--history', 'lines carry recordedAt, the time they became known; into an empty workspace only')
    .addHelpText('after', MORE)
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ImportCommandOptions>()
      const mapping = options.map === undefined ? null : await openMapping(options.map, options.history)
      const input = await openMovementFile(file, cli.io.stdin)
      try {
        // Before the log is opened: an import that cannot begin must not leave one behind.
        const rejects = rejectsOf(file, mapping, options, cli)
        try {
          const work = (inventory: Inventory) =>
            importInto(inventory, cli, { file, input, mapping, rejects }, options)
          await (options.dryRun === true
            ? rehearse(cli, options, work)
            : withInventory(cli, options, 'create', work))
        } finally {
          rejects.close()
        }
      } finally {
        // An unfinished stdin would keep the process waiting for its end.
        input.destroy()
      }
    })
}

function rejectsOf(
  file: string,
  mapping: OpenMapping | null,
  options: ImportCommandOptions,
  cli: Cli,
): RejectsWriter {
  const { rejects: path } = options
  if (path === undefined) return rejectsShown((text) => cli.io.stderr.write(text))
  return rejectsFile(path, [
    ...sourceOf(file, cli.io.stdin),
    ...(mapping?.files ?? []),
    ...keptFiles(options),
  ])
}

/** Names of files that hold CSV. */
const CSV = /\.[ct]sv$/i

/** What is imported, and where what is refused of it goes. */
interface Source {
  /** Its name. */
  readonly file: string
  readonly input: Readable
  readonly mapping: OpenMapping | null
  readonly rejects: RejectsWriter
}

async function importInto(
  inventory: Inventory,
  cli: Cli,
  source: Source,
  options: ImportCommandOptions,
): Promise<void> {
  const { input, mapping } = source
  const interruption = new AbortController()
  const stopListening = cli.io.onInterrupt(() => {
    interruption.abort()
    // Waiting for the next bytes ends too.
    input.destroy()
  })
  const soFar = { imported: 0, alreadyThere: 0, refused: 0 }
  try {
    const report = await importFollowed(inventory, cli, source, options, { interruption, soFar })
    const skipped =
      mapping === null || mapping.skipped === 0 ? '' : `, rows without an event ${mapping.skipped}`
    const dryRun = options.dryRun === true ? 'dry run, nothing is recorded: ' : ''
    await cli.stdout.print([`${dryRun}${inWords(report)}${skipped}\n`])
    const isAllRefused = report.refused > 0 && report.imported + report.alreadyThere === 0
    if (mapping === null && isAllRefused && CSV.test(source.file))
      cli.io.stderr.write('hint: a CSV file is read with a mapping, --map FILE\n')
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
  }
}

function importFollowed(
  inventory: Inventory,
  cli: Cli,
  { input, mapping, rejects }: Source,
  { history }: ImportCommandOptions,
  following: {
    readonly interruption: AbortController
    readonly soFar: ImportReport
  },
): Promise<ImportReport> {
  const { interruption, soFar } = following
  return showingProgress(
    cli.io.stderr,
    () => inWords(soFar),
    () => {
      const options: ImportOptions = {
        history,
        signal: interruption.signal,
        onReject: (reject) => rejects.add(reject),
        onProgress: (report) => {
          Object.assign(soFar, report)
          rejects.flush()
        },
      }
      return mapping === null
        ? inventory.import(input, options)
        : inventory.importEvents(mapping.events(input), options)
    },
  )
}

function inWords({ imported, alreadyThere, refused }: ImportReport): string {
  return `imported ${imported}, already there ${alreadyThere}, refused ${refused}`
}
