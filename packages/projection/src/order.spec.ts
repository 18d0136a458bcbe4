import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinKey } from './key.ts'
import { compareCodePoints, compareFoldOrder } from './order.ts'

const runs = { numRuns: 1000 }

const anyText = fc.string({
  unit: fc.constantFrom('a', 'b', 'Z', 'é', '\uD7FF', '\uE000', '\uFFFD', '😀', '𐀀', '\u{10FFFF}'),
})

function byCodePointArrays(a: string, b: string): number {
  const x = Array.from(a, (character) => character.codePointAt(0) ?? 0)
  const y = Array.from(b, (character) => character.codePointAt(0) ?? 0)
  for (const [i, code] of x.entries()) {
    const other = y[i]
    if (other === undefined) return 1
    if (code !== other) return code - other
  }
  return x.length - y.length
}

describe('the order of texts', () => {
  it('puts astral characters after the whole basic plane, unlike `<`', () => {
    const texts = ['😀', '\uFFFD', '\uE000', 'z', '\uD7FF']
    expect(texts.toSorted(compareCodePoints)).toEqual(['z', '\uD7FF', '\uE000', '\uFFFD', '😀'])
    expect(texts.toSorted()).not.toEqual(texts.toSorted(compareCodePoints))
  })

  it('puts a text before its continuations, and upper case before lower', () => {
    expect(['ab', 'a', '', 'B', 'abc'].toSorted(compareCodePoints)).toEqual(['', 'B', 'a', 'ab', 'abc'])
  })

  it('is that of the code points one by one', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(byCodePointArrays(a, b)))
      }),
      runs,
    )
  })
})

describe('the order of folding', () => {
  it('is by occurrence, then by position', () => {
    const places = [
      { occurredAt: 2, position: 1 },
      { occurredAt: 1, position: 3 },
      { occurredAt: 1, position: 2 },
    ]
    expect(places.toSorted(compareFoldOrder)).toEqual([places[2], places[1], places[0]])
  })
})

describe('a joined key', () => {
  it('is shared by no two pairs', () => {
    expect(joinKey('ab', 'c')).not.toBe(joinKey('a', 'bc'))
    const tricky = fc.string({ unit: fc.constantFrom('1', '2', ':', 'a') })
    fc.assert(
      fc.property(tricky, tricky, tricky, tricky, (a, b, c, d) => {
        expect(joinKey(a, b) === joinKey(c, d)).toBe(a === c && b === d)
      }),
      runs,
    )
  })
})
