import type { ShortFields } from '@tidemark/projection'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteReader, byteWriter } from './bytes.ts'
import { type Codec, createCodec, writeFact } from './codec.ts'
import { shortReaderOf } from './read-short.ts'
import { createTexts } from './texts.ts'

const UNIT = 'tea'
const frame = { unit: UNIT, occurredAt: 1_700_000_000_000, position: 7, anchor: 1.7e12 }
const reads = { branch: 'text', amount: 'micros', late: 'micros', occurredAt: 'instant' } as const
const ignores = ['id', 'unit', 'count', 'more', 'position', 'type']

/** A text of each way in which a codec writes one. */
const aText = fc.oneof(
  fc.constantFrom('shop', UNIT, '', 'one-1-of-2', '\uD800'),
  fc.nat().map((n) => `INV-${n}/${n % 7}`),
  fc.uuid(),
  fc.string({ unit: 'binary' }),
)
const anAmount = fc.bigInt({ min: -(2n ** 44n), max: 2n ** 44n })

/** Facts of one shape each, with fields before, among and behind those that are read. */
const aFact = fc
  .record({
    id: aText,
    branch: aText,
    amount: anAmount,
    count: fc.integer(),
    late: fc.option(anAmount, { nil: undefined }),
  })
  .map(({ id, branch, amount, count, late }) => ({
    id,
    type: 'Sold',
    ...frame,
    count,
    branch,
    ...(late === undefined ? {} : { late }),
    amount,
    more: id,
  }))
  .map(({ anchor: _anchor, ...fact }) => fact)

function write(codec: Codec, fact: object): { reader: ReturnType<typeof byteReader>; shape: number } {
  const writer = byteWriter()
  writeFact(writer, codec, fact as typeof fact & typeof frame, frame)
  const reader = byteReader(writer.bytes, 1)
  return { reader, shape: writer.bytes[0] ?? 0 }
}

function readShort(codec: Codec, fact: object, fields: ShortFields, others = ignores) {
  const { reader, shape } = write(codec, fact)
  const known = codec.shapes.list[shape]
  return known && shortReaderOf(known, fields, others)?.(reader, codec.texts, frame)
}

test('what a shortcut reads of a row are the fields of its fact, in whatever way texts are written', () => {
  fc.assert(
    fc.property(fc.array(aFact, { minLength: 1, maxLength: 200, size: 'max' }), (facts) => {
      const codec = createCodec(createTexts())
      for (const fact of facts)
        expect(readShort(codec, fact, reads)).toEqual({
          branch: fact.branch,
          amount: Number(fact.amount),
          late: 'late' in fact ? Number(fact.late) : Number.NaN,
          occurredAt: frame.occurredAt,
        })
    }),
    { numRuns: 20 },
  )
})

const plain = { id: 'M1', type: 'Sold', ...frame, branch: 'shop', amount: 5n }

test.each([
  ['has a field that is neither read nor ignored', { ...plain, lots: 'L1' }],
  ['lacks a text that is read', { ...plain, branch: undefined }],
  ['holds a number that no double is sure to hold', { ...plain, amount: 2n ** 60n }],
  ['holds something else where a number is read', { ...plain, amount: 'five' }],
  ['holds something else where a text is read', { ...plain, branch: 5 }],
  ['holds what is not passed over before a field that is read', { ...plain, id: [1], late: 2n }],
])('a fact that %s is not read short', (_what, fact) => {
  expect(readShort(createCodec(createTexts()), fact, reads, ['anchor', ...ignores])).toBeUndefined()
})

test('what stands behind the last field that is read may be anything', () => {
  const fact = { ...plain, more: [{ any: 1n }] }
  expect(readShort(createCodec(createTexts()), fact, reads, ['anchor', ...ignores])).toMatchObject({
    amount: 5,
  })
})
