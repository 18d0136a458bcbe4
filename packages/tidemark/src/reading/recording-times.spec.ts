import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RecordingTimes, recordingTimes } from './recording-times.ts'

const ENTRIES_A_CHUNK = 400

/** More than two chunks of entries, several to a millisecond, some recorded long after the last. */
const manyEntries = fc.infiniteStream(fc.nat({ max: 3 })).map((steps) => {
  let [position, recordedAt] = [0, 1.7e12]
  return Array.from({ length: 1_000 }, (_, i) => {
    position += 1 + (steps.next().value ?? 0)
    recordedAt += i % 97 === 0 ? 40 * 86_400_000 : (steps.next().value ?? 0) - 1
    return { position, recordedAt }
  })
})

interface Entry {
  readonly position: number
  readonly recordedAt: number
}

/** Adds entries in pieces of several lengths, none among them. */
function addTo(times: RecordingTimes, entries: readonly Entry[]): void {
  for (let [from, length] = [0, 0]; from < entries.length; from += length, length = (length + 1) % 300) {
    const piece = entries.slice(from, from + length)
    times.add(
      piece.map(({ position }) => position),
      piece.map(({ recordedAt }) => recordedAt),
    )
  }
}

test('the position known at an instant is the last one recorded by then, kept and read again or not', () => {
  fc.assert(
    fc.property(manyEntries, fc.nat(), fc.array(fc.nat(), { minLength: 9 }), (entries, cut, picks) => {
      const split = cut % entries.length
      const first = recordingTimes([], undefined, ENTRIES_A_CHUNK)
      addTo(first, entries.slice(0, split))
      const { outline, chunks } = first.kept()
      const read = (index: number) => chunks[index] ?? new Uint8Array(0)
      const again = recordingTimes(JSON.parse(JSON.stringify(outline)), read, ENTRIES_A_CHUNK)
      const before = { last: entries[split - 1]?.position ?? 0, count: split }
      expect({ last: again.positionAt(Infinity), count: again.countThrough(Infinity) }).toEqual(before)
      expect(again.kept().outline).toEqual(outline)
      addTo(again, entries.slice(split))
      let highest = 0
      const known = entries.map(({ position, recordedAt }) => {
        highest = Math.max(highest, recordedAt)
        return { position, recordedAt: highest }
      })
      expect([again.count, again.lastRecordedAt]).toEqual([entries.length, highest])
      for (const pick of picks) {
        const at = known[pick % known.length]?.recordedAt ?? 0
        for (const instant of [at - 1, at]) {
          const expected = known.findLast((entry) => entry.recordedAt <= instant)?.position ?? 0
          expect(again.positionAt(instant)).toBe(expected)
        }
        const position = known[pick % known.length]?.position ?? 0
        expect([again.lastThrough(position), again.lastThrough(position - 1)]).toEqual([
          position,
          known.findLast((entry) => entry.position < position)?.position ?? 0,
        ])
        expect(again.countThrough(position)).toBe((pick % known.length) + 1)
        expect(again.countThrough(position - 1)).toBe(
          known.findLastIndex((entry) => entry.position < position) + 1,
        )
      }
    }),
    { numRuns: 100 },
  )
})

test('nothing is known before the first entry', () => {
  const times = recordingTimes()
  expect([times.positionAt(5), times.countThrough(5), times.lastRecordedAt]).toEqual([0, 0, null])
})

test('the last entry is known for ever, also where it fills a chunk', () => {
  const times = recordingTimes()
  for (let n = 1; n <= 2 * 65_536; n++) {
    times.add([n], [n])
    if (n % 65_536 < 2) expect([times.positionAt(Infinity), times.countThrough(Infinity)]).toEqual([n, n])
  }
})
