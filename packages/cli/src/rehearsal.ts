import { copyLog, type EventLog, memoryLog } from '@tidemark/log'
import { type Inventory, openInventory, workspacePrefix } from 'tidemark'
import type { Cli } from './cli.ts'
import { CliError } from './errors.ts'
import { openLog } from './open-log.ts'
import type { LogOptions } from './with-inventory.ts'

/**
 * Does some work on a copy of the workspace in memory, and forgets it: what the work would do, and what it would be
 * refused, without doing it. Of a log that is not there the copy is empty.
 *
 * @throws LogError when the log cannot be read, DomainError `INVALID_WORKSPACE`.
 */
export async function rehearse<T>(
  cli: Cli,
  options: LogOptions,
  work: (inventory: Inventory) => Promise<T>,
): Promise<T> {
  const { workspace } = options
  const prefix = workspacePrefix(workspace)
  const copy = memoryLog({ clock: cli.io.now })
  const log = await openIfThere(cli, options)
  if (log !== null) {
    try {
      await copyLog({ from: log, to: copy, prefix })
    } finally {
      await log.close()
    }
  }
  return work(openInventory({ log: copy, workspace, clock: cli.io.now }))
}

async function openIfThere(cli: Cli, options: LogOptions): Promise<EventLog | null> {
  try {
    return await openLog(cli, options, 'read')
  } catch (error) {
    if (error instanceof CliError && error.code === 'LOG_NOT_FOUND') return null
    throw error
  }
}
