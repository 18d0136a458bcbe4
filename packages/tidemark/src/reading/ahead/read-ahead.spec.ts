import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import {
  type EventLog,
  eventsUnder,
  fileOf,
  memoryLog,
  type NewEvent,
  NO_STREAM,
  type SqliteLog,
  sqliteLog,
} from '@tidemark/log'
import { memoryCache, plainState } from '@tidemark/timeline'
import { expect, onTestFinished, test } from 'vitest'
import { Reader, type ReaderOptions } from '../reader.ts'
import type { ReadingOrder, Word } from './messages.ts'
import type { StartReading } from './read-ahead.ts'
import { serveReading } from './serve-reading.ts'

const DAY = 86_400_000
const begun = Date.UTC(2027, 0)
const ITEMS = 40
const EACH = 120

function at(day: number): string {
  return new Date(begun + day * DAY).toISOString()
}

/** What an item goes through: definitions, trade of every plain kind, corrections, lots, free text, and what is not in order. */
function eventsOf(item: string): NewEvent[] {
  const events: [type: string, data: Record<string, unknown>][] = [
    ['ItemDefined', { occurredAt: at(0), item, group: `G${item.length % 3}` }],
    ['StockReceived', { occurredAt: at(1), item, branch: 'shop', quantity: '100', unitCost: '2.5' }],
    [
      'StockReceived',
      {
        occurredAt: at(1),
        item,
        branch: 'yard',
        quantity: '50',
        totalCost: '120.000001',
        lots: [{ lot: 'L1', quantity: '50' }],
      },
    ],
    ['StockTransferred', { occurredAt: at(2), item, from: 'shop', to: 'yard', quantity: '10' }],
    ['StockTransferred', { occurredAt: at(2), item, from: 'shop', to: 'shop', quantity: '10' }],
    ['Mystery', { occurredAt: at(2), item }],
    ['StockSold', { occurredAt: at(2), item, quantity: '10' }],
    ['StockSold', { occurredAt: at(2), item: 'another', branch: 'shop', quantity: '1', netAmount: '3' }],
    ['StockSold', { occurredAt: at(900), item, branch: 'shop', quantity: '1', netAmount: '3' }],
    ['MovementVoided', { occurredAt: at(3), item, movement: `${item}-3` }],
  ]
  for (let n = events.length; n < EACH; n++) {
    const common = { occurredAt: at(2 + (n % 31)), item, branch: n % 2 === 0 ? 'shop' : 'yard' }
    const sold = { ...common, quantity: `${n % 3}.5`, netAmount: '9.99' }
    if (n % 7 === 0) events.push(['StockAdjusted', { ...common, quantity: '-1', reason: 'broken' }])
    else if (n % 11 === 0)
      events.push(['StockSold', { ...sold, note: 'a "quoted" word', tags: { till: '7' } }])
    else events.push(['StockSold', n % 13 === 0 ? { ...sold, tags: { till: '7' }, document: 'D1' } : sold])
  }
  return events.map(([type, data], n) => ({
    id: `${item}-${n}`,
    type,
    data: data as NewEvent['data'],
    metadata: n === 12 ? { schemaVersion: 99 } : n === 14 ? { schemaVersion: 'one' } : { schemaVersion: 1 },
  }))
}

/** What comes later, some of it late. */
function moreOf(item: string): NewEvent[] {
  return eventsOf(item).map((event, n) => ({ ...event, id: `${item}-more-${n}` }))
}

/** A log in a file in which items, periods, snapshots and other workspaces stand side by side. */
async function aLog(): Promise<SqliteLog> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-ahead-'))
  const log = await sqliteLog({ path: path.join(folder, 'log.db'), clock: () => begun + 40 * DAY })
  onTestFinished(async () => {
    await log.close()
    rmSync(folder, { recursive: true })
  })
  const period = { type: 'PeriodClosed', data: { occurredAt: at(20), through: at(10), closedBy: 'me' } }
  await log.append([
    { stream: 'main.company', expectedRevision: NO_STREAM, events: [{ id: 'P1', ...period }] },
    { stream: 'other.item-i0', expectedRevision: NO_STREAM, events: eventsOf('i0').slice(0, 3) },
  ])
  for (let n = 0; n < ITEMS; n++) {
    const item = `i${n}`
    await log.append([{ stream: `main.item-${item}`, expectedRevision: NO_STREAM, events: eventsOf(item) }])
  }
  return log
}

function readerOf(log: EventLog, options: Partial<ReaderOptions> = {}): Reader {
  return new Reader({ log, workspace: 'main', futureTolerance: DAY, ...options })
}

/** All that a reader tells. */
function toldBy(reader: Reader) {
  const { timeline, anomalies, catalogue, periods, times, position } = reader
  return {
    position,
    head: timeline.head,
    state: plainState(timeline.view({ asOf: Infinity })),
    earlier: plainState(timeline.view({ asOf: begun + 9 * DAY, knownThrough: 2000 })),
    sources: timeline.sources('i7'),
    anomalies,
    snapshots: catalogue.list(),
    periods: periods.changes,
    times: [times.count, times.lastThrough(3000), times.positionAt(begun + 41 * DAY)],
  }
}

async function readHere(log: EventLog, options: Partial<ReaderOptions> = {}) {
  const reader = readerOf(log, { ...options, readAheadFrom: Infinity })
  await reader.catchUp()
  return toldBy(reader)
}

/** The program itself, and how many of its words were heard. */
function listening(onWord: (worker: Worker, words: number) => void): StartReading {
  return (order: ReadingOrder) => {
    const program = path.join(import.meta.dirname, 'reading-thread.ts')
    const worker = new Worker(program, { workerData: order, execArgv: ['--conditions=@tidemark/source'] })
    let words = 0
    worker.on('message', () => onWord(worker, ++words))
    return worker
  }
}

test('what a thread reads ahead is what is read without one, anomalies and all', async () => {
  const log = await aLog()
  let words = 0
  const reader = readerOf(log, { readAheadFrom: 1, startReading: listening(() => words++) })
  await reader.catchUp()
  const told = toldBy(reader)
  expect(words).toBeGreaterThan(3)
  expect(told).toEqual(await readHere(log))
  // The thread left nothing that should be there.
  expect(told.anomalies.map(({ code }) => code)).toEqual(
    expect.arrayContaining([
      'UNKNOWN_TYPE',
      'MALFORMED_EVENT',
      'NEWER_SCHEMA',
      'MISPLACED_EVENT',
      'FROM_THE_FUTURE',
    ]),
  )
  expect(told.sources.length).toBeGreaterThan(100)
})

test('a share of the items is read ahead as it is read without a thread', async () => {
  const log = await aLog()
  const share = { index: 1, of: 3 }
  const reader = readerOf(log, { readAheadFrom: 1, share })
  await reader.catchUp()
  expect(toldBy(reader)).toEqual(await readHere(log, { share }))
})

test('what came since something was kept is read ahead among what was', async () => {
  const log = await aLog()
  const cache = { ...memoryCache(), close: () => undefined }
  const timeline = { sliceFacts: 200, looseFacts: 0 }
  const first = readerOf(log, { cache, timeline, readAheadFrom: 1 })
  await first.catchUp()
  // Little is kept only at the end.
  await first.close()
  for (const item of ['i3', 'i40'])
    await log.append([{ stream: `main.item-${item}`, expectedRevision: 'any', events: moreOf(item) }])
  let from = 0
  const startReading: StartReading = (order) => {
    from = order.after
    return listening(() => undefined)(order)
  }
  const second = readerOf(log, { cache, timeline, readAheadFrom: 1, startReading })
  await second.catchUp()
  expect(from).toBe(first.position)
  expect(toldBy(second)).toEqual(await readHere(log))
})

test.each([
  ['ends at once', (worker: Worker) => worker.terminate()],
  ['ends in the middle', (worker: Worker, words: number) => (words === 2 ? worker.terminate() : undefined)],
])('what a thread that %s leaves is read without it', async (_what, onWord) => {
  const log = await aLog()
  const reader = readerOf(log, { readAheadFrom: 1, startReading: listening(onWord) })
  await reader.catchUp()
  expect(toldBy(reader)).toEqual(await readHere(log))
})

test('where no thread can be started, or its program is missing, all is read without one', async () => {
  const log = await aLog()
  const impossible: StartReading = () => {
    throw new Error('no threads here')
  }
  const missing: StartReading = () => new Worker(path.join(import.meta.dirname, 'nothing-there.ts'))
  for (const startReading of [impossible, missing]) {
    const reader = readerOf(log, { readAheadFrom: 1, startReading })
    await reader.catchUp()
    expect(toldBy(reader)).toEqual(await readHere(log))
  }
})

test('a workspace of few events is read without one, however many the others have', async () => {
  const log = await aLog()
  let starts = 0
  const startReading: StartReading = (order) => {
    starts++
    return listening(() => {})(order)
  }
  const other = readerOf(log, { workspace: 'other', readAheadFrom: 100, startReading })
  await other.catchUp()
  expect([starts, other.times.count]).toEqual([0, 3])
  await readerOf(log, { readAheadFrom: 100, startReading }).catchUp()
  expect(starts).toBe(1)
})

test('no more threads read at a time than there are cores, however many readers begin', async () => {
  const log = await aLog()
  const running = new Set<Worker>()
  let most = 0
  const start = listening(() => {})
  const startReading: StartReading = (order) => {
    const worker = start(order)
    running.add(worker)
    most = Math.max(most, running.size)
    worker.on('exit', () => running.delete(worker))
    return worker
  }
  const cores = availableParallelism()
  const readers = Array.from({ length: cores + 2 }, () => readerOf(log, { readAheadFrom: 1, startReading }))
  await Promise.all(readers.map((reader) => reader.catchUp()))
  expect(most).toBe(cores)
  expect(running.size).toBe(0)
  const [told, ...others] = readers.map(toldBy)
  for (const other of others) expect(other).toEqual(told)
  const next = readerOf(log, { readAheadFrom: 1, startReading })
  await next.catchUp()
  expect(toldBy(next)).toEqual(told)
})

test('a signal ends the thread with the reading, and the next reading goes on', async () => {
  const log = await aLog()
  const stop = new AbortController()
  const ended: Promise<unknown>[] = []
  const startReading = listening((worker, words) => {
    ended.push(new Promise((resolve) => worker.once('exit', resolve)))
    if (words === 2) stop.abort(new Error('enough'))
  })
  const reader = readerOf(log, { readAheadFrom: 1, startReading })
  await expect(reader.catchUp(stop.signal)).rejects.toThrow('enough')
  await Promise.all(ended)
  await reader.catchUp()
  expect(toldBy(reader)).toEqual(await readHere(log))
})

test('a thread is never farther ahead than it may be', async () => {
  const log = await aLog()
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  const through = await log.head()
  const limits = { prefix: 'main.', share: { index: 0, of: 1 }, futureTolerance: DAY }
  const order = { path: log.path, after: 0, through, ahead: 1500, ...limits }
  let [given, taken, most] = [0, 0, 0]
  const done = new Promise<void>((resolve) => {
    port1.on('message', (word: Word) => {
      if (word === 'done') return resolve()
      const count = word.part.sifted.positions.length
      given += count
      most = Math.max(most, given - taken)
      // Taken as late as can be: when nothing more comes by itself.
      setImmediate(() =>
        setImmediate(() => {
          taken += count
          port1.postMessage(count)
        }),
      )
    })
  })
  await Promise.all([serveReading(port2, log, order), done])
  expect(given).toBe(1 + ITEMS * EACH)
  // One chunk over, because it is told only then.
  expect(most).toBeLessThanOrEqual(1500 + 1000)
})

test('only a log in a file has a file, and what stands in for one has none', async () => {
  const log = await aLog()
  expect(fileOf(log)).toBe(log.path)
  expect(fileOf({ ...log })).toBeUndefined()
  expect(fileOf(memoryLog())).toBeUndefined()
  expect(await eventsUnder(log, 'main.item-i7')).toBe(eventsOf('i7').length)
  expect(await eventsUnder(log, '')).toBe(await log.head())
  expect(await eventsUnder(log, 'none.')).toBe(0)
  expect(await eventsUnder(memoryLog(), '')).toBe(0)
})
