import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addPeriodClose } from './close.ts'
import { addPeriodList } from './list.ts'
import { addPeriodReopen } from './reopen.ts'

/** `tidemark period`: what may no longer be recorded. */
export function addPeriod(program: Command, cli: Cli): void {
  const period = program
    .command('period')
    .description('Close and reopen periods; list them, and what was let in all the same.')
  for (const add of [addPeriodClose, addPeriodReopen, addPeriodList]) add(period, cli)
}
