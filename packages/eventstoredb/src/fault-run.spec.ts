import { LogError, NO_STREAM } from '@tidemark/log'
import { expect, test } from 'vitest'
import type { EventStoreLog } from './event-store-log.ts'
import { event, given, otherLogOn } from './scratch.spec.support.ts'
import { randomNumbers, seededFaults, type TestServer } from './test-server/index.ts'

const appends = Number(process.env.TIDEMARK_FAULT_APPENDS ?? 2_000)
const seed = Number(process.env.TIDEMARK_FAULT_SEED ?? 20_240_131)

const WRITERS = 8

test(`seed ${seed}: ${appends} appends through faults on the wire: none lost, none doubled, all followed in order`, async () => {
  const server = await given()
  const options = { timeoutMs: 600, pollMs: 200 }
  // Two processes that write and two that only follow.
  const logs = [0, 1, 2, 3].map(() => otherLogOn(server, options))
  server.misbehave(seededFaults(seed, { append: 0.06, read: 0.02, subscribe: 0.1, restart: 0.1 }))

  const stop = new AbortController()
  const prefixes = [['main.'], ['main.item-1'], ['main.shared', 'main.item-2'], ['main.item-3']]
  const subscribers = prefixes.map((streamPrefixes, index) =>
    follow(logs, index, streamPrefixes, stop.signal),
  )
  const acknowledged = new Map<string, number | undefined>()
  const random = randomNumbers(seed + 1)
  await Promise.all(
    Array.from({ length: WRITERS }, (_, writer) =>
      write(logOf(logs, writer % 2), writer, appends / WRITERS, random, acknowledged),
    ),
  )
  server.misbehave(() => undefined)
  const last = await otherLogOn(server, { timeoutMs: 10_000 }).append([
    { stream: 'main.shared', expectedRevision: 'any', events: [event(-1)] },
    { stream: 'main.item-1', expectedRevision: 'any', events: [event(-1)] },
    { stream: 'main.item-2', expectedRevision: 'any', events: [event(-1)] },
    { stream: 'main.item-3', expectedRevision: 'any', events: [event(-1)] },
  ])
  for (const result of last) acknowledged.set(`${result.stream} e-1`, result.lastPosition)

  const stored = storedIn(server)
  expect(new Set(stored.map(({ key }) => key)).size).toBe(stored.length)
  const places = new Map(stored.map(({ key, position }) => [key, position]))
  for (const [key, position] of acknowledged) {
    expect([key, places.get(key)]).toEqual([key, position ?? expect.any(Number)])
  }
  expect(acknowledged.size).toBe(stored.length)
  for (const [index, streamPrefixes] of prefixes.entries()) {
    const wanted = stored.filter(({ key }) => streamPrefixes.some((prefix) => key.startsWith(prefix)))
    expect(await subscribers[index]).toEqual(wanted.map(({ key }) => key))
  }
  stop.abort()
}, 600_000)

/** Writes to a stream of its own at explicit revisions, and to one of all at any; records again what may be lost. */
async function write(
  log: EventStoreLog,
  writer: number,
  count: number,
  random: () => number,
  acknowledged: Map<string, number | undefined>,
): Promise<void> {
  const own = `main.item-${writer % 4}-${writer}`
  let revision = NO_STREAM
  for (let n = 0; n < count; n++) {
    const shared = random() < 0.3
    const stream = shared ? 'main.shared' : own
    const size = 1 + Math.floor(random() * 3)
    const events = Array.from({ length: size }, (_, index) => event(writer * 1_000_000 + n * 10 + index))
    const append = { stream, expectedRevision: shared ? ('any' as const) : revision, events }
    const [result] = await untilKnown(() => log.append([append]))
    if (result === undefined) throw new Error('an append has a result')
    if (!shared) revision = result.lastRevision
    // Only the first and the last place are told.
    acknowledged.set(`${stream} ${events[0]?.id}`, result.firstPosition)
    acknowledged.set(`${stream} ${events.at(-1)?.id}`, result.lastPosition)
    for (const { id } of events.slice(1, -1)) acknowledged.set(`${stream} ${id}`, undefined)
  }
}

async function untilKnown<T>(work: () => Promise<T>): Promise<T> {
  while (true) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof LogError) || error.code !== 'LOG_UNAVAILABLE') throw error
    }
  }
}

/** What a subscriber saw, until the last event of one of its streams. The second takes its time over each chunk. */
async function follow(
  logs: readonly EventStoreLog[],
  index: number,
  streamPrefixes: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const seen: string[] = []
  const ends = new Set<string>()
  const steps = () => logOf(logs, index).follow({ streamPrefixes, signal })
  const following = await untilKnown(async () => {
    const iterator = steps()[Symbol.asyncIterator]()
    return { first: await iterator.next(), iterator }
  })
  let { first: step } = following
  for (; !step.done; step = await following.iterator.next()) {
    if ('caughtUp' in step.value) continue
    for (const { stream, id } of step.value) {
      seen.push(`${stream} ${id}`)
      if (id === 'e-1') ends.add(stream)
    }
    if (index === 1) await new Promise((resolve) => setImmediate(resolve))
    if (streamPrefixes.some((prefix) => !ends.has(ENDS[prefix] ?? prefix))) continue
    if (index === 0 && ends.size < 4) continue
    await following.iterator.return?.()
    break
  }
  return seen
}

/** The stream that ends what is written under a prefix. */
const ENDS: { readonly [prefix: string]: string } = { 'main.': 'main.shared' }

/** Stream and id of what the server holds, in its order. */
function storedIn(server: TestServer): { readonly key: string; readonly position: number }[] {
  return server.store.all
    .filter(({ stream }) => stream.startsWith('main.'))
    .map(({ stream, metadata, position }) => {
      const { tidemark } = JSON.parse(Buffer.from(metadata).toString('utf8'))
      return { key: `${stream} ${tidemark.id}`, position: Number(position) }
    })
}

function logOf(logs: readonly EventStoreLog[], index: number): EventStoreLog {
  const log = logs[index]
  if (log === undefined) throw new RangeError(`no log ${index}`)
  return log
}
