import { copyFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { type SqliteLog, sqliteLog } from '@tidemark/log'
import type { OpenedLog } from './promise.ts'

/**
 * Opens SQLite logs in a folder, each in a file of its own, for laws, the conformance suite and simulations.
 *
 * A crash opens a copy of what is on disk at that moment, which is what a process leaves that is killed then.
 * @example
 * const open = sqliteLogsIn(mkdtempSync(path.join(tmpdir(), 'logs-')))
 * for (const law of logLaws(open)) test(law.name, () => law.check(trials()))
 */
export function sqliteLogsIn(folder: string): (clock?: () => number) => Promise<OpenedLog> {
  let files = 0
  return async (clock) => {
    const opened: SqliteLog[] = []
    let file = path.join(folder, `${files++}.db`)
    const open = async () => {
      const log = await sqliteLog({ path: file, clock })
      opened.push(log)
      return log
    }
    return {
      log: await open(),
      async reopen() {
        await opened.at(-1)?.close()
        return open()
      },
      async crash() {
        const copy = path.join(folder, `${files++}.db`)
        for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, copy + part)
        file = copy
        return open()
      },
      async dispose() {
        for (const log of opened) await log.close()
      },
    }
  }
}
