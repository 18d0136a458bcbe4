import type { Readable } from 'node:stream'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { keptFiles } from '../kept-files.ts'
import { type OpenMapping, openMapping } from '../mapping-file.ts'
import { openMovementFile, sourceOf } from '../movement-file.ts'
import { rejectsFile, rejectsShown } from '../rejects.ts'
import type { LogOptions } from '../with-inventory.ts'

interface ConvertOptions extends LogOptions {
  readonly map: string
  readonly rejects?: string
  readonly history?: boolean
}

/** `tidemark convert`: a CSV file as a movement file, on stdout. */
export function addConvert(program: Command, cli: Cli): void {
  program
    .command('convert')
    .description('Write the movement file that a mapping makes of a CSV file.')
    .argument('<file>', 'the CSV file, or - for stdin')
    .requiredOption('--map <file>', 'the mapping (JSON)')
    .option('--rejects <file>', 'write rows that cannot be read here: {line, code, reason} a line')
    .option('--history', 'events keep recordedAt, the time they became known')
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ConvertOptions>()
      const mapping = await openMapping(options.map, options.history)
      const input = await openMovementFile(file, cli.io.stdin)
      try {
        await convert(cli, file, input, mapping, options)
      } finally {
        // An unfinished stdin would keep the process waiting for its end.
        input.destroy()
      }
    })
}

async function convert(
  cli: Cli,
  file: string,
  input: Readable,
  mapping: OpenMapping,
  options: ConvertOptions,
): Promise<void> {
  const { rejects: path } = options
  const rejects =
    path === undefined
      ? rejectsShown((text) => cli.io.stderr.write(text))
      : rejectsFile(path, [...sourceOf(file, cli.io.stdin), ...mapping.files, ...keptFiles(options)])
  try {
    for await (const events of mapping.events(input)) {
      const lines: string[] = []
      for (const event of events) {
        if ('input' in event) lines.push(`${JSON.stringify(event.input)}\n`)
        else rejects.add({ line: event.number, code: event.error.code, reason: event.error.message })
      }
      await cli.stdout.print(lines)
    }
    if (mapping.skipped > 0) cli.io.stderr.write(`rows without an event ${mapping.skipped}\n`)
  } finally {
    rejects.close()
  }
}
