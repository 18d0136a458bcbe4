import { firstValueFrom } from 'rxjs'
import { expect, it } from 'vitest'
import { openTrade, received } from './trade.ts'

const first = received('R1', '2027-03-01T09:00Z', '10', '4')

it('a view of nothing stands where the head stands, and what is recorded later comes after it', async () => {
  const { inventory } = openTrade()
  const nothing = await inventory.now()
  const { position } = await inventory.head()
  expect([nothing.position, position]).toEqual([0, 0])
  expect(await inventory.lastEventKnownTo(nothing)).toBeNull()
  const empty = nothing.digest()

  await inventory.record(first)
  const now = await inventory.now()
  const changed = await inventory.itemsRecorded({ after: nothing.position, through: now.position })
  expect(changed).toEqual(new Set(['tea']))
  const next = await firstValueFrom(inventory.events({ after: nothing.position }))
  expect(next).toMatchObject({ id: 'R1', position: now.position })
  expect(nothing.digest()).toEqual(empty)
  const lines = inventory.compare(nothing, now).bridge.map(({ kind, value }) => [kind, value])
  expect(lines).toEqual([
    ['opening', '0'],
    ['late-quantity', '40'],
    ['closing', '40'],
  ])
})

it('a trend of nothing, and a view that knows nothing yet, stand there too', async () => {
  const { inventory } = openTrade()
  const input = { from: '2027-01-01T00:00Z', to: '2027-03-01T00:00Z', every: 'month-end' } as const
  expect(await inventory.trend(input)).toMatchObject({ position: 0 })
  expect((await inventory.asOf('2027-03-31T00:00Z', { knownThrough: new Date(0) })).position).toBe(0)
})
