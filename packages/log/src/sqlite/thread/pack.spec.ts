import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PreparedAppend } from '../../append-rules.ts'
import { position } from '../../event-log.ts'
import { packBatch, packResults, unpackBatch, unpackResults } from './pack.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
const batches: fc.Arbitrary<readonly PreparedAppend[]> = fc.array(
  fc.record({
    stream: text,
    expectedRevision: fc.oneof(fc.integer({ min: -1 }), fc.constant('any' as const)),
    events: fc.array(
      fc.record({
        id: text,
        type: text,
        data: text,
        metadata: fc.option(text),
        originalRecordedAt: fc.option(fc.integer({ min: -1e15, max: 1e15 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { maxLength: 4 },
)

test('a batch comes out of its packing as it went in, also through another thread', () => {
  fc.assert(
    fc.property(batches, (batch) => {
      expect(unpackBatch(structuredClone(packBatch(batch)))).toEqual(batch)
    }),
  )
})

test('results do, too', () => {
  const results = [
    { firstRevision: 0, lastRevision: 2, firstPosition: position(7), lastPosition: position(9) },
    { firstRevision: 3, lastRevision: 3, firstPosition: position(2 ** 40), lastPosition: position(2 ** 40) },
  ].map((place, index) => ({
    ...place,
    stream: `s${index}`,
    recordedAt: 5 + index,
    alreadyThere: index === 1,
  }))
  expect(unpackResults(packResults(results), ['s0', 's1'])).toEqual(results)
})
