import { expect, test } from 'vitest'
import { aLine } from './a-line.ts'
import { classify, stockChange } from './classify.ts'
import type { RetailLine } from './line.ts'

const soldAs = (code: string, description: string) => code === '85123A' && description === 'HOLDER'

test.each<[string, Partial<RetailLine>, string]>([
  ['a code without five digits is a service line', { code: 'POST' }, 'service line'],
  [
    'a service line stays one on a credit invoice',
    { code: 'M', invoice: 'C1', quantity: -1 },
    'service line',
  ],
  ['an invoice beginning with C is a return', { invoice: 'C536379', quantity: -1 }, 'customer return'],
  ['a negative quantity without C leaves the stock', { quantity: -3, unitPrice: '0.0' }, 'adjustment out'],
  ['price zero with a customer is free goods', { unitPrice: '0.0' }, 'free goods'],
  [
    'price zero with a text is an adjustment with that reason',
    { unitPrice: '0.0', customer: '', description: 'found' },
    'adjustment in, reason given',
  ],
  [
    'price zero with no text is an adjustment without reason',
    { unitPrice: '0.0', customer: '', description: '' },
    'adjustment in, no reason',
  ],
  [
    'price zero with only the name of the product is taken as free goods',
    { unitPrice: '0.0', customer: '' },
    'free goods, assumed',
  ],
  [
    'the name of another product is a reason like any text',
    { code: '20713', unitPrice: '0.0', customer: '' },
    'adjustment in, reason given',
  ],
  ['anything else is a sale', {}, 'sale'],
  ['a price of a tenth of a penny is a price', { unitPrice: '0.001' }, 'sale'],
  ['a sale needs no customer', { customer: '' }, 'sale'],
])('%s', (_, changes, kind) => {
  expect(classify(aLine(changes), soldAs)).toBe(kind)
})

test('a sale lowers the stock, a return raises it, an adjustment does what its sign says', () => {
  expect(stockChange('sale', 6)).toBe(-6)
  expect(stockChange('free goods', 6)).toBe(-6)
  expect(stockChange('free goods, assumed', 6)).toBe(-6)
  expect(stockChange('customer return', -2)).toBe(2)
  expect(stockChange('adjustment in, reason given', 4)).toBe(4)
  expect(stockChange('adjustment in, no reason', 4)).toBe(4)
  expect(stockChange('adjustment out', -4)).toBe(-4)
  expect(stockChange('service line', 1)).toBe(0)
})
