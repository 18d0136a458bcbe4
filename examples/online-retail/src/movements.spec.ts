import { expect, test } from 'vitest'
import { aLine, stream } from './a-line.ts'
import type { RetailLine } from './line.ts'
import { movementsOf } from './movements.ts'
import { surveyLines } from './survey.ts'

async function movements(...lines: RetailLine[]) {
  return Array.fromAsync(movementsOf(stream(lines), await surveyLines(stream(lines))))
}

test('a sale carries its document, its customer, its country and the exact amount of its line', async () => {
  expect(await movements(aLine({ quantity: 64, unitPrice: '2.55', country: 'EIRE' }))).toEqual([
    {
      type: 'StockSold',
      id: '536365/1',
      occurredAt: '2010-12-01T08:26:00Z',
      document: '536365',
      line: '1',
      item: '85123A',
      branch: 'UK',
      quantity: '64',
      netAmount: '163.2',
      customer: '17850',
      tags: { country: 'EIRE' },
    },
  ])
})

test('an amount that a float would get wrong is exact', async () => {
  const [sold] = await movements(aLine({ quantity: 999_999_999_999, unitPrice: '999999999999.999999' }))
  expect(sold).toMatchObject({ netAmount: '999999999998999999000000.000001' })
})

test('two equal lines are two movements', async () => {
  const made = await movements(aLine(), aLine())
  expect(made.map((movement) => movement.id)).toEqual(['536365/1', '536365/2'])
})

test('service lines become nothing and still count as lines of their invoice', async () => {
  const made = await movements(aLine(), aLine({ code: 'POST' }), aLine({ invoice: '7' }), aLine())
  expect(made.map((movement) => movement.id)).toEqual(['536365/1', '7/1', '536365/3'])
})

test('a return names the sale it came from', async () => {
  const made = await movements(aLine(), aLine({ invoice: 'C9', quantity: -2 }))
  expect(made[1]).toMatchObject({
    type: 'StockReturnedByCustomer',
    id: 'C9/1',
    quantity: '2',
    netAmount: '5.1',
    sale: '536365/1',
    tags: { customer: '17850' },
  })
})

test.each<[string, Partial<RetailLine>]>([
  ['more than was sold', { quantity: -7 }],
  ['another customer', { customer: '1' }],
  ['another item', { code: '22222' }],
])('a return names no sale: %s', async (_, changes) => {
  const made = await movements(aLine(), aLine({ invoice: 'C9', quantity: -2, ...changes }))
  expect(made[1]).not.toHaveProperty('sale')
})

test('a return without a customer names no sale, even when a sale has none either', async () => {
  const made = await movements(aLine({ customer: '' }), aLine({ invoice: 'C9', quantity: -2, customer: '' }))
  expect(made[1]).not.toHaveProperty('sale')
})

test('goods given away are sold for nothing and marked', async () => {
  const made = await movements(
    aLine(),
    aLine({ unitPrice: '0.0' }),
    aLine({ unitPrice: '0.0', customer: '' }),
  )
  expect(made[1]).toMatchObject({
    type: 'StockSold',
    netAmount: '0',
    customer: '17850',
    tags: { free: 'yes' },
  })
  expect(made[1]).not.toHaveProperty('note')
  expect(made[2]).toMatchObject({
    type: 'StockSold',
    netAmount: '0',
    tags: { free: 'yes' },
    note: 'assumed: free goods; price 0 and no customer',
  })
})

test('adjustments keep their sign and their reason', async () => {
  const free = { unitPrice: '0.0', customer: '' }
  const made = await movements(
    aLine(),
    aLine({ ...free, description: 'found', quantity: 3 }),
    aLine({ ...free, description: '', quantity: 3 }),
    aLine({ ...free, description: 'damaged', quantity: -3 }),
    aLine({ ...free, description: 'HOLDER', quantity: -3 }),
  )
  expect(made.slice(1)).toMatchObject([
    { type: 'StockAdjusted', quantity: '3', reason: 'found' },
    { type: 'StockAdjusted', quantity: '3', reason: 'not stated' },
    { type: 'StockAdjusted', quantity: '-3', reason: 'damaged' },
    { type: 'StockAdjusted', quantity: '-3', reason: 'not stated' },
  ])
})

test('a file out of order is refused with its line', async () => {
  const late = aLine({ row: 3, localTime: '2010-11-30 10:00:00' })
  await expect(movements(aLine(), late)).rejects.toThrow('line 3: earlier than the line before it')
})

test('a sign that contradicts the kind is refused with its line', async () => {
  await expect(movements(aLine({ invoice: 'C9', row: 5 }))).rejects.toThrow(
    'line 5: Quantity 6 has the wrong sign',
  )
  await expect(movements(aLine({ quantity: 0, row: 5 }))).rejects.toThrow(
    'line 5: Quantity 0 has the wrong sign',
  )
})
