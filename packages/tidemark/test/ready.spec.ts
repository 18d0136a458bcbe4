import { memoryLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import { expect, test } from 'vitest'

/** More items than one step takes. */
async function largeInventory() {
  const inventory = openInventory({ log: memoryLog() })
  const receipts = Array.from({ length: 200 }, (_, n) => ({
    id: `R${n}`,
    type: 'StockReceived' as const,
    occurredAt: '2025-01-05T09:00:00Z',
    item: `item-${n}`,
    branch: 'north',
    quantity: '2',
    unitCost: '3',
  }))
  await inventory.record(receipts)
  return inventory
}

test('a view made ready beforehand says what it would have said at once', async () => {
  const inventory = await largeInventory()
  const ready = await (await inventory.asOf('2025-02-01T00:00:00Z')).ready()
  const atOnce = await inventory.asOf('2025-02-01T00:00:00Z')
  expect(ready.digest()).toEqual(atOnce.digest())
  expect(ready.totals()).toEqual([{ onHand: '400', value: '1200', items: 200 }])
})

test('making a view ready can be called off, and asked for again', async () => {
  const inventory = await largeInventory()
  const view = await inventory.asOf('2025-02-01T00:00:00Z')
  const reason = new Error('nobody waits any more')
  await expect(view.ready({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect((await view.ready()).totals()).toEqual([{ onHand: '400', value: '1200', items: 200 }])
})

test('totals in turns are the totals, of a view that is built or not; they can be called off', async () => {
  const inventory = await largeInventory()
  const define = {
    id: 'D1',
    type: 'ItemDefined' as const,
    item: 'item-1',
    occurredAt: '2025-01-04T09:00:00Z',
  }
  await inventory.record({ ...define, group: 'tea', branches: { north: { group: 'coffee' } } })
  const [view, built] = [await inventory.now(), await (await inventory.now()).ready()]
  const by = ['group', 'branch'] as const
  const expected = [
    { group: null, branch: 'north', onHand: '398', value: '1194', items: 199 },
    { group: 'coffee', branch: 'north', onHand: '2', value: '6', items: 1 },
  ]
  for (const one of [view, built]) expect(await one.totalsInTurns({ by })).toEqual(expected)
  expect([view.totals({ by }), built.totals({ by })]).toEqual([expected, expected])
  const reason = new Error('nobody waits any more')
  await expect(view.totalsInTurns({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})
