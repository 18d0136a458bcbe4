import { type Command, Option } from 'commander'
import { type CalendarRhythm, calendarRhythms, type Grouping, type Inventory, type Trend } from 'tidemark'
import { addBy } from './by-option.ts'
import { knownThroughOf } from './instants.ts'
import { instantNamed } from './named-moment.ts'
import type { LogOptions } from './with-inventory.ts'

/** Which trend. */
export interface TrendOptions extends LogOptions {
  readonly from: string
  readonly every: CalendarRhythm
  readonly zone: string
  readonly by?: readonly Grouping[]
  readonly knownThrough?: string
}

/** Gives a command the options that say which trend; the last of its instants may have to be called otherwise. */
export function addTrendOptions(command: Command, last: '--to' | '--until'): Command {
  return addBy(
    command
      .requiredOption('--from <T>', 'from this instant, or that of a snapshot')
      .requiredOption(`${last} <T>`, 'to this instant, or that of a snapshot, inclusive')
      .addOption(
        new Option('--every <period>', 'at the end of every one')
          .choices(calendarRhythms)
          .makeOptionMandatory(),
      )
      .option('--zone <zone>', 'the time zone of the calendar', 'UTC')
      .option('--known-through <P>', 'as known then: an instant of recording, or stream@revision'),
  )
}

/** The trend the options ask for, up to an instant or that of a snapshot. */
export async function readTrend(inventory: Inventory, options: TrendOptions, to: string): Promise<Trend> {
  const { from, every, zone, by } = options
  return inventory.trend({
    from: await instantNamed(inventory, from),
    to: await instantNamed(inventory, to),
    every,
    zone,
    by,
    ...knownThroughOf(options),
  })
}
