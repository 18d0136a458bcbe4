import { memoryLog } from '@tidemark/log'
import { expect, it } from 'vitest'
import { openInventory } from '../src/index.ts'

function received(id: string, item: string) {
  return {
    id,
    type: 'StockReceived',
    occurredAt: '2025-03-01T09:00:00Z',
    item,
    branch: 'north',
    quantity: '1',
    unitCost: '1',
  } as const
}

it('tells which items something was recorded of between two views, late entries and corrections too', async () => {
  const log = memoryLog()
  const inventory = openInventory({ log })
  const other = openInventory({ log, workspace: 'other' })
  await inventory.record([received('R1', 'tea'), received('R2', 'coffee')])
  const before = await inventory.now()
  await other.record(received('R1', 'salt'))
  await inventory.record([
    received('R3', 'milk 1/2 %'),
    {
      id: 'V1',
      type: 'MovementVoided',
      occurredAt: '2025-03-02T09:00:00Z',
      item: 'tea',
      movement: 'R1',
      reason: 'x',
    },
  ])
  await inventory.snapshots.create({ id: 'S1' })
  const now = await inventory.now()
  const changed = await inventory.itemsRecorded({ after: before.position, through: now.position })
  expect(changed).toEqual(new Set(['milk 1/2 %', 'tea']))
  expect(await inventory.itemsRecorded({ after: now.position, through: now.position })).toEqual(new Set())
})
