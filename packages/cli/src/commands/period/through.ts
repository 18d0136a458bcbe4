import type { Command } from 'commander'
import { endOfDay, endOfMonth, endOfQuarter, endOfYear, type Inventory } from 'tidemark'
import { instantNamed } from '../../named-moment.ts'

/** Who closes or opens a period, and where. */
export interface ThroughOptions {
  readonly zone?: string
  readonly actor?: string
  readonly reason?: string
}

/** Gives a command the options of {@link ThroughOptions}. */
export function addThroughOptions(command: Command): Command {
  return command
    .option('--zone <zone>', 'the time zone of a day, month, quarter or year')
    .option('--actor <name>', 'who does it')
    .option('--reason <text>', 'why')
}

const ends: readonly (readonly [RegExp, (timeZone: string, period: string) => number])[] = [
  [/^\d{4}-\d\d-\d\d$/, endOfDay],
  [/^\d{4}-\d\d$/, endOfMonth],
  [/^\d{4}-Q[1-4]$/, endOfQuarter],
  [/^\d{4}$/, endOfYear],
]

/**
 * The last millisecond of a day, month, quarter or year in a zone, or the instant a text names: of a snapshot, or written.
 *
 * @throws CliError `NOT_A_MOMENT`, `AMBIGUOUS_SNAPSHOT`, TidemarkError `INVALID_TIME`, `INVALID_ARGUMENT`.
 */
export async function throughOf(
  inventory: Inventory,
  text: string,
  { zone }: ThroughOptions,
): Promise<number> {
  const end = zone === undefined ? undefined : ends.find(([pattern]) => pattern.test(text))
  return end === undefined || zone === undefined ? instantNamed(inventory, text) : end[1](zone, text)
}
