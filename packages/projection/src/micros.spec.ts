import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DecimalInput,
  formatMicros,
  isWithinLimit,
  type Micros,
  microsOfDouble,
  ONE,
  readMicros,
  shortMicros,
  toDecimal,
  toMicros,
} from './micros.ts'

const runs = { numRuns: 1000 }

const LARGEST: Micros = 10n ** 18n - 1n
const anyMicros = fc.bigInt({ min: -LARGEST, max: LARGEST })

function codeOf(input: unknown): unknown {
  try {
    // Callers in plain JavaScript hand in anything.
    return toMicros(input as DecimalInput)
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

describe('reading a decimal', () => {
  it('takes decimal strings, numbers and Decimals alike', () => {
    expect([toMicros('12.5'), toMicros(12.5), toMicros(new Decimal('12.5'))]).toEqual(
      Array(3).fill(12_500_000n),
    )
  })

  it.each([
    ['0', 0n],
    ['-0', 0n],
    ['+1', 1_000_000n],
    ['007', 7_000_000n],
    ['.5', 500_000n],
    ['5.', 5_000_000n],
    ['0.000001', 1n],
    ['-0.000001', -1n],
    ['1.50000000', 1_500_000n],
    ['1e3', 1_000_000_000n],
    ['25E-1', 2_500_000n],
    ['1e-6', 1n],
    ['999999999999.999999', LARGEST],
    ['-999999999999.999999', -LARGEST],
  ])('%s', (text, micros) => {
    expect(toMicros(text)).toBe(micros)
  })

  it('takes minus zero for zero', () => {
    expect([toMicros(-0), toMicros(new Decimal('-0'))]).toEqual([0n, 0n])
  })

  it.each(['0.0000001', '1e-7', 0.1 + 0.2, new Decimal('1.2345678'), `0.${'1'.repeat(50_000)}`])(
    'refuses more than six decimals (case %#)',
    (input) => {
      expect(codeOf(input)).toBe('TOO_PRECISE')
    },
  )

  it.each(['1000000000000', '-1000000000000', '1e12', 1e12, '1e300', '9'.repeat(50_000)])(
    'refuses 10^12 and over (case %#)',
    (input) => {
      expect(codeOf(input)).toBe('TOO_LARGE')
    },
  )

  it.each([
    NaN,
    Infinity,
    -Infinity,
    'NaN',
    'Infinity',
    '',
    ' ',
    ' 5',
    '5 ',
    '1,5',
    '1_000',
    '0x10',
    '0b1',
    '--1',
    '1e',
    '.',
    '٣',
    'five',
    '1e99999999999999999',
    null,
    undefined,
    true,
    {},
    [],
  ])('refuses what is no decimal number (case %#)', (input) => {
    expect(codeOf(input)).toBe('NOT_A_NUMBER')
  })

  it('says in its message what to do, and quotes a long input only in part', () => {
    expect(() => toMicros('1.2345678')).toThrow(/^1\.2345678: .*round it to six decimals/)
    expect(() => toMicros('x'.repeat(10_000))).toThrow(/^.{0,300}$/)
    expect(() => toMicros(`0.${'1'.repeat(10_000)}`)).toThrow(/^.{0,300}$/)
  })
})

describe('writing micros', () => {
  it.each([
    [0n, '0'],
    [1n, '0.000001'],
    [-1n, '-0.000001'],
    [1_500_000n, '1.5'],
    [10_000_000n, '10'],
    [-36_666_667n, '-36.666667'],
    [LARGEST, '999999999999.999999'],
  ])('%s is %s', (micros, text) => {
    expect(formatMicros(micros)).toBe(text)
  })

  it('gives text that reads back as the same micros', () => {
    fc.assert(
      fc.property(anyMicros, (micros) => toMicros(formatMicros(micros)) === micros),
      runs,
    )
  })

  it('gives one text for one value: no exponent, no trailing zero, no minus zero', () => {
    const canonical = /^(?:0|-?(?:0|[1-9]\d*)(?:\.\d{0,5}[1-9])?)$/
    fc.assert(
      fc.property(anyMicros, (micros) => {
        const text = formatMicros(micros)
        expect(text).toMatch(canonical)
        expect(text).not.toBe('-0')
      }),
      runs,
    )
  })

  it('agrees with decimal.js about what the text means', () => {
    fc.assert(
      fc.property(anyMicros, (micros) => {
        expect(toDecimal(micros).times('1e6').toFixed(0)).toBe(new Decimal(micros.toString()).toFixed(0))
      }),
      runs,
    )
  })
})

describe('reading what was written', () => {
  const anySum = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })

  it('gives the same micros, of sums beyond the limit too', () => {
    fc.assert(
      fc.property(fc.oneof(anyMicros, anySum), (micros) => readMicros(formatMicros(micros)) === micros),
      runs,
    )
    expect(readMicros('1000000000000')).toBe(LARGEST + 1n)
    expect(readMicros('-1200000000000.000001')).toBe(-1_200_000_000_000_000_001n)
  })

  it.each(['', '-', '1e12', '1.', '.5', '+1', '0.0000001', ' 1', 'five'])('refuses %j', (text) => {
    expect(() => readMicros(text)).toThrow(expect.objectContaining({ code: 'NOT_A_NUMBER' }))
  })
})

it('a short decimal within a text is read as it is by itself, and anything else is left alone', () => {
  const numbers = fc.oneof(
    anyMicros.map(formatMicros),
    fc.string({ unit: fc.constantFrom('1', '0', '.', '-', '7', 'x') }),
  )
  const around = fc.string({ unit: fc.constantFrom('9', '.', '-', '"') })
  let read = 0
  fc.assert(
    fc.property(around, numbers, around, (before, number, after) => {
      const short = shortMicros(before + number + after, before.length, before.length + number.length)
      expect(short).toBe(shortMicros(number))
      if (Number.isNaN(short)) return
      read++
      expect(BigInt(short)).toBe(toMicros(number))
    }),
    runs,
  )
  expect(read).toBeGreaterThan(20)
})

describe('the limit', () => {
  it('lies at 10^12, on both sides', () => {
    const limit = 10n ** 12n * ONE
    expect([limit, limit - 1n, -limit, 1n - limit].map(isWithinLimit)).toEqual([false, true, false, true])
  })
})

it('micros of a double are the whole number it holds', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => microsOfDouble(value) === BigInt(value)))
  for (const value of [0, -1, 2 ** 32, -(2 ** 32), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
    expect(microsOfDouble(value)).toBe(BigInt(value))
})
