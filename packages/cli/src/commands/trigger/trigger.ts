import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addTriggerList } from './list.ts'
import { addTriggerRemove } from './remove.ts'
import { addTriggerSet } from './set.ts'

/** `tidemark trigger`: snapshots taken when something happens, by `tidemark run`. */
export function addTrigger(program: Command, cli: Cli): void {
  const trigger = program
    .command('trigger')
    .description('Set, list, remove triggers: snapshots that `tidemark run` takes when something happens.')
  for (const add of [addTriggerSet, addTriggerList, addTriggerRemove]) add(trigger, cli)
}
