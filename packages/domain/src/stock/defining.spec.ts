import { describe, expect, it } from 'vitest'
import { fold, type Given, on } from './history.spec.support.ts'
import { define, market, receipt } from './trade.spec.support.ts'

const item = (...given: readonly Given[]) => fold(given).find('item', 'item')
const atA = (...given: readonly Given[]) => fold(given).find('override', 'A')?.attributes

describe('defining an item', () => {
  it('merges field by field; arrays and prices replace; null clears', () => {
    const first = define({
      name: 'Tea',
      group: 'dry',
      merchandising: ['a', 'b'],
      prices: { retail: '5.00', trade: '4' },
      minimum: '2',
      taxable: 'VAT',
    })
    const second = define({ name: 'Green tea', group: null, merchandising: ['c'], prices: { retail: '6' } })
    expect(item(first, second)).toMatchObject({
      name: 'Green tea',
      group: null,
      merchandising: ['c'],
      prices: { retail: '6' },
      minimum: '2',
      taxable: 'VAT',
    })
    expect(item(first, define({ merchandising: null, prices: null }))).toMatchObject({
      merchandising: [],
      prices: {},
    })
  })

  it('is as of its time, whenever it was recorded', () => {
    const given = [on('2027-02-01', define({ name: 'new' })), on('2027-01-01', define({ name: 'old' }))]
    expect(item(...given)?.name).toBe('new')
    expect(fold(given, '2027-01-31').find('item', 'item')?.name).toBe('old')
  })

  it('merges per field at each branch too; null gives the branch back to the item', () => {
    const given = [
      define({ minimum: '1', branches: { A: { minimum: '5', vendor: 'Acme', prices: { retail: '7.0' } } } }),
      define({ branches: { A: { minimum: null, maximum: '9' }, B: { stocked: false } } }),
    ]
    expect(atA(...given)).toEqual({ maximum: '9', prices: { retail: '7' }, vendor: 'Acme' })
    expect(fold(given).find('override', 'B')?.attributes).toEqual({ stocked: false })
  })

  it('keeps equal attributes of a branch in equal order, however they came', () => {
    const at = (...branches: readonly NonNullable<Parameters<typeof define>[0]['branches']>[string][]) =>
      JSON.stringify(atA(...branches.map((A) => define({ branches: { A } }))))
    expect(at({ vendor: 'v', group: 'g' })).toBe(at({ group: 'g' }, { vendor: 'v' }))
  })
})

describe('costs set by a person', () => {
  it('hold at every branch until a receipt or the branch itself has another', () => {
    const given = [
      define({ name: 'Tea' }),
      define({ lastReceiptCost: '5', marketCost: '6' }),
      receipt('1', '7', { branch: 'B' }),
    ]
    expect([fold(given).costs('A').lastReceipt, fold(given).costs('B').lastReceipt]).toEqual(['5', '7'])
    expect([fold(given).costs('A').market, fold(given).costs('B').market]).toEqual(['6', '6'])
  })

  it('set again for the item replace those of its branches', () => {
    const given = [market('8', 'B'), market('6')]
    expect([fold(given).costs('A').market, fold(given).costs('B').market]).toEqual(['6', '6'])
    expect(fold([...given, market('9', 'B')]).costs('B').market).toBe('9')
  })

  it('are cleared by null', () => {
    expect(
      fold([define({ marketCost: '6' }), define({ marketCost: null, lastReceiptCost: null })]).costs(),
    ).toMatchObject({
      market: null,
      lastReceipt: null,
    })
  })
})
