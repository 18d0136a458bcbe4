import type { EventLog } from '@tidemark/log'
import { type Column, formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import { copyWorkspace, TidemarkError, type WorkspaceCopy, workspacePrefix } from 'tidemark'
import type { Cli } from '../cli.ts'
import { CliError } from '../errors.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { knowledgeText } from '../knowledge-text.ts'
import { isSameLog, openLog } from '../open-log.ts'
import { showingProgress } from '../progress.ts'
import type { LogOptions } from '../with-inventory.ts'

interface CopyOptions extends Omit<LogOptions, 'log'>, FormatOptions {
  readonly from: string
  readonly to: string
  readonly toWorkspace?: string
}

const columns: readonly Column<WorkspaceCopy>[] = [
  { name: 'events', kind: 'number', of: (copy) => copy.events },
  { name: 'copied', kind: 'number', of: (copy) => copy.copied },
  { name: 'alreadyThere', kind: 'number', of: (copy) => copy.alreadyThere },
  { name: 'lastEvent', kind: 'text', of: (copy) => knowledgeText(copy.lastEvent) },
  { name: 'digest', kind: 'text', of: (copy) => copy.digest },
]

const INTERRUPTED = 130

const MORE = `
Either log is a file or the connection string of a server. Streams, revisions, order and times of recording stay, so
snapshots verify afterwards. The copy is read back, compared event by event and replayed. The target must hold nothing of
the workspace: a copy that was cut short is completed by repeating it, and one whose source has grown is continued.`

/** `tidemark copy`: a workspace from one log into another. */
export function addCopy(program: Command, cli: Cli): void {
  addFormat(
    program
      .command('copy')
      .description('Copy a workspace into another log, between files and servers, with its past.')
      .requiredOption('--from <log>', 'the log to copy; --workspace says which workspace of it')
      .requiredOption('--to <log>', 'the log to copy into')
      .option('--to-workspace <name>', 'its name there (default: the same)'),
  )
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      if (command.getOptionValueSourceWithGlobals('log') === 'cli') {
        command.error('error: copy takes --from and --to instead of --log')
      }
      await copy(cli, command.optsWithGlobals<CopyOptions>())
    })
}

async function copy(cli: Cli, options: CopyOptions): Promise<void> {
  const { workspace, toWorkspace = workspace, timeout } = options
  // A wrong name must not leave a file behind.
  for (const name of [workspace, toWorkspace]) workspacePrefix(name)
  if (workspace === toWorkspace && isSameLog(options.from, options.to)) {
    throw new CliError('COPY_ONTO_ITSELF', workspace)
  }
  const patience = timeout === undefined ? {} : { timeout }
  const from = await openLog(cli, { log: options.from, ...patience }, 'read')
  try {
    // Nor must a source that cannot be read, or holds nothing.
    await assertHoldsSomething(from, workspace)
    const to = await openLog(cli, { log: options.to, ...patience }, 'create')
    try {
      await copying(cli, { from, to, workspace, toWorkspace }, options)
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}

async function assertHoldsSomething(log: EventLog, workspace: string): Promise<void> {
  const first = log.readAll({ streamPrefixes: [workspacePrefix(workspace)], limit: 1 })
  for await (const _event of first) return
  throw new TidemarkError('NOTHING_TO_COPY', workspace)
}

async function copying(
  cli: Cli,
  logs: Pick<Parameters<typeof copyWorkspace>[0], 'from' | 'to' | 'workspace' | 'toWorkspace'>,
  { format }: FormatOptions,
): Promise<void> {
  const interruption = new AbortController()
  const { signal } = interruption
  const stopListening = cli.io.onInterrupt(() => interruption.abort())
  let soFar = { alreadyThere: 0, copied: 0, checked: 0 }
  const inWords = () =>
    `already there ${soFar.alreadyThere}, copied ${soFar.copied}, checked ${soFar.checked}`
  try {
    const done = await showingProgress(cli.io.stderr, inWords, () =>
      copyWorkspace({
        ...logs,
        signal,
        onProgress: (progress) => {
          soFar = progress
        },
      }),
    )
    await cli.stdout.print(formatObject(format, done, columns))
  } catch (error) {
    if (!signal.aborted) throw error
    cli.io.stderr.write(`interrupted: ${inWords()}; copy again to go on\n`)
    cli.exitWith(INTERRUPTED)
  } finally {
    stopListening()
  }
}
