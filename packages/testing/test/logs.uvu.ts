import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import { memoryLog } from '@tidemark/log'
import { logLaws, type OpenLog, sqliteLogsIn } from '@tidemark/testing'
import { lawSuite } from '@tidemark/testing/uvu'
import { trials } from './trials.ts'

const inMemory: OpenLog = async () => {
  const log = memoryLog()
  return { log, dispose: () => log.close() }
}

lawSuite('the log in memory', logLaws(inMemory), trials(300))

const folder = mkdtempSync(join(tmpdir(), 'tidemark-logs-'))
lawSuite('the log in a SQLite file', logLaws(sqliteLogsIn(folder)), {
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
