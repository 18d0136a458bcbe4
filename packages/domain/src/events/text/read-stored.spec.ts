import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KnownEvent } from '../../corrections/known-event.ts'
import { concernsOthers } from '../../corrections/prepare.ts'
import { carried, example } from '../event.spec.support.ts'
import { isEventType } from '../event.ts'
import { parsePartedEvent } from '../parse.ts'
import { lines, notText, types } from './lines.spec.support.ts'
import { eventOf, type PlainEvent, type StoredText, storedReader } from './read-stored.ts'

const without = new Set(['note', 'tags', 'document', 'line', 'entered', 'actor', 'customer'])
const placed = { position: 7, recordedAt: 1_800_000_000_000 }

/** The event that a reader reads from a text, as an object. */
function readerOf(left: ReadonlySet<string>) {
  const read = storedReader(left)
  return (stored: StoredText, item: string | undefined) => {
    const plain = read(stored, item)
    if (plain === null) return null
    const event = eventOf(plain)
    expectTold(plain, event)
    return event
  }
}

/** What is told field by field is the event itself. */
function expectTold({ form, unit, occurredAt, position, values }: PlainEvent, event: KnownEvent): void {
  const told = form.fields.map(({ name, way, place, constant }) => {
    const value = values[place]
    if (way === 'unit') return [name, unit]
    if (way === 'time') return [name, occurredAt]
    if (way === 'position') return [name, position]
    if (way === 'constant') return [name, constant]
    return [name, way === 'micros' ? BigInt(value ?? Number.NaN) : value]
  })
  expect(told).toEqual(Object.entries(event))
  expect(form.concernsOthers).toBe(concernsOthers(event))
}

/** The parts of a line, its data as text; `null` where it has none. */
function partsOf(line: string) {
  try {
    const { id, type, ...data } = JSON.parse(line)
    return typeof id === 'string' && isEventType(type) ? { id, type, data: JSON.stringify(data) } : null
  } catch {
    return null
  }
}

describe('a stored event that is read from its text', () => {
  it('is what parsing and checking give, field by field, or left to them', () => {
    for (const left of [without, new Set<string>()]) {
      const readStored = readerOf(left)
      let read = 0
      fc.assert(
        fc.property(lines, fc.constantFrom(undefined, 'tea', 'teapot'), (line, item) => {
          const parts = partsOf(line)
          if (parts === null) return
          const event = readStored({ ...parts, ...placed, rawData: parts.data }, item)
          if (event === null) return
          read++
          const parsed = parsePartedEvent({ ...parts, data: JSON.parse(parts.data), without: left })
          expect(event).toEqual({ ...parsed, ...placed })
          expect(Object.keys(event)).toEqual([...Object.keys(parsed), 'position', 'recordedAt'])
        }),
        { numRuns: 3000 },
      )
      // It would prove little if it were never read.
      if (left === without) expect(read).toBeGreaterThan(500)
    }
  })

  it.each(types)('is read where it is a plain %s', (type) => {
    const { reason: _own, ...common } = carried
    const plain = Object.entries(example(type, common)).filter(([name]) => !notText.includes(name))
    const { id, type: _type, ...data } = Object.fromEntries(plain)
    const stored = { id: String(id), type, rawData: JSON.stringify(data), ...placed }
    const readStored = readerOf(without)
    expect(readStored(stored, undefined)).toMatchObject({ type, item: 'tea', ...placed })
    expect(readStored(stored, 'tea')).toEqual(readStored(stored, undefined))
    expect(
      readStored({ ...stored, rawData: stored.rawData.replace('"tea"', '"other"') }, 'tea'),
    ).toMatchObject({
      item: 'other',
    })
  })

  it.each([
    '',
    '{}',
    '[]',
    'null',
    '{"item":"tea"}',
    '{"id":"S2","item":"tea","occurredAt":"2027-03-31T10:00Z"}',
  ])('is left to the schema where it is no movement: %s', (data) => {
    expect(readerOf(without)({ id: 'S1', type: 'StockSold', rawData: data, ...placed }, undefined)).toBeNull()
  })

  it('is left to the schema where its id is not plain', () => {
    const { id: _id, type: _type, ...data } = example('StockReserved', {})
    const stored = { type: 'StockReserved', rawData: JSON.stringify(data), ...placed }
    for (const id of ['', ' S1', '\ud800', 'x'.repeat(257)])
      expect(readerOf(without)({ ...stored, id }, undefined)).toBeNull()
    expect(readerOf(without)({ ...stored, id: 'S1' }, undefined)).not.toBeNull()
  })
})
