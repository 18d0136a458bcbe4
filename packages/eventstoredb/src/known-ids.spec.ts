import { expect, test } from 'vitest'
import { knownIds } from './known-ids.ts'
import { knownStreams, STREAM_WEIGHT } from './known-streams.ts'

test('every id is found at its revision, and others hardly ever', () => {
  const ids = knownIds()
  for (let n = 0; n < 100_000; n++) ids.add(`R${n}/1`)
  expect(ids.count).toBe(100_000)
  for (let n = 0; n < 100_000; n += 7) expect(ids.candidates(`R${n}/1`)).toContain(n)
  let mistaken = 0
  for (let n = 0; n < 100_000; n++) mistaken += ids.candidates(`S${n}/1`).length
  expect(mistaken).toBeLessThan(20)
})

test('an id that stands at several revisions is found at all of them, in order', () => {
  const ids = knownIds()
  for (const id of ['a', 'b', 'a', 'c', 'a']) ids.add(id)
  expect(ids.candidates('a')).toEqual([0, 2, 4])
  expect(ids.candidates('x')).toEqual([])
})

test('only what follows on is noted, and the streams used longest ago are forgotten first', () => {
  const streams = knownStreams(2 * STREAM_WEIGHT + 5)
  const note = (stream: string, revision: number) => streams.note({ stream, revision, id: `${revision}` })
  note('a', 0)
  note('a', 2)
  note('b', 1)
  expect([streams.get('a')?.ids.count, streams.get('b')]).toEqual([1, undefined])
  for (let revision = 0; revision < 4; revision++) note('c', revision)
  expect([streams.get('a')?.ids.count, streams.events]).toEqual([1, 5])
  note('a', 1)
  expect([streams.get('c'), streams.get('a')?.ids.count, streams.events]).toEqual([undefined, 2, 2])
  for (let revision = 2; revision < 200; revision++) note('a', revision)
  expect(streams.get('a')?.ids.count).toBe(200)
})

test.each([
  ['of one event', 1],
  ['that do not exist', 0],
])('there is no room for any number of streams %s', (_, events) => {
  const streams = knownStreams(3 * (STREAM_WEIGHT + events))
  for (const stream of ['a', 'b', 'c', 'd']) {
    streams.begin(stream)
    if (events > 0) streams.note({ stream, revision: 0, id: stream })
  }
  const known = ['a', 'b', 'c', 'd'].map((stream) => streams.get(stream)?.ids.count)
  expect(known).toEqual([undefined, events, events, events])
})
