import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteLog } from '@tidemark/log'
import { describe, test } from 'vitest'
import { appendPromises } from './append.ts'
import { logConformance, type OpenLog } from './index.ts'
import { randomHistoryPromises } from './random-history.ts'
import { repeatPromises } from './repeat.ts'

function openWith(threadFrom: number | undefined): OpenLog {
  return async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tidemark-'))
    const path = join(directory, 'log.db')
    let log = await sqliteLog({ path, threadFrom })
    return {
      log,
      async reopen() {
        await log.close()
        log = await sqliteLog({ path, threadFrom })
        return log
      },
      async dispose() {
        await log.close()
        await rm(directory, { recursive: true })
      },
    }
  }
}

describe('the log in a SQLite file', () => {
  const open = openWith(undefined)
  for (const { name, run } of logConformance) test(name, () => run(open))
})

describe('the log in a SQLite file that a thread writes', () => {
  const open = openWith(1)
  // It only writes: what is read is read as ever.
  const written = [...appendPromises, ...repeatPromises, ...randomHistoryPromises]
  for (const { name, run } of written) test(name, () => run(open))
})
