import { logConformance, type OpenLog } from '@tidemark/testing'
import { describe, test } from 'vitest'
import { eventStoreLog } from '../src/index.ts'
import { startTestServer } from '../src/test-server/index.ts'

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
  for (const { name, run } of logConformance) test(name, () => run(open))
})
