import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import { sqliteLog } from '@tidemark/log'
import { arbitraryHistory } from '@tidemark/testing'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'

const NONE = undefined

it('what is undefined is left out of the options of generators, servers and files too', async () => {
  const histories = arbitraryHistory({ items: NONE, size: NONE, kinds: NONE, late: NONE, oddNames: NONE })
  expect(fc.sample(histories, { seed: 1, numRuns: 3 })).toEqual(
    fc.sample(arbitraryHistory(), { seed: 1, numRuns: 3 }),
  )
  const server = await startTestServer({
    port: NONE,
    version: NONE,
    caughtUp: NONE,
    tls: NONE,
    credentials: NONE,
  })
  await server.stop()
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-undefined-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const log = await sqliteLog({ path: path.join(folder, 'log.db') })
  expect(await log.integrity({ signal: NONE })).toEqual([])
  await log.close()
})
