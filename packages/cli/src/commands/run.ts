import { fileCheckpoint } from '@tidemark/log'
import type { Command } from 'commander'
import { formatInstant, type Inventory, type Snapshot } from 'tidemark'
import type { Cli } from '../cli.ts'
import { type LogOptions, withInventory } from '../with-inventory.ts'

interface RunCommandOptions extends LogOptions {
  readonly once?: boolean
  readonly checkpoint?: string
}

const INTERRUPTED = 130

const MORE = `
Takes what schedules and triggers ask for: what was missed first, then each snapshot when it is due. Any number of workers
may run; each snapshot is taken once. SIGTERM stops it after the snapshot at hand with exit code 0, Ctrl-C with 130.`

/** `tidemark run`: a worker in the foreground. */
export function addRun(program: Command, cli: Cli): void {
  program
    .command('run')
    .description('Take the snapshots of schedules and triggers, until stopped.')
    .option('--once', 'take what is due, go through what has happened, and end')
    .option('--checkpoint <file>', 'keep here how far triggers have got, so that the next start is quick')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RunCommandOptions>()
      await withInventory(cli, options, 'change', (inventory) => runWorker(cli, inventory, options))
    })
}

async function runWorker(cli: Cli, inventory: Inventory, options: RunCommandOptions): Promise<void> {
  const stop = new AbortController()
  const stopListening = [
    cli.io.onTerminate(() => stop.abort()),
    cli.io.onInterrupt(() => {
      cli.exitWith(INTERRUPTED)
      stop.abort()
    }),
  ]
  const { once, checkpoint } = options
  try {
    await inventory.run({
      signal: stop.signal,
      once,
      checkpoint: checkpoint === undefined ? undefined : fileCheckpoint(checkpoint),
      onTaken: (snapshot) => cli.stdout.print([`${inWords(snapshot)}\n`]),
    })
  } finally {
    for (const end of stopListening) end()
  }
}

/** One line for the log of whoever runs the worker. */
function inWords({ id, name, asOf, takenAt, totals }: Snapshot): string {
  const what = `${JSON.stringify(name)} as of ${formatInstant(asOf)}`
  return `${formatInstant(takenAt)} took ${what}: on hand ${totals.onHand}, value ${totals.value} (${id})`
}
