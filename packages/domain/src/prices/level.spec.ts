import { formatMicros, toMicros } from '@tidemark/projection'
import { describe, expect, it } from 'vitest'
import { priceAtLevel } from './level.ts'
import { matrixPrice, type PriceBase } from './matrix.ts'

const source = {
  suggestedList: toMicros('20'),
  prices: { trade: toMicros('15.123456') },
  marketCost: toMicros('10'),
  lastReceiptCost: toMicros('9'),
  averageCost: toMicros('8.5'),
}
const text = (price: bigint | null) => (price === null ? null : formatMicros(price))

describe('a price matrix', () => {
  it.each<[PriceBase, string]>([
    ['suggestedList', '25'],
    ['marketCost', '12.5'],
    ['lastReceiptCost', '11.25'],
    ['averageCost', '10.625'],
    [{ level: 'trade' }, '18.90432'],
  ])('multiplies %j by the factor of the level', (base, expected) => {
    const matrix = { base, coefficients: { retail: toMicros('1.25') } }
    expect(text(matrixPrice(matrix, 'retail', source))).toBe(expected)
  })

  it('has no price for a level without a factor, nor where there is no base', () => {
    const matrix = { base: 'averageCost', coefficients: { retail: toMicros('1.25') } } as const
    expect(matrixPrice(matrix, 'constructor', source)).toBeNull()
    expect(matrixPrice(matrix, 'retail', { averageCost: null })).toBeNull()
    expect(matrixPrice({ ...matrix, base: { level: 'web' } }, 'retail', source)).toBeNull()
  })
})

describe('the price at a level', () => {
  const matrix = {
    base: 'averageCost',
    coefficients: { trade: toMicros('2'), web: toMicros('1.5') },
  } as const

  it("is the item's own, just as it was set", () => {
    expect(text(priceAtLevel('trade', source, { matrix, rounding: '1.00' }))).toBe('15.123456')
  })

  it('else comes from the matrix, rounded', () => {
    expect(text(priceAtLevel('web', source, { matrix, rounding: '.09' }))).toBe('12.79')
    expect(text(priceAtLevel('web', source, { matrix }))).toBe('12.75')
  })

  it('is nothing where neither gives one', () => {
    expect(priceAtLevel('web', source)).toBeNull()
    expect(priceAtLevel('club', source, { matrix })).toBeNull()
  })
})
