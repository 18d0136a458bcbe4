import { Readable } from 'node:stream'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import { type EventLog, memoryLog } from '@tidemark/log'
import { type Inventory, openInventory } from 'tidemark'
import { expect, onTestFinished, test } from 'vitest'
import { tradeFile } from '../processes/trade-file.ts'
import { trials } from '../trials.ts'

const { seed } = trials(1)
const march = '2025-03-31T23:59:59.999Z'
const june = '2025-06-30T23:59:59.999Z'

async function onEventStore(): Promise<{ readonly inventory: Inventory; readonly log: EventLog }> {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  const log = eventStoreLog({ connectionString: server.connectionString })
  onTestFinished(() => log.close())
  return { inventory: openInventory({ log }), log }
}

function fileOf(lines: number): AsyncIterable<Uint8Array> {
  return Readable.from([Buffer.from(tradeFile(seed, lines))])
}

const received = (id: string, item: string) => ({
  id,
  type: 'StockReceived' as const,
  occurredAt: '2025-01-01T08:00Z',
  item,
  branch: 'north',
  quantity: '10',
  unitCost: '2',
})

test(`an imported trade has the digest, totals and bridge it has in memory (seed ${seed})`, async () => {
  const { inventory } = await onEventStore()
  const inMemory = openInventory({ log: memoryLog() })
  const report = await inventory.import(fileOf(3000), { batchSize: 700 })
  expect(report).toEqual(await inMemory.import(fileOf(3000)))
  for (const asOf of [march, june]) {
    const view = await inventory.asOf(asOf)
    const expected = await inMemory.asOf(asOf)
    expect(view.digest()).toEqual(expected.digest())
    expect(view.totals({ by: ['branch'] })).toEqual(expected.totals({ by: ['branch'] }))
  }
  const bridge = inventory.compare(await inventory.asOf(march), await inventory.asOf(june)).bridge
  const same = inMemory.compare(await inMemory.asOf(march), await inMemory.asOf(june)).bridge
  expect(bridge).toEqual(same)
})

test('importing again records nothing, also by a process that knows nothing yet', async () => {
  const { inventory, log } = await onEventStore()
  await inventory.import(fileOf(500))
  const another = openInventory({ log })
  expect(await another.import(fileOf(500))).toEqual({ imported: 0, alreadyThere: 500, refused: 0 })
})

test('each of several movements recorded together stands where it is said to stand', async () => {
  const { inventory, log } = await onEventStore()
  const movements = ['tea', 'tea', 'tea', 'milk', 'tea'].map((item, n) => received(`R${n}`, item))
  const recorded = await inventory.record(movements)
  const stored = new Map<string, object>()
  for await (const chunk of log.readAll({ streamPrefixes: ['main.'] })) {
    for (const { id, stream, revision, position, recordedAt } of chunk) {
      stored.set(id, { id, stream, revision, position, recordedAt, alreadyRecorded: false })
    }
  }
  expect(recorded).toEqual(movements.map(({ id }) => stored.get(id)))
  const again = await inventory.record(movements)
  expect(again).toEqual(recorded.map((one) => ({ ...one, alreadyRecorded: true })))
})

test('a frozen snapshot is reproduced, also after late entries', async () => {
  const { inventory, log } = await onEventStore()
  await inventory.import(fileOf(300))
  const snapshot = await inventory.snapshots.create({ name: 'end of march', asOf: march })
  await inventory.record(received('late', 'I1'))
  const another = openInventory({ log })
  expect(await another.snapshots.verify(snapshot.id)).toMatchObject({ ok: true })
  expect((await another.asOf(march)).digest()).not.toEqual(
    (await another.snapshots.read(snapshot.id)).digest(),
  )
})

test('two processes import the same file at the same time: each movement is recorded once, by one of them', async () => {
  const { inventory, log } = await onEventStore()
  const another = openInventory({ log })
  const reports = await Promise.all([
    inventory.import(fileOf(800), { batchSize: 90 }),
    another.import(fileOf(800), { batchSize: 110 }),
  ])
  const [mine, theirs] = reports
  expect(mine.imported + theirs.imported).toBe(800)
  expect(mine.imported + mine.alreadyThere).toBe(800)
  expect((await inventory.head()).events).toBe(800)
  expect((await inventory.verify()).problems).toEqual([])
})

test('a workspace sees nothing of another on the same server', async () => {
  const { inventory, log } = await onEventStore()
  const other = openInventory({ log, workspace: 'other' })
  await inventory.record(received('R1', 'tea'))
  await other.record([received('R1', 'milk'), received('R2', 'milk')])
  expect((await inventory.head()).events).toBe(1)
  expect([...(await other.asOf(june)).levels()].map(({ item, onHand }) => [item, onHand])).toEqual([
    ['milk', '20'],
  ])
})
