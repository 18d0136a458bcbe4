import { firstValueFrom } from 'rxjs'
import { expect, it } from 'vitest'
import { openInventory, type TimelineOptions } from '../src/index.ts'
import { openTrade, received } from './trade.ts'

const NONE = undefined

it('an option that is undefined is left out, whichever it is', async () => {
  const { log, clock } = openTrade()
  const timeline: TimelineOptions = { slices: NONE, sliceFacts: NONE, keyframeFacts: NONE, memory: NONE }
  const inventory = openInventory({ log, clock: () => clock.now, timeline })
  await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4'), { signal: NONE })
  const line = { type: 'StockSold', item: 'tea', branch: 'north', quantity: '1', netAmount: '9' } as const
  const at = { occurredAt: '2027-03-02T09:00Z' } as const
  const [sale] = await inventory.recordDocument('INV-7', [{ ...line, ...at, id: NONE }], { signal: NONE })
  expect(sale?.id).toBe('INV-7/1')
  expect(await firstValueFrom(inventory.events({ after: NONE }))).toMatchObject({ id: 'R1' })

  const view = await inventory.now()
  expect(view.totals({ by: NONE })).toEqual(view.totals())
  expect(await view.totalsInTurns({ by: NONE, signal: NONE })).toEqual(view.totals())

  const { id } = await inventory.snapshots.create({ name: 'March', asOf: '2027-03-31T00:00Z' })
  const described = await inventory.snapshots.describe(id, { name: NONE, description: 'all of it' })
  expect(described).toMatchObject({ name: 'March', description: 'all of it' })
  expect((await inventory.snapshots.verify(id, { signal: NONE })).ok).toBe(true)
  expect((await inventory.snapshots.drift(id, { signal: NONE })).rows).toEqual([])
})
