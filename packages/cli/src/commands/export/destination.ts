import { type FileFormat, fileFormatOf, fileFormats, type Report, reportBytes } from '@tidemark/tabular'
import { type Command, InvalidArgumentError } from 'commander'
import type { Cli } from '../../cli.ts'
import { CliError } from '../../errors.ts'
import { keptFiles } from '../../kept-files.ts'
import { showingProgress } from '../../progress.ts'
import { isSameFile } from '../../same-file.ts'
import type { LogOptions } from '../../with-inventory.ts'
import { writeWhole } from '../../write-whole.ts'

/** Where an export goes. */
export interface DestinationOptions extends LogOptions {
  readonly to: Destination
  readonly bom?: boolean
}

interface Destination {
  readonly path: string
  readonly format: FileFormat
}

const INTERRUPTED = 130

/** Gives a command `--to FILE` and `--bom`. */
export function addDestination(command: Command): Command {
  return command
    .requiredOption(
      '--to <file>',
      `the file, ending in ${extensions()}; one that is there is replaced`,
      parseTo,
    )
    .option('--bom', 'csv: begin with a byte order mark, so that Excel reads it as UTF-8')
    .hook('preAction', (_command, action) => {
      const { to, bom } = action.opts<DestinationOptions>()
      if (bom === true && to.format !== 'csv') action.error('error: --bom is for files ending in .csv')
    })
}

function parseTo(path: string): Destination {
  const format = fileFormatOf(path)
  if (format === undefined) throw new InvalidArgumentError(`The name must end in ${extensions()}.`)
  return { path, format }
}

function extensions(): string {
  return fileFormats.map((format) => `.${format}`).join(', ')
}

/**
 * Writes a report where the options say, as a whole or not at all, and says so on stdout.
 *
 * @throws CliError `EXPORT_IN_USE`, `EXPORT_UNWRITABLE`.
 */
export async function writeReport(
  cli: Cli,
  { to: { path, format }, bom, log, cache }: DestinationOptions,
  report: Report,
): Promise<void> {
  if (keptFiles({ log, cache }).some((file) => isSameFile(file, path))) {
    throw new CliError('EXPORT_IN_USE', path)
  }
  const interruption = new AbortController()
  const stopListening = cli.io.onInterrupt(() => interruption.abort())
  try {
    await showingProgress(
      cli.io.stderr,
      (seconds) => `writing ${path}, ${seconds} s`,
      () => writeWhole(path, reportBytes(report, format, { bom }), interruption.signal),
    )
    await cli.stdout.print([`wrote ${path}\n`])
  } catch (error) {
    if (!interruption.signal.aborted) throw error
    cli.io.stderr.write(`interrupted: ${path} is not written\n`)
    cli.exitWith(INTERRUPTED)
  } finally {
    stopListening()
  }
}
