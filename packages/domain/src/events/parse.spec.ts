import { Decimal } from '@tidemark/projection'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError, domainErrors } from '../errors.ts'
import { encodeEvent } from './encode.ts'
import { carried, type Example, example } from './event.spec.support.ts'
import { type EventType, eventSchemas } from './event.ts'
import { eventProblems, parseEvent } from './parse.ts'

// Object.keys forgets which names they are.
const types = Object.keys(eventSchemas) as readonly EventType[]

function errorOf(input: unknown): DomainError {
  try {
    parseEvent(input)
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('accepted')
}

const codeOf = (changes: Example) => errorOf(example('StockSold', changes)).code
const stored = (input: unknown) => JSON.stringify(encodeEvent(parseEvent(input)))

describe('what is no event', () => {
  it.each([undefined, null, 5, 'StockSold', true, [], [example('StockSold')]])(
    '%s is not an object',
    (input) => {
      expect(errorOf(input)).toMatchObject({ code: 'NOT_AN_OBJECT', field: null })
    },
  )

  it('has no type, or one there is not', () => {
    expect(errorOf({})).toMatchObject({ code: 'MISSING_FIELD', field: 'type' })
    for (const type of ['StockStolen', 'constructor', '', 5, null, 10n, Symbol('StockSold'), [1n]]) {
      expect(errorOf({ ...example('StockSold'), type })).toMatchObject({
        code: 'UNKNOWN_TYPE',
        field: 'type',
      })
    }
  })
})

describe('a refusal', () => {
  it('names the type, the field and the way out', () => {
    expect(errorOf(example('StockSold', { quantity: '0.1234567' })).message).toBe(
      'StockSold.quantity (0.1234567): A quantity or amount has more than six decimals; round it before recording it.',
    )
    expect(errorOf(example('StockSold', { item: undefined }))).toMatchObject({
      name: 'DomainError',
      field: 'item',
      message: 'StockSold.item: A required field is missing; add it.',
    })
  })

  it('of null is not that of a missing field', () => {
    expect(codeOf({ item: null })).toBe('INVALID_FIELD')
    expect(codeOf({ note: null })).toBe('INVALID_FIELD')
  })

  it.each([
    ['__proto__', 'StockSold', '"__proto__":{}'],
    ['tags.__proto__', 'StockSold', '"tags":{"__proto__":"x"}'],
    ['branches.__proto__', 'ItemDefined', '"branches":{"__proto__":{}}'],
    ['branches.south.prices.__proto__', 'ItemDefined', '"branches":{"south":{"prices":{"__proto__":"1"}}}'],
  ] as const)('is given to a field named __proto__ instead of losing it: %s', (field, type, json) => {
    const branches = undefined
    const text = JSON.stringify(example(type, { branches })).replace(/}$/, `,${json}}`)
    expect(errorOf(JSON.parse(text))).toMatchObject({ code: 'UNKNOWN_FIELD', field })
  })
})

describe('the problems of an input', () => {
  const told = (input: unknown) => eventProblems(input).map(({ field, code }) => [field, code])

  it('are all told, each with its field, the one that is thrown first', () => {
    expect(eventProblems(example('StockSold'))).toEqual([])
    const wrong = { item: undefined, quantity: 'four', branch: ' ', shop: 'x', till: 1, occurredAt: 5 }
    const problems = eventProblems(example('StockSold', wrong))
    expect(problems.map(({ field, code }) => `${field} ${code}`).sort()).toEqual([
      'branch INVALID_FIELD',
      'item MISSING_FIELD',
      'occurredAt INVALID_INSTANT',
      'quantity NOT_A_NUMBER',
      'shop UNKNOWN_FIELD',
      'till UNKNOWN_FIELD',
    ])
    expect(problems[0]).toEqual(errorOf(example('StockSold', wrong)))
  })

  it('are those of what is no event at all', () => {
    expect(told(5)).toEqual([[null, 'NOT_AN_OBJECT']])
    expect(told(null)).toEqual([[null, 'NOT_AN_OBJECT']])
    expect(told({})).toEqual([['type', 'MISSING_FIELD']])
    expect(told({ type: 'Sold' })).toEqual([['type', 'UNKNOWN_TYPE']])
    const hidden = JSON.stringify(example('StockSold', { item: undefined })).replace(/}$/, ',"__proto__":{}}')
    expect(told(JSON.parse(hidden))).toEqual([
      ['__proto__', 'UNKNOWN_FIELD'],
      ['item', 'MISSING_FIELD'],
    ])
  })

  it('are words of their own in the schemas, too', () => {
    const { error } = eventSchemas.StockSold.safeParse(
      example('StockSold', { quantity: '', occurredAt: 'noon' }),
    )
    expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).sort()).toEqual([
      `occurredAt: "noon" is not an instant: ${domainErrors.INVALID_INSTANT}`,
      `quantity: "": ${domainErrors.NOT_A_NUMBER}`,
    ])
  })
})

describe('texts', () => {
  it('are trimmed', () => {
    expect(parseEvent(example('StockSold', { item: '  tea\n', note: ' x ' }))).toMatchObject({
      item: 'tea',
      note: 'x',
    })
  })

  it.each([
    ['empty', ''],
    ['empty after trimming', ' \t '],
    ['of 257 characters', 'x'.repeat(257)],
    ['not well-formed Unicode', 'a\uD800b'],
    ['a number', 5],
    ['a list', ['x']],
  ])('are refused when %s', (_, text) => {
    for (const field of ['id', 'item', 'branch', 'document', 'line', 'actor', 'reason', 'note', 'customer']) {
      expect(errorOf(example('StockSold', { [field]: text }))).toMatchObject({ code: 'INVALID_FIELD', field })
    }
    expect(errorOf(example('SnapshotTaken', { description: text }))).toMatchObject({ field: 'description' })
  })

  it('may have 256 characters after trimming, and any of them', () => {
    expect(parseEvent(example('StockSold', { item: ` ${'x'.repeat(256)} ` }))).toMatchObject({
      item: 'x'.repeat(256),
    })
    expect(parseEvent(example('StockSold', { item: '__proto__ 😀 %./\u0000' }))).toMatchObject({
      item: '__proto__ 😀 %./\u0000',
    })
  })
})

describe('what every event may carry', () => {
  it.each(types)('%s carries it', (type) => {
    const { reason: _own, ...others } = carried
    expect(encodeEvent(parseEvent(example(type, others)))).toMatchObject(others)
  })

  it.each([
    ['tags.register', { tags: { register: 5 } }, 'INVALID_FIELD'],
    ['tags.register', { tags: { register: '' } }, 'INVALID_FIELD'],
    ['tags', { tags: 'x' }, 'INVALID_FIELD'],
    ['entered.unit', { entered: { quantity: '2' } }, 'MISSING_FIELD'],
    ['entered.quantity', { entered: { quantity: '2.0000001', unit: 'box' } }, 'TOO_PRECISE'],
    ['entered.factor', { entered: { quantity: '2', unit: 'box', factor: '6' } }, 'UNKNOWN_FIELD'],
    ['late', { late: true }, 'INVALID_FIELD'],
  ])('%s is checked (case %#)', (field, changes, code) => {
    expect(errorOf(example('StockSold', changes))).toMatchObject({ code, field })
  })
})

describe('numbers', () => {
  it('come as decimal strings, numbers or Decimals, and are kept as one', () => {
    const quantities = ['2.50', 2.5, new Decimal('2.5'), '+2.5', '25e-1', '002.5']
    const texts = quantities.map((quantity) => stored(example('StockSold', { quantity })))
    expect(new Set(texts).size).toBe(1)
    expect(parseEvent(example('StockSold', { quantity: 2.5 }))).toMatchObject({ quantity: 2_500_000n })
  })

  it('of binary arithmetic are refused rather than rounded', () => {
    expect(codeOf({ quantity: 0.1 + 0.2 })).toBe('TOO_PRECISE')
  })
})

describe('the canonical form', () => {
  it('does not depend on the order of fields, tags, prices or branches', () => {
    const reversed = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, reversed(inner)]),
      )
    }
    const tags = { b: '1', a: '2', '😀': '3', '\uFFFD': '4' }
    for (const type of types) {
      const input = example(type, { tags })
      expect(stored(reversed(input))).toBe(stored(input))
    }
  })

  it('leaves out what is undefined', () => {
    expect(stored({ ...example('StockSold'), note: undefined })).toBe(stored(example('StockSold')))
  })

  it('is plain JSON: it survives being written and read', () => {
    for (const type of types) {
      const json = stored(example(type))
      expect(stored(JSON.parse(json))).toBe(json)
    }
  })

  it('of what was parsed parses to the same event, whatever the notation', () => {
    fc.assert(
      fc.property(notations, (input) => {
        const event = parseEvent(input)
        const json = encodeEvent(event)
        expect(parseEvent(json)).toEqual(event)
        expect(JSON.stringify(encodeEvent(parseEvent(json)))).toBe(JSON.stringify(json))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same for notations of the same event', () => {
    expect(
      stored(
        example('StockReceived', {
          id: ' E1',
          occurredAt: '2027-03-31T12:00:00.0009+02:00',
          quantity: 10,
          unitCost: '02.500',
          tags: { b: 'x ', a: 'y' },
        }),
      ),
    ).toBe(stored(example('StockReceived', { quantity: '10', unitCost: '2.5', tags: { a: 'y', b: 'x' } })))
  })
})

const amount = fc
  .bigInt({ min: 1n, max: 10n ** 12n - 1n })
  .chain((whole) =>
    fc.constantFrom(
      `${whole}`,
      `${whole}.0`,
      `0${whole}.10`,
      `.${whole % 1_000_000n}1`.slice(0, 7),
      `${whole}e0`,
    ),
  )
const word = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('a', ' ', '%', '😀', '"', '\\'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 20,
  })
  .filter((text) => text.trim() !== '')
const instants = fc.date({
  min: new Date('0000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
/** Events in many notations of numbers, times and texts. */
const notations = fc.record(
  {
    type: fc.constantFrom('StockSold', 'StockReturnedByCustomer'),
    id: word,
    occurredAt: fc.oneof(
      instants,
      instants.map((date) => date.toISOString()),
    ),
    item: word,
    branch: word,
    quantity: fc.oneof(amount, fc.integer({ min: 1, max: 1_000_000 })),
    netAmount: amount,
    tags: fc.dictionary(
      word.filter((key) => key.trim() !== '__proto__'),
      word,
    ),
    note: word,
  },
  { requiredKeys: ['type', 'id', 'occurredAt', 'item', 'branch', 'quantity', 'netAmount'] },
)
