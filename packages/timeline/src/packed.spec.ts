import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insertInOrder } from './ordered.ts'
import { createCodec } from './pack/codec.ts'
import { hasRows, isSegmentPackable, NOTHING_PACKED, type Parcel, repack, unpack } from './packed.ts'
import { emptySegment, type Segment } from './segment.ts'
import { createTexts } from './texts.ts'

interface Row {
  readonly type: string
  readonly occurredAt: number
  readonly position: number
}

const aRow = fc.record({
  as: fc.constantFrom('plain', 'made', 'aside'),
  occurredAt: fc.integer({ min: -(10 ** 13), max: 10 ** 13 }),
  position: fc.nat({ max: 2 ** 40 }),
})

const aSegment = fc.uniqueArray(aRow, { maxLength: 6, selector: (row) => row.position }).map((rows) => {
  const segment = emptySegment<Row, Row>()
  for (const { as, ...placed } of rows) {
    const row = { type: as, ...placed }
    insertInOrder(as === 'aside' ? segment.asides : segment.facts, row)
    if (as === 'made') segment.made.add(row)
  }
  return segment
})

const someParcels = fc.uniqueArray(fc.record({ index: fc.nat({ max: 9 }), segment: aSegment }), {
  selector: ({ index }) => index,
  maxLength: 5,
})

test('what a unit has is what was last packed of it, whatever was packed of others', () => {
  fc.assert(
    fc.property(fc.array(someParcels, { maxLength: 4 }), (rounds) => {
      const codec = createCodec(createTexts())
      const model = new Map<number, Segment<Row, Row>>()
      let packed = NOTHING_PACKED
      for (const round of rounds) {
        const parcels: Parcel<Row, Row>[] = round
          .toSorted((a, b) => a.index - b.index)
          .map(({ index, segment }) => ({ index, unit: `u${index}`, segment }))
        packed = repack(packed, parcels, codec)
        for (const { index, segment } of parcels) model.set(index, segment)
      }
      for (let index = 0; index < 12; index++) {
        const expected = model.get(index) ?? emptySegment<Row, Row>()
        deepStrictEqual(unpack<Row, Row>(packed, index, `u${index}`, codec), expected)
        expect(hasRows(packed, index)).toBe(expected.facts.length + expected.asides.length > 0)
      }
    }),
  )
})

test('what happened at a fraction of a millisecond, or is no plain data, cannot be packed', () => {
  const segment = (row: Row): Segment<Row, Row> => ({ ...emptySegment<Row, Row>(), facts: [row] })
  const row = { type: 'In', occurredAt: 0, position: 0 }
  expect(isSegmentPackable(segment(row))).toBe(true)
  for (const occurredAt of [0.5, 2 ** 50, -0])
    expect(isSegmentPackable(segment({ ...row, occurredAt }))).toBe(false)
  expect(isSegmentPackable(segment(Object.assign(new (class Odd {})(), row)))).toBe(false)
})
