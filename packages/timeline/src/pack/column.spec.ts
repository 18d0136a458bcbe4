import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numberAt, packNumbers, unpackNumbers } from './column.ts'

/** Far apart, close together, multiples of scales, at the edges of what each width holds, and absent. */
const aNumber = fc.oneof(
  fc.integer({ min: -(2 ** 48), max: 2 ** 48 }),
  fc.integer({ min: -300, max: 300 }),
  fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((hundredths) => hundredths * 10_000),
  fc
    .tuple(fc.constantFrom(8, 16, 32, 40, 47, 48), fc.integer({ min: -2, max: 2 }), fc.constantFrom(1, -1))
    .map(([bits, off, sign]) => sign * (2 ** bits + off)),
  fc.constant(Number.NaN),
)

it('a packed column holds every number it was made of', () => {
  fc.assert(
    fc.property(fc.array(aNumber, { minLength: 1, maxLength: 12 }), (numbers) => {
      const column = Float64Array.from(numbers)
      const packed = packNumbers(column)
      if (packed === undefined) {
        const there = numbers.filter((number) => !Number.isNaN(number))
        expect(
          Math.max(...there.map(Math.abs), Math.max(...there) - Math.min(...there)),
        ).toBeGreaterThanOrEqual(2 ** 48 - 1)
        return
      }
      const unpacked = new Float64Array(numbers.length)
      unpackNumbers(packed, numbers.length, unpacked)
      expect([...unpacked]).toEqual(numbers)
      expect(numbers.map((_, row) => numberAt(packed, row))).toEqual(numbers)
    }),
    { numRuns: 2000 },
  )
})
