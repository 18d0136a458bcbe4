import fc from 'fast-check'
import { carried, example } from '../event.spec.support.ts'
import type { EventType } from '../event.ts'

/** The types that are read from their text. */
export const types = [
  'StockReceived',
  'StockReturnedToSupplier',
  'StockSold',
  'StockReturnedByCustomer',
  'StockTransferred',
  'StockAdjusted',
  'StockReserved',
  'ReservationReleased',
  'ChannelStockAllocated',
  'CostRevalued',
  'MarketCostSet',
] as const satisfies readonly EventType[]

/** Fields that are arrays or objects of another kind: a line with one is read by the schema. */
export const notText = ['lots', 'charges', 'direct', 'entered', 'late']

const numbers = [
  '0',
  '-0',
  '1',
  '-3',
  '12.5',
  '9.80',
  '007',
  '+4',
  '.5',
  '5.',
  '1e3',
  '1.0000001',
  '999999999999.999999',
  '1000000000000',
  '-0.000001',
  '',
]
const texts = [
  'tea',
  ' tea ',
  '',
  ' ',
  'x'.repeat(256),
  'x'.repeat(257),
  'a"b',
  'a\\b',
  'tab\there',
  'é',
  '\u00a0x',
  'x\ufeff',
  '\u{1f375}',
  '\ud800',
  'a}b',
  '{',
  '":',
  '__proto__',
]
const instants = [
  '2027-03-31T10:00:00.000Z',
  '2027-03-31T10:00Z',
  '2027-03-31T10:00:00+01:00',
  '2027-02-30T10:00Z',
  '2027-03-31',
  '0000-01-01T00:00:00+01:00',
]
const others: readonly unknown[] = [
  null,
  5,
  -2.5,
  true,
  [],
  {},
  { a: 'b' },
  { b: 'x', a: 'y' },
  { ' a': 'b' },
  { a: '}' },
  { a: 1 },
  { '': 'x' },
]
const anyValue = fc.constantFrom<unknown>(...numbers, ...texts, ...instants, ...others)

/** How a field is most likely to go wrong. */
function oddValueOf(field: string): fc.Arbitrary<unknown> {
  if (field === 'occurredAt') return fc.oneof(fc.constantFrom(...instants), anyValue)
  if (/quantity|amount|cost/i.test(field)) return fc.oneof(fc.constantFrom(...numbers), anyValue)
  return fc.oneof(fc.constantFrom(...texts), anyValue)
}

/** An example of a type with its fields in any order, some replaced, left out or twice. */
export const lines = fc.constantFrom(...types).chain((type) => {
  const { reason: _own, ...common } = carried
  const fields = Object.entries({ type, ...example(type, common) }).filter(
    ([name]) => !notText.includes(name),
  )
  const others = [
    'unitCost',
    'totalCost',
    'amount',
    'grossAmount',
    'taxAmount',
    'from',
    'to',
    'colour',
    'lots',
    'late',
  ]
  const names = [...new Set([...fields.map(([name]) => name), ...others])].filter((name) => name !== 'type')
  const change = fc
    .constantFrom(...names)
    .chain((name) => oddValueOf(name).map((value) => [name, value] as const))
  const order = fc.oneof(fc.constant(fields), fc.shuffledSubarray(fields, { minLength: fields.length }))
  const gaps = fc.subarray(
    fields.map(([name]) => name),
    { maxLength: 3 },
  )
  return fc
    .tuple(order, fc.array(change, { maxLength: 2 }), gaps, fc.integer({ min: 0, max: 9 }))
    .map(([ordered, changes, left, odd]) => {
      const whole = Object.fromEntries(ordered.filter(([name]) => name === 'type' || !left.includes(name)))
      const text = JSON.stringify({ ...whole, ...Object.fromEntries(changes) })
      if (odd === 0) return text.replace(',', ', ')
      if (odd === 1) return `${text.slice(0, -1)},"item":"other"}`
      return odd === 2 ? text.slice(0, -1) : text
    })
})
