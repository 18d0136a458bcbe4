import { expect, test } from 'vitest'
import type { RecordedEvent } from '../event-log.ts'
import { append, events, openScratch } from './scratch.spec.support.ts'

async function gather(chunks: AsyncIterable<readonly RecordedEvent[]>): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = []
  for await (const chunk of chunks) all.push(...chunk)
  return all
}

test('some streams among many events are read in order, whether they are looked up or read through', async () => {
  const log = await openScratch()
  for (let n = 0; n < 15; n++) {
    await append(log, `few-${n % 5}`, 'any', events(n * 100, n * 100 + 99))
    await append(log, `many-${n}`, -1, events(1, 2_500))
  }
  const few = { streamPrefixes: ['few-'] }
  const all = await gather(log.readAll())
  const wanted = all.filter(({ stream }) => stream.startsWith('few-'))
  expect(wanted).toHaveLength(1_500)
  expect(await gather(log.readAll(few))).toEqual(wanted)
  expect(await gather(log.readAll({ ...few, direction: 'backwards' }))).toEqual(wanted.toReversed())
  expect(await gather(log.readAll({ ...few, limit: 1_200 }))).toEqual(wanted.slice(0, 1_200))
  expect(await gather(log.readAll({ ...few, types: ['Bought'] }))).toEqual([])
  // Few positions are left: they are read through.
  const after = wanted[1_400]?.position ?? all[0]?.position
  if (after === undefined) throw new Error('nothing was read')
  expect(await gather(log.readAll({ ...few, after }))).toEqual(wanted.slice(1_401))
})

test('a stream that is written while it is looked up ends where it was', async () => {
  const log = await openScratch()
  await append(log, 'few', -1, events(1, 1_500))
  for (let n = 0; n < 4; n++) await append(log, `many-${n}`, -1, events(1, 10_000))
  let read = 0
  for await (const chunk of log.readAll({ streamPrefixes: ['few'] })) {
    read += chunk.length
    await append(log, 'few', 'any', [{ id: `late-${read}`, type: 'Sold', data: {} }])
  }
  expect(read).toBe(1_500)
})

test('a filter that all streams pass lets through no event of one that comes later', async () => {
  const log = await openScratch()
  const ours = { streamPrefixes: ['main.'] }
  await append(log, 'main.a', -1, events(1, 3))
  await append(log, 'main.z', -1, events(1, 3))
  expect(await gather(log.readAll(ours))).toHaveLength(6)
  for (const other of ['main', 'main/', 'a', 'z']) {
    await append(log, other, -1, events(1, 2))
    expect((await gather(log.readAll(ours))).map(({ stream }) => stream)).toEqual(
      ['main.a', 'main.z'].flatMap((stream) => [stream, stream, stream]),
    )
  }
  expect(await gather(log.readAll({ ...ours, types: ['Bought'] }))).toEqual([])
})

test('events that are left unread tell their text and the number of their stream, and all else as ever', async () => {
  const log = await openScratch()
  for (const stream of ['a', 'b', 'a']) await append(log, stream, 'any', events(stream === 'a' ? 1 : 5, 6))
  const unread = []
  for await (const chunk of log.readAll({ unread: true })) unread.push(...chunk)
  const read = await gather(log.readAll())
  expect(
    unread.map(({ rawData, streamNumber, ...rest }) => ({ ...rest, data: JSON.parse(rawData ?? '') })),
  ).toEqual(read)
  const numbers = new Map(unread.map(({ stream, streamNumber }) => [stream, streamNumber]))
  expect(new Set(numbers.values()).size).toBe(2)
  for (const { stream, streamNumber } of unread) expect(streamNumber).toBe(numbers.get(stream))
})
