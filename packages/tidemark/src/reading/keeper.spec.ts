import { type EventLog, memoryLog, NO_STREAM } from '@tidemark/log'
import { memoryCache, plainState, type TimelineOptions } from '@tidemark/timeline'
import { expect, test } from 'vitest'
import { Reader } from './reader.ts'

const clock = () => Date.UTC(2027, 5)
const ITEMS = 8
/** A little more than is worth keeping. */
const EACH = 2600

function received(item: string, from: number, to: number) {
  return Array.from({ length: to - from }, (_, n) => ({
    id: `${item}-${from + n}`,
    type: 'StockReceived',
    data: {
      occurredAt: new Date(Date.UTC(2027, 0, 1, from + n)).toISOString(),
      item,
      branch: 'shop',
      quantity: '2',
      unitCost: '1.5',
    },
  }))
}

async function aLog(): Promise<EventLog> {
  const log = memoryLog({ clock })
  for (let n = 0; n < ITEMS; n++) {
    const item = `i${n}`
    await log.append([
      { stream: `main.item-${item}`, expectedRevision: NO_STREAM, events: received(item, 0, EACH) },
    ])
  }
  return log
}

/** A cache that tells when its manifest is written, and each time that a save begins to write. */
function watched(onBegin = () => {}) {
  const cache = memoryCache()
  let saves = 0
  let saved = Promise.withResolvers<void>()
  return {
    cache: {
      ...cache,
      names: () => {
        onBegin()
        return cache.names()
      },
      write: (batch: Parameters<typeof cache.write>[0]) => {
        cache.write(batch)
        if (![...batch.put.keys()].some((name) => name.endsWith('manifest'))) return
        saves++
        saved.resolve()
        saved = Promise.withResolvers()
      },
      close: () => undefined,
    },
    saves: () => saves,
    saved: () => saved.promise,
  }
}

function readerOf(
  log: EventLog,
  cache?: ReturnType<typeof watched>['cache'],
  timeline?: TimelineOptions,
): Reader {
  return new Reader({ log, workspace: 'main', futureTolerance: 0, cache, timeline })
}

/** What the next reader finds kept, before it reads on. */
async function positionKept(log: EventLog, cache: ReturnType<typeof watched>['cache']) {
  let first = Number.NaN
  const noting: EventLog = {
    ...log,
    readAll: (options) => {
      first = Number(options?.after)
      return log.readAll(options)
    },
  }
  const item = 'later'
  await log.append([{ stream: `main.item-${item}`, expectedRevision: 'any', events: received(item, 0, 1) }])
  const reader = readerOf(noting, cache)
  await reader.catchUp()
  const fresh = readerOf(log)
  await fresh.catchUp()
  const state = (of: Reader) => plainState(of.timeline.view({ asOf: Infinity }))
  expect(state(reader)).toEqual(state(fresh))
  return first
}

test('what was read is kept while nobody waits', async () => {
  const log = await aLog()
  const { cache, saved, saves } = watched()
  const reader = readerOf(log, cache)
  const written = saved()
  await reader.catchUp()
  expect(saves()).toBe(0)
  await written
  expect(await positionKept(log, cache)).toBe(ITEMS * EACH)
})

test('what is read meanwhile is not lost: keeping begins anew, with it', async () => {
  const log = await aLog()
  const more = [
    { stream: 'main.item-i0', expectedRevision: 'any' as const, events: received('i0', EACH, EACH + 3) },
  ]
  let reading: Promise<void> | undefined
  const { cache, saved, saves } = watched(() => {
    reading ??= log.append(more).then(() => reader.catchUp())
  })
  const reader = readerOf(log, cache)
  const written = saved()
  await reader.catchUp()
  await written
  await reading
  expect(saves()).toBe(1)
  expect(await positionKept(log, cache)).toBe(ITEMS * EACH + 3)
})

test('closing keeps all at once, and nothing is written after it', async () => {
  const log = await aLog()
  let closing: Promise<void> | undefined
  const begun = Promise.withResolvers<void>()
  const { cache, saves } = watched(() => {
    closing ??= reader.close()
    begun.resolve()
  })
  const reader = readerOf(log, cache)
  await reader.catchUp()
  await begun.promise
  await closing
  expect(saves()).toBe(1)
  expect(await positionKept(log, cache)).toBe(ITEMS * EACH)
  expect(saves()).toBe(1)
})

test('a cache that takes nothing is no reason to fail, nor to try all the time', async () => {
  const log = await aLog()
  let begun = 0
  const failed = Promise.withResolvers<void>()
  const { cache } = watched(() => {
    begun++
    failed.resolve()
    throw new Error('no room')
  })
  const reader = readerOf(log, cache)
  await reader.catchUp()
  await failed.promise
  await log.append([
    { stream: 'main.item-i0', expectedRevision: 'any', events: received('i0', EACH, EACH + 3) },
  ])
  await reader.catchUp()
  await reader.close()
  // Once in the background, and once more at the end.
  expect(begun).toBe(2)
  expect(reader.timeline.head).toBe(ITEMS * EACH + 3)
})

test('what another process put into the same cache is gone on from, in place of reading all again', async () => {
  const log = await aLog()
  const { cache } = watched()
  const timeline = { sliceFacts: 500 }
  const first = readerOf(log, cache, timeline)
  await first.catchUp()
  await first.close()
  let from = -1
  const noting: EventLog = {
    ...log,
    readAll: (options) => {
      from = Number(options?.after)
      return log.readAll(options)
    },
  }
  const one = readerOf(noting, cache, timeline)
  await one.catchUp()
  const other = readerOf(log, cache, timeline)
  for (const [to, item] of ['i0', 'i1'].entries()) {
    const late = received(item, EACH, EACH + 1).map((event) => ({ ...event, id: `${item}-late-${to}` }))
    await log.append([{ stream: `main.item-${item}`, expectedRevision: 'any', events: late }])
  }
  await other.catchUp()
  await other.close()
  expect(() => one.timeline.view({ asOf: Infinity }).columns()).toThrow('The cache does not hold')
  await one.catchUp()
  expect(from).toBe(-1)
  expect(one.position).toBe(other.position)
  const fresh = readerOf(log, undefined, timeline)
  await fresh.catchUp()
  const state = (of: Reader) => plainState(of.timeline.view({ asOf: Infinity }))
  expect(state(one)).toEqual(state(fresh))
})
