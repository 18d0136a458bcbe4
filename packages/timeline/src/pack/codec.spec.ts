import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteReader, byteWriter } from './bytes.ts'
import { createCodec, isPackable, readFact, writeFact } from './codec.ts'
import { outlineOf } from './shape.ts'
import { createTexts } from './texts.ts'
import { learn, nothingForeign, transcodeFact } from './transcode.ts'

const aText = fc.oneof(
  fc.constantFrom(
    '',
    'shop',
    'tea',
    '__proto__',
    'INV-0012/7',
    '00',
    '\u0000',
    '\uD800',
    'M999999999999999999',
  ),
  fc.nat().map((n) => `M${n}`),
  fc.uuid(),
  fc.string({ unit: 'binary' }),
)

const aNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, Number.NaN, Infinity, 2 ** 49, 1.8e12),
)

const aBigint = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.integer({ min: -9999, max: 9999 }).map((n) => BigInt(n) * 1_000_000n),
)

const aValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    aText,
    aNumber,
    aBigint,
    fc.constantFrom(null, undefined, true, false),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(aText, tie('value'), { maxKeys: 3 }),
  ),
})).value

const someFacts = fc.array(
  fc.record({
    fields: fc.dictionary(fc.oneof(fc.constantFrom('type', 'id', 'item'), aText), aValue, {
      maxKeys: 5,
      noNullPrototype: true,
    }),
    occurredAt: fc.maxSafeInteger(),
    position: fc.nat(),
  }),
  { maxLength: 20 },
)

test('facts are read back as they were, whatever plain data they hold', () => {
  fc.assert(
    fc.property(someFacts, aText, (drafts, unit) => {
      const codec = createCodec(createTexts())
      const writer = byteWriter()
      const anchor = 1.7e12
      const facts = drafts.map(({ fields, ...placed }) => ({ ...fields, ...placed }))
      for (const fact of facts) {
        expect(isPackable(fact)).toBe(true)
        writeFact(writer, codec, fact, { ...fact, unit, anchor })
      }
      const reader = byteReader(writer.bytes)
      for (const fact of facts) {
        const { occurredAt, position } = fact
        const read = readFact(reader, codec, { unit, occurredAt, position, anchor })
        deepStrictEqual(read, fact)
        expect(Object.keys(read)).toEqual(Object.keys(fact))
      }
      expect(reader.at).toBe(writer.at)
    }),
  )
})

test('what one codec wrote reads the same after another took it over, whatever both knew before', () => {
  fc.assert(
    fc.property(someFacts, someFacts, aText, (drafts, known, unit) => {
      const [from, to] = [createCodec(createTexts()), createCodec(createTexts())]
      const frameOf = (fact: { readonly occurredAt: number; readonly position: number }, anchor: number) => ({
        occurredAt: fact.occurredAt,
        position: fact.position,
        unit,
        anchor,
      })
      for (const { fields, ...placed } of known)
        writeFact(byteWriter(), to, { ...fields, ...placed }, frameOf(placed, 0))
      const foreign = nothingForeign()
      const written = byteWriter()
      const copied = byteWriter()
      const facts = drafts.map(({ fields, ...placed }) => ({ ...fields, ...placed }))
      const reader = byteReader(written.bytes)
      let [texts, shapes] = [0, 0]
      for (const fact of facts) {
        writeFact(written, from, fact, frameOf(fact, fact.occurredAt))
        const newShapes = from.shapes.list.slice(shapes).map(outlineOf)
        learn(foreign, to, from.texts.list.slice(texts), newShapes)
        texts = from.texts.list.length
        shapes = from.shapes.list.length
        reader.bytes = written.bytes
        transcodeFact(reader, foreign, copied, frameOf(fact, fact.occurredAt), frameOf(fact, 1.7e12))
        expect(reader.at).toBe(written.at)
      }
      const copy = byteReader(copied.bytes)
      for (const fact of facts) {
        const read = readFact(copy, to, frameOf(fact, 1.7e12))
        deepStrictEqual(read, fact)
        expect(Object.keys(read)).toEqual(Object.keys(fact))
      }
    }),
  )
})

test('what is not plain data is not packable', () => {
  class Amount {}
  const placed = { occurredAt: 0, position: 0 }
  const odd = [() => 1, Symbol('s'), new Amount(), new Map(), new Date(0), Array(2), { deep: [new Amount()] }]
  for (const value of odd) expect(isPackable({ ...placed, value })).toBe(false)
  expect(isPackable(Object.assign(new Amount(), placed))).toBe(false)
})

test('a sale takes few bytes, its id included', () => {
  const codec = createCodec(createTexts())
  const writer = byteWriter()
  const sizes = Array.from({ length: 1000 }, (_, n) => {
    const before = writer.at
    const sale = {
      id: `M${1_234_567 + n}`,
      type: 'StockSold',
      occurredAt: 1.7e12 + n,
      item: 'tea',
      branch: n % 2 === 0 ? 'north' : 'south',
      quantity: 3_000_000n,
      netAmount: 43_210_000n,
      recordedAt: 1.7e12 + n + 5000,
      position: n,
    }
    writeFact(writer, codec, sale, { ...sale, unit: 'tea', anchor: 0 })
    return writer.at - before
  })
  expect(sizes.at(-1)).toBeLessThanOrEqual(16)
})
