import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type EventLog, memoryLog, sqliteCache, sqliteLog } from '@tidemark/log'
import { type Inventory, type InventoryEventInput, openInventory, type TimelineCache } from 'tidemark'
import { expect, onTestFinished, test } from 'vitest'
import { kept, lasting } from './lasting.ts'

const clock = () => Date.parse('2027-06-01T00:00:00Z')

function movement(n: number): InventoryEventInput {
  const occurredAt = new Date(Date.UTC(2027, 0, 1 + (n % 100), n % 24)).toISOString()
  const common = { id: `M${n}`, occurredAt, item: `I${n % 7}`, branch: `B${n % 3}` }
  if (n % 5 === 0) return { ...common, type: 'StockReceived', quantity: '20', unitCost: '2.5' }
  if (n % 11 === 0)
    return { ...common, type: 'StockReturnedByCustomer', quantity: '1', netAmount: '4', sale: `M${n - 7}` }
  return { ...common, type: 'StockSold', quantity: '2', netAmount: '9.99' }
}

async function record(inventory: Inventory, from: number, to: number): Promise<void> {
  const movements = Array.from({ length: to - from }, (_, i) => movement(from + i))
  await inventory.record(movements)
}

function open(log: EventLog, cache?: TimelineCache): Inventory {
  return openInventory({ log, cache, clock, timeline: { sliceFacts: 20, looseFacts: 0, keyframeFacts: 40 } })
}

/** Everything a host can ask for that comes from what was read. */
async function answers(inventory: Inventory) {
  const dates = ['2027-01-20T00:00:00Z', '2027-02-28T00:00:00Z', '2027-06-01T00:00:00Z']
  const views = await Promise.all(dates.map((date) => inventory.asOf(date)))
  const [first, , last] = views
  if (first === undefined || last === undefined) throw new Error('three views')
  return {
    digests: views.map((view) => view.digest().digest),
    earlier: (await inventory.asOf('2027-06-01T00:00:00Z', { knownThrough: 'main.item-I1@3' })).digest()
      .digest,
    bridge: inventory.compare(first, last).bridge,
    card: last.explain('I3'),
    anomalies: await inventory.anomalies(),
    snapshots: await inventory.snapshots.list(),
    head: await inventory.head(),
    verified: await inventory.verify(),
  }
}

test('an inventory that starts again reads only what is new, and answers as one that reads everything', async () => {
  const { log, read } = lasting(memoryLog({ clock }))
  const cache = kept()
  const first = open(log, cache)
  await record(first, 0, 300)
  await first.snapshots.create({ id: 'S1', name: 'one', asOf: '2027-02-01T00:00:00Z' })
  await first.asOf('2027-06-01T00:00:00Z')
  await first.close()
  const before = read()
  const second = open(log, cache)
  await record(second, 300, 320)
  await second.asOf('2027-06-01T00:00:00Z')
  expect(read() - before).toBeLessThan(60)
  await second.close()
  expect(await answers(open(log, cache))).toEqual(await answers(open(log)))
})

test('a cache of another log, or of a log that was put back, is not gone on from', async () => {
  const cache = kept()
  const { log } = lasting(memoryLog({ clock }))
  const first = open(log, cache)
  await record(first, 0, 100)
  await first.asOf('2027-06-01T00:00:00Z')
  await first.close()
  for (const count of [40, 200]) {
    const other = lasting(memoryLog({ clock })).log
    // Other ids, so that the event at the kept position is another one.
    const movements = Array.from({ length: count }, (_, n) => ({ ...movement(n), id: `X${n}` }))
    await open(other).record(movements.filter(({ type }) => type !== 'StockReturnedByCustomer'))
    expect(await answers(open(other, cache))).toEqual(await answers(open(other)))
  }
})

test('a cache that is damaged anywhere, or cannot be written, changes no answer', async () => {
  const { log } = lasting(memoryLog({ clock }))
  const whole = kept()
  const writer = open(log, whole)
  await record(writer, 0, 200)
  await writer.asOf('2027-06-01T00:00:00Z')
  await writer.close()
  const expected = await answers(open(log))
  for (const name of whole.names()) {
    const cache = kept()
    const blobs = whole.names().map((other) => [other, whole.read(other) ?? new Uint8Array(0)] as const)
    cache.write({ put: new Map(blobs), remove: [] })
    const blob = whole.read(name) ?? new Uint8Array(0)
    const middle = blob.length >> 1
    blob[middle] = (blob[middle] ?? 0) ^ 4
    cache.write({ put: new Map([[name, blob]]), remove: [] })
    expect(await answers(open(log, cache)), name).toEqual(expected)
  }
  const full: TimelineCache = {
    ...kept(),
    write: () => {
      throw new Error('no room')
    },
  }
  const inventory = open(log, full)
  expect(await answers(inventory)).toEqual(expected)
  await inventory.close()
})

test('the cache in a file goes on after a restart, cut off at any length or deleted', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'inventory.cache')
  const { log, read } = lasting(memoryLog({ clock }))
  const first = open(log, sqliteCache({ path: file }))
  await record(first, 0, 400)
  await first.asOf('2027-06-01T00:00:00Z')
  await first.close()
  const expected = await answers(open(log))
  const before = read()
  const second = open(log, sqliteCache({ path: file }))
  expect((await second.asOf('2027-02-28T00:00:00Z')).digest().digest).toBe(expected.digests[1])
  expect(read()).toBe(before)
  await second.close()
  const whole = readFileSync(file)
  for (let length = 512; length < whole.length; length += Math.ceil(whole.length / 9)) {
    writeFileSync(file, whole.subarray(0, length))
    const damaged = open(log, sqliteCache({ path: file }))
    expect((await damaged.asOf('2027-02-28T00:00:00Z')).digest().digest).toBe(expected.digests[1])
    await damaged.close()
  }
  rmSync(file)
  expect(await answers(open(log, sqliteCache({ path: file })))).toEqual(expected)
})

/** Logs that hold the same but for what was corrected, made one after the other in the same place. */
const madeAnew: readonly [string, (file: string) => Promise<EventLog>][] = [
  ['in memory', async () => memoryLog({ clock })],
  [
    'in a file',
    (file) => {
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
      return sqliteLog({ path: file, clock })
    },
  ],
]

test.each(madeAnew)(
  'a cache of a log that holds other events under the same ids, recorded at the same instants, is not gone on from: %s',
  async (_, make) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-anew-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'log.db')
    const cache = kept()
    const first = open(await make(file), cache)
    await record(first, 0, 100)
    const before = await first.asOf('2027-06-01T00:00:00Z')
    await first.close()
    const { log: anew } = lasting(await make(file))
    const corrected = Array.from({ length: 100 }, (_, n) => movement(n)).map((event) =>
      event.type === 'StockReceived' ? { ...event, quantity: '21' } : event,
    )
    await open(anew).record(corrected)
    expect((await open(anew, cache).asOf('2027-06-01T00:00:00Z')).digest()).not.toEqual(before.digest())
    expect(await answers(open(anew, cache))).toEqual(await answers(open(anew)))
  },
)

const asOf = '2027-06-01T00:00:00Z'
const sale = { ...movement(1), id: 'late' }

test.each<[string, (inventory: Inventory) => Promise<unknown>]>([
  ['a movement', (inventory) => inventory.record([sale]).then(([recorded]) => recorded?.position)],
  ['what would be refused', (inventory) => inventory.refusals([sale])],
  ['the page of an item', (inventory) => inventory.itemSnapshot('I3', { asOf })],
  [
    'the sales of an item',
    (inventory) => inventory.itemSales('I3', { from: '2027-02-03T00:00:00Z', to: asOf }),
  ],
  ['a trend', (inventory) => inventory.trend({ from: '2027-01-01T00:00:00Z', to: asOf, every: 'month-end' })],
  ['anomalies', (inventory) => inventory.anomalies()],
  ['a snapshot', (inventory) => inventory.snapshots.create({ id: 'S', asOf }).then(({ digest }) => digest)],
  ['a proof', (inventory) => inventory.verify()],
])('%s is what it is after another process has replaced what is in the cache', async (_, ask) => {
  const { log } = lasting(memoryLog({ clock }))
  const cache = kept()
  const [first, second] = [open(log, cache), open(log, cache)]
  await first.record({
    id: 'P',
    type: 'CostingPolicySet',
    occurredAt: '2027-04-20T00:00:00Z',
    negativeStock: 'refuse',
  })
  await first.record(Array.from({ length: 20 }, (_, n) => movement(5 * n)))
  await record(first, 100, 200)
  await Promise.all([first.head(), second.head()])
  await first.close()
  const reader = open(log, cache)
  await reader.head()
  await second.close()
  const alone = open(log)
  const answer = await ask(reader)
  expect(answer).toEqual(await ask(alone).then((same) => (typeof same === 'number' ? answer : same)))
})

test('an inventory that leaves its log and cache open for others has kept what it read, and they go on', async () => {
  let closed = 0
  const cache: TimelineCache = { ...kept(), close: () => void closed++ }
  const shared = memoryLog({ clock })
  const { log: counted, read } = lasting(shared)
  const log: EventLog = { ...counted, close: shared.close }
  const [one, other] = [open(log, cache), openInventory({ log, workspace: 'other', clock })]
  await record(one, 0, 100)
  const digest = (await one.asOf(asOf)).digest()
  await one.close({ keepLog: true })
  expect(closed).toBe(0)
  await record(other, 0, 3)
  expect((await other.head()).events).toBe(3)
  const before = read()
  const again = open(log, cache)
  expect((await again.asOf(asOf)).digest()).toEqual(digest)
  expect(read() - before).toBe(0)
  await again.close()
  expect(closed).toBe(1)
  await expect(other.head()).rejects.toMatchObject({ code: 'LOG_CLOSED' })
})
