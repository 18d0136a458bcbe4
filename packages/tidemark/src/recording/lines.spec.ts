import { Readable } from 'node:stream'
import { memoryLog } from '@tidemark/log'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openInventory } from '../inventory.ts'
import { linesOf } from './lines.ts'

const line = fc.oneof(
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\n', ' ')),
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll('\n', ' ')),
  fc.constantFrom('', ' ', '\r', '{"id":"tea"}\r'),
)

/** Texts, and bytes of them cut at these places. */
const files = fc
  .record({ lines: fc.array(line, { maxLength: 12 }), ends: fc.boolean() })
  .chain(({ lines, ends }) => {
    const bytes = Buffer.from(lines.join('\n') + (ends ? '\n' : ''))
    const cuts = fc.array(fc.nat(bytes.length), { maxLength: 6 })
    return cuts.map((cuts) => ({ lines, bytes, cuts: cuts.sort((a, b) => a - b) }))
  })

test('lines are the same wherever their bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(files, async ({ lines, bytes, cuts }) => {
      async function* pieces() {
        const places = [0, ...cuts, bytes.length]
        for (const [index, from] of places.entries()) yield bytes.subarray(from, places[index + 1] ?? from)
      }
      const read = []
      for await (const some of linesOf(pieces())) read.push(...some)
      const expected = lines.map((text, index) => ({ number: index + 1, text: text.trim() }))
      expect(read).toEqual(expected.filter(({ text }) => text !== ''))
    }),
    { numRuns: 300 },
  )
})

test('text instead of bytes is said so', async () => {
  const inventory = openInventory({ log: memoryLog() })
  await expect(inventory.import(Readable.from('{}\n'))).rejects.toThrow(
    expect.objectContaining({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('string where bytes are read'),
    }),
  )
})
