import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on } from './history.spec.support.ts'
import { amending, order, receipt, voiding } from './trade.spec.support.ts'

const onOrder = (...given: readonly Given[]) => fold(given).branch().onOrder
const received = (quantity: string, line?: string) =>
  receipt(quantity, '1', { purchaseOrder: 'PO', ...(line === undefined ? {} : { purchaseOrderLine: line }) })

describe('on order', () => {
  it('is ordered - received while the line is ordered', () => {
    expect(onOrder(order('10'), received('4'))).toBe('6')
  })

  it('is never below zero: more than ordered may come', () => {
    expect(onOrder(order('10'), received('12'))).toBe('0')
    expect(onOrder(order('10'), received('12'), order('15'))).toBe('3')
  })

  it.each(['draft', 'closed', 'cancelled'] as const)('is nothing while the line is %s', (status) => {
    expect(onOrder(order('10', { status }))).toBe('0')
    expect(onOrder(order('10'), received('4'), order('10', { status }))).toBe('0')
    expect(onOrder(order('10', { status }), received('4'), order('10'))).toBe('6')
  })

  it('is lowered by what came while the lines were drafts, in their order', () => {
    const lines = (status: 'draft' | 'ordered') => [
      order('20', { line: '1', status }),
      order('5', { line: '2', status }),
    ]
    expect(onOrder(...lines('draft'), received('20'), ...lines('ordered'))).toBe('5')
    expect(
      onOrder(order('20', { line: '1', status: 'draft' }), order('5', { line: '2' }), received('5')),
    ).toBe('0')
  })

  it('takes the line as last saved', () => {
    expect(
      onOrder(
        order('10'),
        received('4'),
        order('20', { unitCost: '3', supplier: 'Acme', dueOn: '2027-05-01' }),
      ),
    ).toBe('16')
  })

  it('moves with the line to another branch', () => {
    const { branch } = fold([order('10'), received('4'), order('10', { branch: 'B' })])
    expect([branch('A').onOrder, branch('B').onOrder]).toEqual(['0', '6'])
  })

  it('is lowered at the branch of the order, wherever the goods come in', () => {
    const { branch } = fold([order('10'), receipt('4', '1', { purchaseOrder: 'PO', branch: 'B' })])
    expect([branch('A').onOrder, branch('B').onOrder]).toEqual(['6', '0'])
  })

  it('is lowered by a receipt that was there before the order was saved', () => {
    expect(onOrder(received('4'), order('10'))).toBe('6')
    expect(onOrder(received('4'), order('3', { line: '1' }), order('5', { line: '2' }))).toBe('4')
  })

  it('is not lowered by a receipt without the order, or of another one', () => {
    expect(onOrder(order('10'), receipt('4', '1'), receipt('4', '1', { purchaseOrder: 'other' }))).toBe('10')
  })

  it('is as it would have been when a receipt is void or amended', () => {
    const given = [order('10'), as('R', received('4'))]
    expect(onOrder(...given, voiding('R'))).toBe('10')
    expect(onOrder(...given, amending('R', { quantity: '7' }))).toBe('3')
  })
})

describe('an order of several lines', () => {
  const lines = [order('5', { line: '1' }), order('7', { line: '2' })]
  const of = (line: string, given: readonly Given[]) =>
    Object.values(fold(given).state.units.tea?.order ?? {}).find((record) => record.line === line)?.received

  it('a receipt that names a line lowers that line', () => {
    expect(of('2', [...lines, received('4', '2')])).toBe(4_000_000n)
    expect(onOrder(...lines, received('4', '2'))).toBe('8')
  })

  it('a receipt that names none lowers the lines in order', () => {
    const given = [...lines, received('8')]
    expect([of('1', given), of('2', given)]).toEqual([5_000_000n, 3_000_000n])
  })

  it('takes line 2 before line 10', () => {
    const given = [order('5', { line: '10' }), order('7', { line: '2' }), received('8')]
    expect(of('2', given)).toBe(7_000_000n)
    expect(of('10', given)).toBe(1_000_000n)
  })

  it('what is more than all lines order goes to the last', () => {
    const given = [...lines, received('20')]
    expect([of('1', given), of('2', given)]).toEqual([5_000_000n, 15_000_000n])
    expect(onOrder(...given)).toBe('0')
  })
})

describe('last purchased', () => {
  const purchased = (...given: readonly Given[]) => fold(given).branch().lastPurchasedOn

  it('is when an order with the item was last saved as ordered, not when it is due', () => {
    expect(purchased(on('2027-03-02', order('10', { dueOn: '2027-05-01' })))).toBe('2027-03-02T00:00:00.000Z')
    expect(purchased(on('2027-03-02', order('10')), on('2027-03-04', order('11')))).toBe(
      '2027-03-04T00:00:00.000Z',
    )
  })

  it.each(['draft', 'closed', 'cancelled'] as const)('is not set by saving it as %s', (status) => {
    expect(purchased(on('2027-03-02', order('10', { status })))).toBeNull()
    expect(purchased(on('2027-03-02', order('10')), on('2027-03-04', order('10', { status })))).toBe(
      '2027-03-02T00:00:00.000Z',
    )
  })

  it('is not set by a receipt', () => {
    expect(purchased(received('3'))).toBeNull()
  })
})
