import { LogError, type LogErrorCode } from '../errors.ts'

/** SQLite's primary result codes that a log has its own word for (sqlite.org/rescode.html). */
const codes: Readonly<Record<number, LogErrorCode>> = {
  5: 'LOG_BUSY',
  6: 'LOG_BUSY',
  8: 'LOG_READ_ONLY',
  11: 'LOG_CORRUPT',
  13: 'LOG_FULL',
  19: 'LOG_CORRUPT', // a constraint: the rules of append hold them all, unless the tables contradict each other
  26: 'LOG_NOT_OURS',
}

/** SQLite's primary result code of an error; undefined when it is not an error of SQLite. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  return error.errcode & 0xff
}

const CONSTRAINT = 19

/** Whether a row was refused because there is one with its key. */
export function isClash(error: unknown): boolean {
  return sqliteCode(error) === CONSTRAINT
}

/** Whether another connection holds the lock: the one thing that passes by itself. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === 5 || code === 6
}

/** Says an error of SQLite in the words of the log; every other error comes back as it is. */
export function toLogError(error: unknown, path: string): unknown {
  const code = sqliteCode(error)
  if (code === undefined || !(error instanceof Error)) return error
  return new LogError(codes[code] ?? 'LOG_UNAVAILABLE', `${path} (${error.message})`, { path }, error)
}
