import { logConformance, type OpenLog } from '@tidemark/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { eventStoreCases } from '../conformance/cases/index.ts'
import { openOn } from '../conformance/suite.ts'
import { eventStoreLog } from '../src/index.ts'
import { startTestServer, type TestServer } from '../src/test-server/index.ts'

const open: OpenLog = async () => {
  const server = await startTestServer()
  const { connectionString } = server
  let log = eventStoreLog({ connectionString })
  return {
    log,
    async reopen() {
      await log.close()
      log = eventStoreLog({ connectionString })
      return log
    },
    async dispose() {
      await log.close()
      await server.stop()
    },
  }
}

describe('the log on EventStoreDB', () => {
  for (const { name, run } of logConformance) test(name, () => run(open), 240_000)
})

describe('EventStoreDB in this process', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.stop())
  for (const { name, run } of eventStoreCases()) test(name, () => run(server.connectionString), 240_000)
})

const url = process.env.TIDEMARK_EVENTSTOREDB_URL
if (url !== undefined) {
  describe(`the log on the server at ${url}`, () => {
    for (const { name, run } of logConformance) test(name, () => run(openOn(url)), 120_000)
    for (const { name, run } of eventStoreCases()) test(name, () => run(url), 120_000)
  })
}
