import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { encodeData, encodeEvent, writerOf } from './encode.ts'
import { carried, example } from './event.spec.support.ts'
import { type EventType, eventSchemas, type InventoryEvent } from './event.ts'
import { parseEvent } from './parse.ts'

// Object.keys forgets which names they are.
const types = Object.keys(eventSchemas) as readonly EventType[]

/** What zod itself makes of an event. */
function encodedByZod(event: InventoryEvent): unknown {
  // Each schema encodes its own event; TypeScript cannot pair the two through the union.
  return z.encode(eventSchemas[event.type] as unknown as z.ZodType<unknown, unknown>, event)
}

describe('an encoded event', () => {
  it('is what zod makes of it, field for field and in the same order', () => {
    const anyEvent = fc.constantFrom(...types).chain((type) => {
      const { reason: _own, ...common } = carried
      return fc.subarray(Object.entries(common)).map((some) => example(type, Object.fromEntries(some)))
    })
    fc.assert(
      fc.property(anyEvent, (input) => {
        const event = parseEvent(input)
        expect(JSON.stringify(encodeEvent(event))).toBe(JSON.stringify(encodedByZod(event)))
      }),
      { numRuns: 500 },
    )
  })

  it('has its tags in the order of their names, also when they come otherwise', () => {
    const event = { ...parseEvent(example('StockSold')), tags: { b: '2', a: '1' } }
    expect(Object.keys(encodeEvent(event).tags ?? {})).toEqual(['a', 'b'])
  })

  it.each(types)('%s without id and type is its data', (type) => {
    const event = parseEvent(example(type, { tags: { a: 'b' } }))
    const { id: _id, type: _type, ...data } = encodeEvent(event)
    expect(JSON.stringify(encodeData(event))).toBe(JSON.stringify(data))
  })
})

it('a schema of a kind that no event has must be given a writer first', () => {
  expect(() => writerOf(z.date())).toThrow('no writer for a schema of date')
  const other = z.codec(z.string(), z.number(), { decode: Number, encode: String })
  expect(() => writerOf(other)).toThrow('no writer for this codec')
})
