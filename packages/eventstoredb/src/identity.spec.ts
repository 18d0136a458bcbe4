import { NO_STREAM } from '@tidemark/log'
import { expect, onTestFinished, test } from 'vitest'
import { eventStoreLog } from './event-store-log.ts'
import { startTestServer } from './test-server/index.ts'

/** What a server that began at an instant is told by, whatever it holds. */
async function identityAt(instant: number): Promise<string | undefined> {
  const server = await startTestServer({ clock: () => instant })
  onTestFinished(() => server.stop())
  const log = eventStoreLog({ connectionString: server.connectionString, clock: () => 0 })
  onTestFinished(() => log.close())
  const events = [
    { id: 'E', type: 'T', data: { quantity: '5' }, metadata: { recordedAt: '2020-01-01T00:00:00Z' } },
  ]
  await log.append([{ stream: 'main.item-tea', expectedRevision: NO_STREAM, events }])
  return log.identity?.()
}

test('two servers with the same events are told apart', async () => {
  const first = await identityAt(1_800_000_000_000)
  expect(first).toEqual(expect.any(String))
  expect(await identityAt(1_800_000_000_001)).not.toBe(first)
})
