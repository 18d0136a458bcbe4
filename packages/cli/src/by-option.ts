import { type Command, InvalidArgumentError } from 'commander'
import { type Grouping, groupings, isGrouping } from 'tidemark'

/** Gives a command `--by`. */
export function addBy(command: Command): Command {
  return command.option('--by <what>', `a row for each, one or more of ${groupings.join(',')}`, parseBy)
}

function parseBy(text: string): readonly Grouping[] {
  return text.split(',').map((by) => {
    if (!isGrouping(by)) throw new InvalidArgumentError(`It takes ${groupings.join(', ')}.`)
    return by
  })
}
