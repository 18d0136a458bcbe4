import { type Format, formats } from '@tidemark/tabular'
import { type Command, Option } from 'commander'

/** How a command writes its answer. */
export interface FormatOptions {
  readonly format: Format
}

/** Gives a command `--format`; a table when left out, also into a file or a pipe. */
export function addFormat(command: Command): Command {
  return command.addOption(
    new Option('--format <format>', 'how to write the answer').choices(formats).default('table'),
  )
}
