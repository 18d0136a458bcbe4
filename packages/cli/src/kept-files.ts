import type { LogOptions } from './with-inventory.ts'

/** The files of the log and the cache, with those SQLite has beside them: nothing a command writes may replace them. */
export function keptFiles({ log, cache }: Pick<LogOptions, 'log' | 'cache'>): readonly string[] {
  const databases = cache === undefined ? [log] : [log, cache]
  return databases.flatMap((file) => [file, `${file}-wal`, `${file}-shm`])
}
