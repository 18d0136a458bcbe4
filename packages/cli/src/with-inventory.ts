import { existsSync } from 'node:fs'
import { sqliteLog } from '@tidemark/log'
import { type Inventory, openInventory, workspacePrefix } from 'tidemark'
import type { Cli } from './cli.ts'
import { CliError } from './errors.ts'
import { showingProgress } from './progress.ts'

/** The options every command has. */
export interface LogOptions {
  readonly log: string
  readonly workspace: string
}

/** What a command does with the log: only `create` makes a file that is not there, only `read` takes one it cannot change. */
export type Access = 'read' | 'change' | 'create'

/**
 * Opens the log, does some work on its inventory and closes it again.
 *
 * @throws CliError `LOG_NOT_FOUND`, LogError when the file cannot be opened, DomainError `INVALID_WORKSPACE`.
 */
export async function withInventory<T>(
  cli: Cli,
  { log: path, workspace }: LogOptions,
  access: Access,
  work: (inventory: Inventory) => Promise<T>,
): Promise<T> {
  // A wrong name must not leave a file behind.
  workspacePrefix(workspace)
  if (access !== 'create' && !existsSync(path)) throw new CliError('LOG_NOT_FOUND', path)
  const log = await sqliteLog({ path, readOnly: access === 'read', clock: cli.io.now })
  try {
    return await work(openInventory({ log, workspace, clock: cli.io.now }))
  } finally {
    await log.close()
  }
}

/** Asks something of an inventory that makes it read the log, which may take its time. */
export function reading<T>(cli: Cli, work: () => Promise<T>): Promise<T> {
  return showingProgress(cli.io.stderr, (seconds) => `reading the log, ${seconds} s`, work)
}
