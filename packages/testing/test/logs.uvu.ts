import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import { memoryLog, sqliteLog } from '@tidemark/log'
import { logLaws, type OpenLog } from '@tidemark/testing'
import { lawSuite } from '@tidemark/testing/uvu'
import { trials } from './trials.ts'

const inMemory: OpenLog = async () => {
  const log = memoryLog()
  return { log, dispose: () => log.close() }
}

lawSuite('the log in memory', logLaws(inMemory), trials(300))

const folder = mkdtempSync(join(tmpdir(), 'tidemark-logs-'))
let files = 0

const inFile: OpenLog = async () => {
  let path = join(folder, `${files++}.db`)
  let log = await sqliteLog({ path })
  const left: (() => Promise<void>)[] = []
  return {
    log,
    async reopen() {
      await log.close()
      log = await sqliteLog({ path })
      return log
    },
    // What is on disk at this moment is what a process leaves that is killed now.
    async crash() {
      left.push(log.close)
      const copy = join(folder, `${files++}.db`)
      for (const part of ['', '-wal']) if (existsSync(path + part)) copyFileSync(path + part, copy + part)
      path = copy
      log = await sqliteLog({ path })
      return log
    },
    async dispose() {
      await log.close()
      for (const close of left) await close()
    },
  }
}

lawSuite('the log in a SQLite file', logLaws(inFile), {
  ...trials(20),
  after: () => rmSync(folder, { recursive: true }),
})

const server = await startTestServer()

const onServer: OpenLog = async () => {
  let log = eventStoreLog({ connectionString: server.connectionString })
  const reopen = async () => {
    await log.close()
    log = eventStoreLog({ connectionString: server.connectionString })
    return log
  }
  return {
    log,
    reopen,
    async crash() {
      await server.kill()
      await server.start()
      return reopen()
    },
    dispose: () => log.close(),
  }
}

lawSuite('the log on EventStoreDB', logLaws(onServer), { ...trials(15), after: () => server.stop() })
