import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addScheduleList } from './list.ts'
import { addScheduleRemove } from './remove.ts'
import { addScheduleSet } from './set.ts'

/** `tidemark schedule`: snapshots taken regularly, by `tidemark run`. */
export function addSchedule(program: Command, cli: Cli): void {
  const schedule = program
    .command('schedule')
    .description('Set, list, remove schedules: snapshots that `tidemark run` takes regularly.')
  for (const add of [addScheduleSet, addScheduleList, addScheduleRemove]) add(schedule, cli)
}
