import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on } from './history.spec.support.ts'
import { amending, customerReturn, define, receipt, sale, voiding } from './trade.spec.support.ts'

const figures = (...given: readonly Given[]) => {
  const { sales, costOfSales } = fold([receipt('100', '6'), ...given]).branch()
  return [sales, costOfSales]
}

describe('sales and cost of sales', () => {
  it('add up what was sold, without tax', () => {
    expect(figures(sale('2', { netAmount: '20' }), sale('1', { netAmount: '9.5' }))).toEqual(['29.5', '18'])
    expect(figures(sale('2', { grossAmount: '24', taxAmount: '4' }))).toEqual(['20', '12'])
  })

  it('subtract returns, in the period they occur', () => {
    const sold = on('2027-01-20', as('S', sale('5', { netAmount: '50' })))
    const back = on('2027-02-03', customerReturn('2', { sale: 'S', grossAmount: '24', taxAmount: '4' }))
    expect(figures(sold, back)).toEqual(['30', '18'])
    expect(fold([receipt('100', '6'), sold, back], '2027-01-31').branch()).toMatchObject({
      sales: '50',
      costOfSales: '30',
    })
  })

  it('are as if a void sale had never been, and an amended one had been so', () => {
    const sold = as('S', sale('5', { grossAmount: '60', taxAmount: '10' }))
    expect(figures(sold, voiding('S'))).toEqual(['0', '0'])
    expect(figures(sold, amending('S', { quantity: '2', netAmount: '21' }))).toEqual(['21', '12'])
  })
})

describe('last sold on', () => {
  const lastSold = (...given: readonly Given[]) => fold(given).branch().lastSoldOn

  it('is the date of the last sale or return at the branch', () => {
    expect(lastSold(receipt('1', '6'))).toBeNull()
    expect(lastSold(on('2027-01-05', sale('1')))).toBe('2027-01-05T00:00:00.000Z')
    expect(lastSold(on('2027-01-05', sale('1')), on('2027-01-09', customerReturn('1')))).toBe(
      '2027-01-09T00:00:00.000Z',
    )
    expect(lastSold(on('2027-01-05', sale('1', { branch: 'B' })))).toBeNull()
  })

  it('is set by a direct sale too', () => {
    expect(lastSold(on('2027-01-05', sale('1', { direct: { unitCost: '1' } })))).toBe(
      '2027-01-05T00:00:00.000Z',
    )
  })
})

describe('margins below what is expected', () => {
  const margins = define({ expectedMargin: '40', minimumMargin: '20' })
  const flags = (netAmount: string, ...more: readonly Given[]) => {
    const sold = on('2027-01-05', sale('1', { netAmount }))
    const { lastBelowExpectedOn, lastBelowMinimumOn } = fold([
      margins,
      ...more,
      receipt('9', '6'),
      sold,
    ]).branch()
    return [lastBelowExpectedOn !== null, lastBelowMinimumOn !== null]
  }

  it.each([
    ['10', 40, [false, false]],
    ['9.999999', 39.9, [true, false]],
    ['7.5', 20, [true, false]],
    ['7.499999', 19.9, [true, true]],
    ['5', -20, [true, true]],
  ])('a sale at %s, a margin of %s %%', (netAmount, _, expected) => {
    expect(flags(netAmount)).toEqual(expected)
  })

  it('are taken from the branch where it has its own', () => {
    expect(flags('9', define({ branches: { A: { expectedMargin: '30' } } }))).toEqual([false, false])
    expect(flags('9', define({ branches: { B: { expectedMargin: '30' } } }))).toEqual([true, false])
  })

  it('are not flagged where nothing is expected, or nothing was taken', () => {
    expect(flags('5', define({ expectedMargin: null, minimumMargin: null }))).toEqual([false, false])
    expect(flags('0')).toEqual([false, false])
  })

  it('keep the date of the last such sale', () => {
    const given = [
      margins,
      receipt('9', '6'),
      on('2027-01-05', sale('1', { netAmount: '5' })),
      on('2027-01-06', sale('1', { netAmount: '90' })),
    ]
    expect(fold(given).branch().lastBelowMinimumOn).toBe('2027-01-05T00:00:00.000Z')
  })
})
