import { deepStrictEqual } from 'node:assert/strict'
import type { Placed, PlainForm, PlainWay } from '@tidemark/projection'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteReader, byteWriter } from './bytes.ts'
import { createCodec, readFact, writeFact } from './codec.ts'
import type { RowFrame } from './frame.ts'
import { type PlainShapes, writePlain } from './plain.ts'
import { createTexts } from './texts.ts'

const unit = 'tea'
const aText = fc.oneof(
  fc.constantFrom('', unit, 'shop', '\uD800'),
  fc.nat().map((n) => `M-${n}`),
  fc.uuid(),
)

/** Values by how they are told; some of them are none that can be written plainly. */
const values = {
  text: aText,
  micros: fc.oneof(
    fc.integer(),
    fc.maxSafeInteger(),
    fc.integer().map((n) => n * 1_000_000),
  ),
  whole: fc.oneof(fc.integer(), fc.constantFrom(0.5, -0, 2 ** 50, Number.NaN)),
}

interface RowValues {
  readonly text: string
  readonly micros: number
  readonly whole: number
}

const ways: readonly PlainWay[] = ['text', 'micros', 'whole', 'unit', 'constant', 'time', 'position']

/** A form and some sources of it; values stand in places of their own. */
const aForm = fc.array(fc.constantFrom(...ways), { maxLength: 6 }).chain((told) => {
  const fields = told.map((way, at) => {
    const name = way === 'time' ? 'occurredAt' : way === 'position' ? 'position' : `${way}${at}`
    return { name, way, place: told.length - 1 - at, ...(way === 'constant' ? { constant: 'same' } : {}) }
  })
  const unique = fields.filter(({ name }, at) => fields.findIndex((other) => other.name === name) === at)
  const form: PlainForm = { fields: unique, concernsOthers: false }
  const value = fc.record(values)
  const rows = fc.array(fc.tuple(fc.integer(), fc.nat(), fc.array(value, { minLength: 6, maxLength: 6 })), {
    maxLength: 12,
  })
  return rows.map((sources) => ({ form, sources }))
})

/** The values of a source by place, and the object it stands for. */
function drawn({ fields }: PlainForm, { occurredAt, position }: Placed, row: readonly RowValues[]) {
  const cells: (string | number)[] = []
  const object: { [name: string]: unknown } = {}
  for (const { name, way, place } of fields) {
    const given = row[place]
    if (given === undefined) continue
    if (way === 'text' || way === 'micros' || way === 'whole') cells[place] = given[way]
    const others = { unit, constant: 'same', time: occurredAt, position, micros: BigInt(given.micros) }
    object[name] = { ...given, ...others }[way]
  }
  return { cells, object }
}

test('what is written field by field reads as its object does, or is not written at all', () => {
  let refused = 0
  let written = 0
  fc.assert(
    fc.property(fc.array(aForm, { maxLength: 3 }), (forms) => {
      const codec = createCodec(createTexts())
      const shapes: PlainShapes = new Map()
      const writer = byteWriter()
      const rows: { readonly frame: RowFrame; readonly object: object }[] = []
      for (const { form, sources } of forms) {
        for (const [occurredAt, position, row] of sources) {
          const place = { occurredAt, position }
          const frame = { unit, ...place, anchor: 5 }
          const { cells, object } = drawn(form, place, row)
          const { at } = writer
          if (writePlain(writer, codec, shapes, { form, unit, ...place, values: cells }, frame)) {
            written++
            rows.push({ frame, object })
          } else {
            refused++
            expect(writer.at).toBe(at)
            writeFact(writer, codec, { ...place, ...object }, frame)
            rows.push({ frame, object: { ...place, ...object } })
          }
        }
      }
      const reader = byteReader(writer.bytes)
      for (const { frame, object } of rows) {
        const read = readFact(reader, codec, frame)
        deepStrictEqual(read, object)
        expect(Object.keys(read)).toEqual(Object.keys(object))
      }
      expect(reader.at).toBe(writer.at)
    }),
  )
  expect(Math.min(refused, written)).toBeGreaterThan(50)
})

test('a source that is told and its object share a shape', () => {
  const codec = createCodec(createTexts())
  const form: PlainForm = {
    fields: [
      { name: 'type', way: 'constant', place: 0, constant: 'Sold' },
      { name: 'branch', way: 'text', place: 1 },
      { name: 'quantity', way: 'micros', place: 2 },
      { name: 'recordedAt', way: 'whole', place: 3 },
    ],
    concernsOthers: false,
  }
  const frame = { unit, occurredAt: 1, position: 2, anchor: 1 }
  const [told, object] = [byteWriter(), byteWriter()]
  writeFact(
    object,
    codec,
    { type: 'Sold', branch: 'shop', quantity: 5_000_000n, recordedAt: 9 } as never,
    frame,
  )
  writePlain(
    told,
    codec,
    new Map(),
    { form, unit, occurredAt: 1, position: 2, values: ['Sold', 'shop', 5_000_000, 9] },
    frame,
  )
  expect(told.bytes.slice(0, told.at)).toEqual(object.bytes.slice(0, object.at))
  expect(codec.shapes.list).toHaveLength(1)
})
