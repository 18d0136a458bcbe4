import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeData } from '../encode.ts'
import { carried, example } from '../event.spec.support.ts'
import { parseEvent } from '../parse.ts'
import { lines, notText, types } from './lines.spec.support.ts'
import { readEventText } from './read-text.ts'

describe('a movement that is read from its text', () => {
  it('is what parsing, checking and encoding give, or left to them', () => {
    let read = 0
    fc.assert(
      fc.property(lines, (line) => {
        const text = readEventText(line)
        if (text === null) return
        read++
        const event = parseEvent(JSON.parse(line))
        expect(text).toEqual({
          id: event.id,
          type: event.type,
          occurredAt: event.occurredAt,
          item: 'item' in event ? event.item : undefined,
          data: JSON.stringify(encodeData(event)),
        })
      }),
      { numRuns: 6000 },
    )
    // It would prove little if it were never read.
    expect(read).toBeGreaterThan(800)
  })

  it.each(types)('is read where it is a plain %s', (type) => {
    const { reason: _own, ...common } = carried
    const plain = Object.entries({ type, ...example(type, common) }).filter(
      ([name]) => !notText.includes(name),
    )
    const line = JSON.stringify(Object.fromEntries(plain))
    expect(readEventText(line)).toMatchObject({ type, item: 'tea' })
    // The first of its shape was looked at by the schema.
    expect(readEventText(line)).toEqual(readEventText(line))
    expect(readEventText(line.replace('"tea"', '"other"'))).toMatchObject({ item: 'other' })
  })

  it.each([
    '',
    '{}',
    '[]',
    '{"type":"StockSold"}',
    '{"type":"Sold","id":"S1","occurredAt":"2027-03-31T10:00Z","item":"tea"}',
    '{"__proto__":"x"}',
    'null',
  ])('is left to the schema where it is no movement: %s', (line) => {
    expect(readEventText(line)).toBeNull()
  })
})
