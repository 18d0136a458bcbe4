import { memoryLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import { expect, test } from 'vitest'
import { askingAs, march, NOW } from './asking.ts'

test('a history asked for before anything was recorded goes on with what is recorded first', async () => {
  const clock = () => NOW
  const inventory = openInventory({ log: memoryLog({ clock }), clock })
  const ask = askingAs(inventory)
  const before = await ask('/api/history?parts=1')
  expect([before.status, before.json.from, before.json.density]).toEqual([200, null, [0]])
  await inventory.record(march)
  const after = await ask('/api/history?parts=1')
  expect([after.status, after.json.from, after.json.density]).toEqual([
    200,
    '2027-03-01T09:00:00.000Z',
    [march.length],
  ])
})
