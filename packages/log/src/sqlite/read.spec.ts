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
