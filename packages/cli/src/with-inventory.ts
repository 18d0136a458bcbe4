import { type EventLog, sqliteCache } from '@tidemark/log'
import { type Inventory, openInventory, type TimelineCache, workspacePrefix } from 'tidemark'
import type { Cli } from './cli.ts'
import { type Access, type LogName, openLog } from './open-log.ts'
import { showingProgress } from './progress.ts'

/** The options every command has. */
export interface LogOptions extends LogName {
  readonly workspace: string
  /** The file that keeps what was read of the log. */
  readonly cache?: string | undefined
  /** The folder in which the rows of snapshots are kept. */
  readonly archive?: string | undefined
}

/**
 * Opens the log, does some work on its inventory and closes it again.
 *
 * @throws CliError `LOG_NOT_FOUND`, LogError when the log cannot be opened, DomainError `INVALID_WORKSPACE`.
 */
export async function withInventory<T>(
  cli: Cli,
  options: LogOptions,
  access: Access,
  work: (inventory: Inventory) => Promise<T>,
): Promise<T> {
  const { workspace, archive: folder } = options
  const archive = folder === undefined ? undefined : { folder }
  // A wrong name must not leave a file behind.
  workspacePrefix(workspace)
  const log = await openLog(cli, options, access)
  const inventory = await closingIfNot(log, () =>
    openInventory({ log, workspace, clock: cli.io.now, cache: cacheOf(options), archive }),
  )
  try {
    return await work(inventory)
  } finally {
    await inventory.close()
  }
}

function cacheOf({ cache }: LogOptions): TimelineCache | undefined {
  return cache === undefined ? undefined : sqliteCache({ path: cache })
}

/** Closes a log over which no inventory could be opened. */
async function closingIfNot(log: EventLog, open: () => Inventory): Promise<Inventory> {
  try {
    return open()
  } catch (error) {
    await log.close()
    throw error
  }
}

/** Asks something of an inventory that makes it read the log, which may take its time. */
export function reading<T>(cli: Cli, work: () => Promise<T>): Promise<T> {
  return showingProgress(cli.io.stderr, (seconds) => `reading the log, ${seconds} s`, work)
}
