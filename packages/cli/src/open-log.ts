import { existsSync } from 'node:fs'
import { type EventLog, sqliteLog } from '@tidemark/log'
import type { Cli } from './cli.ts'
import { CliError } from './errors.ts'
import { isSameFile } from './same-file.ts'

/** What a command does with the log: only `create` makes a file that is not there, only `read` takes one it cannot change. */
export type Access = 'read' | 'change' | 'create'

/** The options that say which log, and how patiently. */
export interface LogName {
  /** A file, or the connection string of a server. */
  readonly log: string
  /** How long to wait for a server or for a file that another process has locked, in seconds. */
  readonly timeout?: number
}

/** The schemes of connection strings; those of KurrentDB are other names for the same protocol. */
const SERVER = /^(?:esdb|kurrentdb|kurrent|kdb)(\+discover)?(?=:\/\/)/i

/** Whether a log is named by a connection string, and not by a path. */
export function isOnServer(log: string): boolean {
  return SERVER.test(log)
}

/** Whether two names are of one log: of one file, or the same connection string. */
export function isSameLog(one: string, other: string): boolean {
  return isOnServer(one) || isOnServer(other) ? one === other : isSameFile(one, other)
}

/**
 * Opens a log: a file, or one on EventStoreDB or KurrentDB, whose client is loaded only then.
 *
 * @throws CliError `LOG_NOT_FOUND`; LogError when the file cannot be opened or the connection string is none. A server is
 * not asked for anything before the log is used.
 */
export async function openLog(cli: Cli, { log, timeout }: LogName, access: Access): Promise<EventLog> {
  const clock = cli.io.now
  const timeoutMs = timeout === undefined ? undefined : timeout * 1000
  if (isOnServer(log)) {
    const { eventStoreLog } = await import('@tidemark/eventstoredb')
    const connectionString = log.replace(SERVER, (_, discover = '') => `esdb${discover}`)
    return eventStoreLog({ connectionString, timeoutMs, clock })
  }
  // A wrong name must not leave a file behind.
  if (access !== 'create' && !existsSync(log)) throw new CliError('LOG_NOT_FOUND', log)
  return sqliteLog({ path: log, readOnly: access === 'read', clock, timeoutMs })
}
