import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aLine, stream } from './a-line.ts'
import { deriveReceipts, medianPrice } from './derive-receipts.ts'
import type { RetailLine } from './line.ts'
import { movementsOf } from './movements.ts'
import { OnHand } from './on-hand.ts'
import { surveyLines } from './survey.ts'

async function derived(...lines: RetailLine[]) {
  return deriveReceipts(await surveyLines(stream(lines)))
}

test('the first month is covered by opening stock, each later one on the 20th of the month before', async () => {
  const facts = await derived(
    aLine({ quantity: 6 }),
    aLine({ quantity: 4, localTime: '2011-05-09 10:00:00' }),
    aLine({ quantity: 5, localTime: '2011-05-10 10:00:00' }),
  )
  expect(facts.filter((fact) => fact.type === 'StockReceived')).toEqual([
    {
      type: 'StockReceived',
      id: 'opening/85123A',
      occurredAt: '2010-12-01T00:00:00Z',
      item: '85123A',
      branch: 'UK',
      quantity: '6',
      unitCost: '1.53',
      note: 'derived: opening stock to cover 2010-12; cost 0.6 of the median price',
    },
    {
      type: 'StockReceived',
      id: 'receipt/2011-05/85123A',
      occurredAt: '2011-04-20T06:00:00Z',
      item: '85123A',
      branch: 'UK',
      quantity: '9',
      unitCost: '1.53',
      note: 'derived: receipt to cover 2011-05; cost 0.6 of the median price',
    },
  ])
})

test('what came back in one month need not be bought for the next', async () => {
  const facts = await derived(
    aLine({ quantity: 6 }),
    aLine({ invoice: 'C1', quantity: -4 }),
    aLine({ quantity: 5, localTime: '2011-01-09 10:00:00' }),
  )
  const bought = facts.filter((fact) => fact.type === 'StockReceived').map((fact) => fact.quantity)
  expect(bought).toEqual(['6', '1'])
})

test('an item is named by the description most of its sales bear', async () => {
  const facts = await derived(
    aLine({ description: 'wrong' }),
    aLine({ description: 'HOLDER' }),
    aLine({ description: 'HOLDER' }),
    aLine({ description: 'damaged', quantity: -1, unitPrice: '0.0' }),
    aLine({ description: 'damaged', quantity: -1, unitPrice: '0.0' }),
    aLine({ description: 'damaged', quantity: -1, unitPrice: '0.0' }),
  )
  expect(facts.find((fact) => fact.type === 'ItemDefined')).toMatchObject({ item: '85123A', name: 'HOLDER' })
})

test('an item never sold is named by its code and costs nothing, and says so', async () => {
  const facts = await derived(aLine({ quantity: -2, unitPrice: '0.0', description: 'thrown away' }))
  expect(facts.slice(1)).toMatchObject([
    { type: 'ItemDefined', name: '85123A', note: 'derived: never sold, named by its code' },
    { type: 'StockReceived', unitCost: '0', note: expect.stringContaining('cost 0, no price known') },
  ])
})

test('facts of one instant come branch first, then items, then stock, by code point', async () => {
  const facts = await derived(aLine({ code: '22222' }), aLine({ code: '11111b' }), aLine({ code: '11111B' }))
  expect(facts.map((fact) => fact.id)).toEqual([
    'branch/UK',
    'item/11111B',
    'item/11111b',
    'item/22222',
    'opening/11111B',
    'opening/11111b',
    'opening/22222',
  ])
})

test('the median is of what was charged, as often as it was charged, and by value, not by text', () => {
  expect(
    medianPrice(
      new Map([
        ['10.95', 2],
        ['2.55', 1],
      ]),
    ),
  ).toBe('10.95')
  expect(
    medianPrice(
      new Map([
        ['10.95', 1],
        ['2.55', 1],
      ]),
    ),
  ).toBe('2.55')
  expect(medianPrice(new Map())).toBeUndefined()
})

test('stock is never negative, whatever moves', async () => {
  const change = fc.record({
    day: fc.integer({ min: 0, max: 399 }),
    quantity: fc.integer({ min: -9, max: 9 }).filter((units) => units !== 0),
    back: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 30 }), async (changes) => {
      const lines = changes
        .toSorted((a, b) => a.day - b.day)
        .map(({ day, quantity, back }) => {
          const date = new Date(Date.UTC(2010, 11, 1) + day * 86_400_000).toISOString().slice(0, 10)
          const localTime = `${date} 12:00:00`
          if (quantity > 0) return aLine({ localTime, quantity })
          return back
            ? aLine({ localTime, quantity, invoice: 'C1' })
            : aLine({ localTime, quantity, unitPrice: '0.0' })
        })
      const survey = await surveyLines(stream(lines))
      const movements = [
        ...deriveReceipts(survey),
        ...(await Array.fromAsync(movementsOf(stream(lines), survey))),
      ].toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0))
      const onHand = new OnHand()
      for (const movement of movements) onHand.follow(movement)
      expect(onHand.lowest).toBe(0)
    }),
    { seed: 3 },
  )
})
