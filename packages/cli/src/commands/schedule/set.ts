import { formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { instantIfNamed } from '../../named-moment.ts'
import { type LogOptions, withInventory } from '../../with-inventory.ts'
import { scheduleColumns, scheduleRow } from './row.ts'

interface SetOptions extends LogOptions, FormatOptions {
  readonly every: string
  readonly zone: string
  readonly template?: string
  readonly settle?: string
  readonly from?: string
}

/** `tidemark schedule set`. */
export function addScheduleSet(schedule: Command, cli: Cli): void {
  addFormat(
    schedule
      .command('set')
      .description('Take snapshots regularly; a schedule of that name is set anew.')
      .argument('<name>', 'its name')
      .requiredOption('--every <rhythm>', 'day, week, month-end, quarter-end, year-end, or a cron expression')
      .requiredOption('--zone <zone>', 'the time zone, such as Europe/London')
      .option('--template <text>', 'how snapshots are named (default: "Month-End [Month] [Year]" and so on)')
      .option('--settle <duration>', 'how long after the boundary they are taken: 2h, 3d, PT90M')
      .option('--from <T>', 'boundaries after this instant, also past ones (default: those to come)'),
  ).action(async (name: string, _options: unknown, command: Command) => {
    const { every, zone, template, settle, ...options } = command.optsWithGlobals<SetOptions>()
    await withInventory(cli, options, 'change', async (inventory) => {
      const set = await inventory.snapshots.schedules.set(name, {
        every,
        timeZone: zone,
        template,
        settle,
        from: await instantIfNamed(inventory, options.from),
      })
      await cli.stdout.print(formatObject(options.format, scheduleRow(set), scheduleColumns))
    })
  })
}
