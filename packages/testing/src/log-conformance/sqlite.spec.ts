import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteLog } from '@tidemark/log'
import { describe, test } from 'vitest'
import { logConformance, type OpenLog } from './index.ts'

const open: OpenLog = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-'))
  const path = join(directory, 'log.db')
  let log = await sqliteLog({ path })
  return {
    log,
    async reopen() {
      await log.close()
      log = await sqliteLog({ path })
      return log
    },
    async dispose() {
      await log.close()
      await rm(directory, { recursive: true })
    },
  }
}

describe('the log in a SQLite file', () => {
  for (const { name, run } of logConformance) test(name, () => run(open))
})
