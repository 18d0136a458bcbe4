import { formatObject } from '@tidemark/tabular'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Condition, canTrigger, type EventType, triggerConditions } from 'tidemark'
import type { Cli } from '../../cli.ts'
import { addFormat, type FormatOptions } from '../../format-option.ts'
import { type LogOptions, withInventory } from '../../with-inventory.ts'
import { triggerColumns, triggerRow } from './row.ts'

interface SetOptions extends LogOptions, FormatOptions {
  readonly on?: readonly EventType[]
  readonly when?: Condition
  readonly item?: string
  readonly branch?: string
  readonly where?: Readonly<Record<string, string>>
  readonly cooldown?: string
  readonly template?: string
  readonly backfill?: boolean
}

/** `tidemark trigger set`. */
export function addTriggerSet(trigger: Command, cli: Cli): void {
  addFormat(
    trigger
      .command('set')
      .description('Take a snapshot of every event of a kind; a trigger of that name is set anew.')
      .argument('<name>', 'its name')
      .option('--on <type,...>', 'types of events (default: those that can bring the condition about)', types)
      .addOption(
        new Option('--when <condition>', 'what the event must have done to its item').choices(
          triggerConditions,
        ),
      )
      .option('--item <id>', 'events of this item only')
      .option('--branch <id>', 'events of this branch only')
      .option('--where <name=value>', 'a value the event or its item must have; may be repeated', pair)
      .option('--cooldown <duration>', 'no two snapshots are nearer to each other: 1h, 2d, PT90M')
      .option('--template <text>', 'how snapshots are named (default: "[Trigger] [Item] [Date] [Time]")')
      .option('--backfill', 'also for what was recorded before'),
  ).action(async (name: string, _options: unknown, command: Command) => {
    const { on, when, item, branch, where, cooldown, template, backfill, ...options } =
      command.optsWithGlobals<SetOptions>()
    if (on === undefined && when === undefined) command.error('tidemark: trigger set needs --on or --when')
    const rule = { on, when, item, branch, where, cooldown, template, backfill }
    await withInventory(cli, options, 'change', async (inventory) => {
      const set = await inventory.snapshots.triggers.set(name, rule)
      await cli.stdout.print(formatObject(options.format, triggerRow(set), triggerColumns))
    })
  })
}

function types(text: string): readonly EventType[] {
  return text.split(',').map((name) => {
    const type = name.trim()
    if (canTrigger(type)) return type
    throw new InvalidArgumentError(`${type} is no type of event a trigger can be on; see docs/events.md.`)
  })
}

function pair(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('It takes a name and a value, such as group=drinks.')
  }
  return { ...before, [name]: value }
}
