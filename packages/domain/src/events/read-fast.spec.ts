import { Decimal } from '@tidemark/projection'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carried, type Example, example } from './event.spec.support.ts'
import { type EventType, eventSchemas } from './event.ts'
import { parseEvent } from './parse.ts'
import { readerOf, UNSURE } from './read-fast.ts'

// Object.keys forgets which names they are.
const types = Object.keys(eventSchemas) as readonly EventType[]

/** Good and bad values for fields of any kind. */
const oddValues: readonly unknown[] = [
  undefined,
  null,
  '',
  '  ',
  ' tea ',
  'x'.repeat(256),
  'x'.repeat(257),
  '\uD800',
  '0',
  '-3',
  '1.0000001',
  '1e3',
  '1000000000000',
  Number.NaN,
  2.5,
  0,
  true,
  new Decimal('1.5'),
  '2027-03-31T10:00Z',
  '2027-03-31T10:00',
  '2027-02-30T10:00Z',
  new Date('2027-03-31T10:00Z'),
  new Date(Number.NaN),
  '2027-03-31',
  [],
  ['a'],
  {},
  { a: 'b' },
  { b: 'x', ' a': 'y' },
  JSON.parse('{"__proto__": "x", "a": "b"}'),
  Object.create({ a: 'b' }),
  [{ lot: 'L1', quantity: '1' }],
  [{ lot: 'L1', quantity: '1', expiresOn: '2027-13-01' }],
  [{ code: 'freight', amount: '-1' }],
]

/** An example of a type, with some of its fields, or others, replaced or left out. */
const inputs = fc.constantFrom(...types).chain((type) => {
  const { reason: _own, ...common } = carried
  const whole = example(type, common)
  const fields = [
    ...Object.keys(whole).filter((field) => field !== 'type'),
    'unitCost',
    'totalCost',
    'colour',
  ]
  const change = fc.tuple(fc.constantFrom(...fields), fc.constantFrom(...oddValues))
  return fc.array(change, { maxLength: 3 }).map((changes) => ({
    type,
    input: { ...whole, ...Object.fromEntries(changes) },
  }))
})

describe('the fast reader', () => {
  it('gives what the schema gives, or leaves it to the schema', () => {
    let read = 0
    fc.assert(
      fc.property(inputs, ({ type, input }) => {
        const value = readerOf(eventSchemas[type])(input)
        if (value === UNSURE) return
        read++
        const result = eventSchemas[type].safeParse(input)
        expect(result.success).toBe(true)
        expect(fieldsGiven(value)).toEqual(fieldsGiven(result.data))
      }),
      { numRuns: 3000 },
    )
    // It would prove little if it were never sure.
    expect(read).toBeGreaterThan(500)
  })

  it.each(types)('is sure of a good %s', (type) => {
    const { reason: _own, ...common } = carried
    expect(readerOf(eventSchemas[type])(example(type, common))).not.toBe(UNSURE)
  })

  it('parses to the same event as the schema, and refuses what it refuses', () => {
    fc.assert(
      fc.property(inputs, ({ type, input }) => {
        const result = eventSchemas[type].safeParse(input)
        const hides = Object.values(input).some(
          (value) => value instanceof Object && Object.hasOwn(value, '__proto__'),
        )
        if (result.success && !hides) expect(parseEvent(input)).toEqual(fieldsGiven(result.data))
        else expect(() => parseEvent(input)).toThrow(expect.objectContaining({ name: 'DomainError' }))
      }),
      { numRuns: 3000 },
    )
  })
})

/** Without the fields that are there but `undefined`, in the order they come. */
function fieldsGiven(value: unknown): Example {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, inner]) => inner !== undefined))
}
