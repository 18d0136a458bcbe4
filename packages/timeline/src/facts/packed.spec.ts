import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCodec } from '../pack/codec.ts'
import { createTexts } from '../pack/texts.ts'
import { addArrival, arrivedAfter, arrivedRows, noArrivals, openArrivals, turnTo } from './arrivals.ts'
import { IncomingObject } from './incoming.ts'
import { insertInOrder } from './ordered.ts'
import {
  isBlank,
  isSegmentPackable,
  NOTHING_PACKED,
  type Parcel,
  packedFrom,
  readRow,
  repack,
  repacking,
  unpack,
} from './packed.ts'
import { emptySegment, type Segment } from './segment.ts'

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
      }
    }),
  )
})

test('rows that arrive in any order, in any rounds, stand among those that are packed', () => {
  const someArrivals = fc.array(
    fc.record({ unit: fc.nat({ max: 5 }), occurredAt: fc.integer({ min: -9, max: 9 }) }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(someArrivals, someArrivals), { maxLength: 4 }), (rounds) => {
      const codec = createCodec(createTexts())
      const model = Array.from({ length: 6 }, () => emptySegment<Row, Row>())
      let packed = NOTHING_PACKED
      let arrivals = noArrivals()
      let position = 0
      const arrive = (rows: readonly { readonly unit: number; readonly occurredAt: number }[]) => {
        for (const { unit, occurredAt } of rows) {
          const row = { type: 'plain', occurredAt, position: position++ }
          if (isBlank(packed)) packed = packedFrom(packed, row)
          const owner = { index: unit, key: `u${unit}` }
          addArrival(arrivals, codec, owner, new IncomingObject(row), packed.base.anchor)
          insertInOrder(model[unit]?.facts ?? [], row)
        }
      }
      for (const [before, meanwhile] of rounds) {
        arrive(before)
        const units = Uint32Array.from(arrivals.last.keys()).sort()
        const arrived = { arrivals, count: arrivals.count, units }
        const old = packed
        const work = repacking(old, [], arrived, codec)
        let step = work.next()
        arrive(meanwhile)
        while (step.done !== true) step = work.next()
        // What the first row begins is not written yet.
        if (packed !== old) continue
        packed = step.value
        arrivals = arrivedAfter(arrivals, arrived.count)
      }
      for (const [index, expected] of model.entries()) {
        const found = unpack<Row, Row>(packed, index, `u${index}`, codec)
        for (const row of arrivedRows(arrivals, index))
          insertInOrder(
            found.facts,
            readRow<Row>(
              turnTo(openArrivals(arrivals, `u${index}`, packed.base.anchor), arrivals, row),
              codec,
            ),
          )
        deepStrictEqual(found, expected)
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
