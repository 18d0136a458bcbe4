import fc from 'fast-check'
import { expect, test } from 'vitest'
import { borrowWriter, byteReader, readWhole, writeWhole, writtenAndReturned } from './bytes.ts'

test('borrowed writers are empty, have room, and never lose what another borrower wrote', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: 5000 }), fc.nat(), fc.boolean()), { maxLength: 200 }),
      (steps) => {
        const out: { readonly writer: ReturnType<typeof borrowWriter>; readonly number: number }[] = []
        const kept: { readonly bytes: Uint8Array<ArrayBuffer>; readonly number: number }[] = []
        const giveBack = () => {
          const one = out.shift()
          if (one !== undefined) kept.push({ bytes: writtenAndReturned(one.writer), number: one.number })
        }
        for (const [room, number, isReturned] of steps) {
          const writer = borrowWriter(room)
          expect(writer.at).toBe(0)
          expect(writer.bytes.length).toBeGreaterThanOrEqual(room)
          writeWhole(writer, number)
          out.push({ writer, number })
          if (isReturned) giveBack()
        }
        while (out.length > 0) giveBack()
        for (const { bytes, number } of kept) {
          const reader = byteReader(bytes)
          expect([readWhole(reader), reader.at]).toEqual([number, bytes.length])
        }
      },
    ),
  )
})

test('memory that was given back is used again', () => {
  const writer = borrowWriter(1_000_000)
  const { buffer } = writer.bytes
  writtenAndReturned(writer)
  expect(borrowWriter(900_000).bytes.buffer).toBe(buffer)
})
