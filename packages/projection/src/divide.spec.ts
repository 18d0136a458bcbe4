import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideRounded, multiply, perUnit, perUnitOfDoubles, prorate, prorateDoubles } from './divide.ts'
import { magnitude, toMicros } from './micros.ts'

const runs = { numRuns: 1000 }

const integer = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })
const small = fc.bigInt({ min: -12n, max: 12n })
const Exact = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_UP })

describe('division', () => {
  it.each([
    [7n, 2n, 4n],
    [-7n, 2n, -4n],
    [7n, -2n, -4n],
    [-7n, -2n, 4n],
    [1n, 3n, 0n],
    [-1n, 3n, 0n],
    [2n, 3n, 1n],
    [-2n, 3n, -1n],
    [2n, -3n, -1n],
    [-2n, -3n, 1n],
    [6n, 3n, 2n],
    [-6n, 3n, -2n],
    [0n, -5n, 0n],
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
  ])('%s / %s rounds half away from zero to %s', (numerator, denominator, quotient) => {
    expect(divideRounded(numerator, denominator)).toBe(quotient)
  })

  it('is what decimal.js calls ROUND_HALF_UP, for any signs and sizes', () => {
    const numbers = fc.oneof(fc.tuple(integer, integer), fc.tuple(small, small))
    fc.assert(
      fc.property(numbers, ([numerator, denominator]) => {
        fc.pre(denominator !== 0n)
        const expected = new Exact(numerator.toString())
          .div(denominator.toString())
          .toDecimalPlaces(0, Decimal.ROUND_HALF_UP)
        expect(divideRounded(numerator, denominator).toString()).toBe(
          expected.plus(0).toFixed(0).replace(/^-0$/, '0'),
        )
      }),
      runs,
    )
  })

  it('by zero is an error', () => {
    expect(() => divideRounded(1n, 0n)).toThrow(RangeError)
  })
})

describe('amounts', () => {
  it('quantity x unit cost is rounded to a micro', () => {
    expect(multiply(toMicros('3'), toMicros('33.333333'))).toBe(toMicros('99.999999'))
    expect(multiply(toMicros('0.5'), toMicros('0.000001'))).toBe(1n)
    expect(multiply(toMicros('-0.5'), toMicros('0.000001'))).toBe(-1n)
  })

  it('the part of an amount that goes with a part of a quantity is rounded once', () => {
    expect(prorate(toMicros('110'), toMicros('1'), toMicros('3'))).toBe(toMicros('36.666667'))
    expect(prorate(toMicros('73.333333'), toMicros('3'), toMicros('2'))).toBe(toMicros('110'))
  })

  it('the whole carries the whole amount', () => {
    fc.assert(
      fc.property(integer, integer, (amount, whole) => {
        fc.pre(whole !== 0n)
        expect(prorate(amount, whole, whole)).toBe(amount)
      }),
      runs,
    )
  })

  it('amount / quantity is the cost a unit', () => {
    expect(perUnit(toMicros('100'), toMicros('3'))).toBe(toMicros('33.333333'))
    expect(perUnit(toMicros('200'), toMicros('3'))).toBe(toMicros('66.666667'))
  })
})

const anAmount = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }))
const aQuantity = fc.oneof(
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: 1, max: 1_000_000_000 }),
  fc.integer({ min: 2 ** 43 - 5, max: 2 ** 43 + 5 }),
)

it('the cost of a unit by doubles is the exact one, or none', () => {
  fc.assert(
    fc.property(anAmount, aQuantity, (amount, quantity) => {
      const cost = perUnitOfDoubles(amount, quantity)
      if (Number.isNaN(cost)) expect(quantity >= 2 ** 43 || Math.abs(amount) * 1e6 >= 2 ** 52).toBe(true)
      else expect(BigInt(cost)).toBe(perUnit(BigInt(amount), BigInt(quantity)))
    }),
    { numRuns: 2000 },
  )
})

const aWhole = fc.oneof(
  fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
  fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
  fc.integer({ min: -9, max: 9 }),
  fc.integer({ min: 2 ** 52 - 5, max: 2 ** 52 + 5 }),
)

it('a part by doubles is the exact one, or none', () => {
  let told = 0
  fc.assert(
    fc.property(aWhole, aWhole, aWhole, (amount, part, whole) => {
      const share = prorateDoubles(amount, part, whole)
      if (whole === 0) {
        expect(share).toBeNaN()
        return
      }
      const exact = prorate(BigInt(amount), BigInt(part), BigInt(whole))
      if (Number.isNaN(share)) {
        const largest = Math.max(Math.abs(amount), Math.abs(part), Math.abs(whole))
        expect(largest >= 2 ** 52 || magnitude(exact) >= 2n ** 50n - 1n).toBe(true)
        return
      }
      told++
      expect(Object.is(share, -0)).toBe(false)
      expect(BigInt(share)).toBe(exact)
    }),
    { numRuns: 20_000 },
  )
  expect(told).toBeGreaterThan(5000)
})

it('a part by doubles is rounded as the exact one is where that is just between two', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(2 ** 48), max: 2 ** 48 }),
      fc.integer({ min: 1, max: 2 ** 25 }),
      (n, half) => {
        // (2n + 1) * half / (2 * half) lies between n and n + 1.
        const amount = 2 * n + 1
        const share = prorateDoubles(amount, half, 2 * half)
        expect(BigInt(share)).toBe(prorate(BigInt(amount), BigInt(half), BigInt(2 * half)))
      },
    ),
    { numRuns: 2000 },
  )
})
