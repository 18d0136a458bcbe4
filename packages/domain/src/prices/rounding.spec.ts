import { formatMicros, toMicros } from '@tidemark/projection'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PriceRounding, priceRoundings, roundPrice } from './rounding.ts'

const rounded = (price: string, rounding: PriceRounding) =>
  formatMicros(roundPrice(toMicros(price), rounding))

describe('price rounding', () => {
  it('none leaves a price as it is', () => {
    expect(rounded('4.444444', 'none')).toBe('4.444444')
  })

  it.each([
    ['4.444', '4.44'],
    ['4.445', '4.45'],
    ['4.444999', '4.44'],
  ])('to .01: %s becomes %s', (price, expected) => expect(rounded(price, '.01')).toBe(expected))

  it.each([
    ['0', '0'],
    ['0.000001', '0.09'],
    ['0.04', '0.09'],
    ['0.139999', '0.09'],
    ['0.14', '0.19'],
    ['4.44', '4.49'],
    ['4.439999', '4.39'],
    ['4.99', '4.99'],
    ['5', '4.99'],
    ['5.03', '4.99'],
    ['5.04', '5.09'],
  ])('to .09: %s becomes %s', (price, expected) => expect(rounded(price, '.09')).toBe(expected))

  it.each([
    ['0.49', '0'],
    ['0.5', '1'],
    ['7.5', '8'],
  ])('to 1.00: %s becomes %s', (price, expected) => expect(rounded(price, '1.00')).toBe(expected))

  it.each([
    ['2.499999', '0'],
    ['2.5', '5'],
    ['12.49', '10'],
  ])('to 5.00: %s becomes %s', (price, expected) => expect(rounded(price, '5.00')).toBe(expected))

  it('refuses a price below zero', () => {
    expect(() => roundPrice(-1n, '.01')).toThrow(RangeError)
  })

  it('refuses a rounding there is none of', () => {
    // As a host without types may call it.
    expect(() => roundPrice(1n, '.123' as PriceRounding)).toThrow(RangeError)
  })

  it('changes nothing a second time, and never by more than a step', () => {
    const steps: Readonly<Record<PriceRounding, string>> = {
      none: '0',
      '.01': '0.005',
      // Below .09 there is only .09 to go to.
      '.09': '0.09',
      '1.00': '0.5',
      '5.00': '2.5',
    }
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), fc.constantFrom(...priceRoundings), (price, rounding) => {
        const once = roundPrice(price, rounding)
        expect(roundPrice(once, rounding)).toBe(once)
        const moved = once > price ? once - price : price - once
        expect(moved <= toMicros(steps[rounding])).toBe(true)
      }),
      { seed: 1 },
    )
  })
})
