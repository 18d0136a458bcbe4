import { type EventLog, memoryLog } from '@tidemark/log'
import { expect, test } from 'vitest'
import { type Inventory, inventoryReducer, openInventory, type TimelineCache } from '../src/index.ts'
import { kept, lasting } from './lasting.ts'
import { soldByBranch } from './sold-by-branch.ts'
import { received, sold } from './trade.ts'

const clock = () => Date.parse('2027-12-31T00:00:00Z')

const customers = inventoryReducer({
  name: 'customers',
  version: 1,
  initial: {} as { readonly [customer: string]: number },
  on: {
    StockSold: (state, { customer = 'nobody' }) => ({ ...state, [customer]: (state[customer] ?? 0) + 1 }),
  },
})

/** A log that lasts, and what a work makes with how much it reads of it. */
function counted() {
  const { log, read } = lasting(memoryLog({ clock }))
  const readBy = async <Result>(work: () => Promise<Result>): Promise<readonly [Result, number]> => {
    const before = read()
    return [await work(), read() - before]
  }
  return { log, readBy }
}

function open(log: EventLog, cache?: TimelineCache): Inventory {
  return openInventory({ log, cache, clock, timeline: { sliceFacts: 20, looseFacts: 0, keyframeFacts: 40 } })
}

async function record(inventory: Inventory, from: number, to: number): Promise<void> {
  const day = (n: number) => new Date(Date.UTC(2027, 0, 1 + (n % 100))).toISOString()
  const movement = (n: number) =>
    n % 5 === 0
      ? received(`M${n}`, day(n), '9', '2', { item: `I${n % 7}` })
      : sold(`M${n}`, day(n), '2', '9', { item: `I${n % 7}`, branch: `B${n % 3}`, customer: `C${n % 4}` })
  await inventory.record(Array.from({ length: to - from }, (_, i) => movement(from + i)))
}

/** What both projections say of all items, at two instants and as known before. */
async function answers(inventory: Inventory, projection = soldByBranch()) {
  const sales = inventory.project(projection)
  const who = inventory.project(customers)
  const all = []
  for (const asOf of ['2027-02-01T00:00Z', '2027-12-31T00:00Z']) {
    for (const knownThrough of [undefined, 'main.item-I1@3']) {
      const [units, buyers] = [
        await sales.asOf(asOf, { knownThrough }),
        await who.asOf(asOf, { knownThrough }),
      ]
      all.push(units.units().map((item) => [item, units.unit(item), customers.stateIn(buyers.unit(item))]))
    }
  }
  return all
}

test('one that starts again reads only what is new, beside stock, and says what one says that reads everything', async () => {
  const { log, readBy } = counted()
  const cache = kept()
  const first = open(log, cache)
  await record(first, 0, 300)
  await first.now()
  const [before, whole] = await readBy(() => answers(first))
  expect(whole).toBe(600)
  await first.close()
  const second = open(log, cache)
  expect(await readBy(() => answers(second))).toEqual([before, 0])
  expect((await readBy(() => second.now()))[1]).toBe(0)
  await record(second, 300, 320)
  expect((await readBy(() => answers(second)))[1]).toBe(40)
  expect(await answers(second)).toEqual(await answers(open(log)))
})

test('what was read for somebody who acts is kept when the inventory of the host is closed', async () => {
  const { log, readBy } = counted()
  const cache = kept()
  const first = open(log, cache)
  await record(first, 0, 50)
  await answers(first.as({ id: 'ann', permissions: ['inventory.read'] }))
  await first.close()
  expect((await readBy(() => answers(open(log, cache))))[1]).toBe(0)
})

test('another version, another log, and a cache that is damaged are read again', async () => {
  const { log, readBy } = counted()
  const cache = kept()
  const first = open(log, cache)
  await record(first, 0, 100)
  const before = await answers(first)
  await first.close()
  expect(await readBy(() => answers(open(log, cache), soldByBranch(2)))).toEqual([before, 100])
  const other = counted()
  await record(open(other.log), 1000, 1100)
  expect((await other.readBy(() => answers(open(other.log, cache))))[1]).toBe(200)
  const same = counted()
  await record(open(same.log), 0, 100)
  expect(await same.readBy(() => answers(open(same.log, cache)))).toEqual([before, 200])
  for (const name of cache.names()) {
    const damaged = kept()
    const put = new Map(cache.names().map((one) => [one, cache.read(one) ?? new Uint8Array(0)]))
    const blob = put.get(name)
    if (blob === undefined || blob.length === 0) continue
    blob[blob.length >> 1] = (blob[blob.length >> 1] ?? 0) ^ 1
    damaged.write({ put, remove: [] })
    expect(await answers(open(log, damaged))).toEqual(before)
  }
})

test('what another process has put in its place meanwhile is told, and gone on from when asked again', async () => {
  const { log, readBy } = counted()
  const cache = kept()
  const first = open(log, cache)
  await record(first, 0, 200)
  await answers(first)
  await first.close()
  // Restored, and not yet loaded.
  const sales = open(log, cache).project(soldByBranch())
  const view = await sales.asOf('2027-01-02T00:00Z')
  const third = open(log, cache)
  await record(third, 200, 400)
  await answers(third)
  await third.close()
  expect(() => view.unit('I1')).toThrow(expect.objectContaining({ code: 'CACHE_DAMAGED' }))
  const [again, read] = await readBy(() => sales.asOf('2027-12-31T00:00Z'))
  expect(read).toBe(0)
  const expected = await open(log).project(soldByBranch()).asOf('2027-12-31T00:00Z')
  for (const item of expected.units()) expect(again.unit(item)).toEqual(expected.unit(item))
})
