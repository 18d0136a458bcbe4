import { binaryEvent, jsonEvent } from '@eventstore/db-client'
import { NO_STREAM } from '@tidemark/log'
import { describe, expect, test } from 'vitest'
import { internalsOf } from './client-internals.ts'
import { connect, disconnect } from './connection.ts'
import {
  append,
  bareClient,
  event,
  events,
  followed,
  gather,
  given,
  idsOf,
  logOn,
  otherLogOn,
  refusal,
} from './scratch.spec.support.ts'

const A = 'main.item-A'
const main = { streamPrefixes: ['main.'] }

describe('11: a stream that loses events is refused, wherever it is met', () => {
  const limits = [
    ['$maxAge', { maxAge: 3_600 }],
    ['$maxCount', { maxCount: 2 }],
    ['$tb', { truncateBefore: 1 }],
  ] as const

  test.each(limits)('%s', async (key, metadata) => {
    const server = await given()
    const log = logOn(server)
    await append(log, A, NO_STREAM, events(0, 4))
    await bareClient(server).setStreamMetadata(A, metadata)
    const newcomer = otherLogOn(server)
    const attempts = [
      append(newcomer, A, 4, [event(5)]),
      newcomer.find(A, ['e1']),
      gather(newcomer.readAll(main)),
      followed(newcomer.follow(main), 5),
    ]
    for (const attempt of attempts) {
      const error = await refusal(attempt)
      expect(error).toMatchObject({ problem: 'STREAM_LIMITED', message: expect.stringContaining(key) })
    }
    expect(await refusal(followed(log.follow(main), 6))).toMatchObject({ problem: 'STREAM_LIMITED' })
    expect(server.store.all.filter(({ stream }) => stream === A)).toHaveLength(5)
  })

  test('a limit that was taken back is none, nor is one on a stream of somebody else', async () => {
    const server = await given()
    const log = logOn(server)
    const client = bareClient(server)
    await append(log, A, NO_STREAM, events(0, 4))
    await client.setStreamMetadata(A, { maxCount: 100 })
    await client.setStreamMetadata(A, {})
    await client.setStreamMetadata('other.stream', { maxCount: 1 })
    expect(await gather(otherLogOn(server).readAll(main))).toHaveLength(5)
    expect(await append(otherLogOn(server), A, 4, [event(5)])).toMatchObject({ firstRevision: 5 })
  })

  test('a deleted stream is not a new one', async () => {
    const server = await given()
    await append(logOn(server), A, NO_STREAM, events(0, 1))
    await bareClient(server).deleteStream(A)
    const log = otherLogOn(server)
    expect(await refusal(log.revision(A))).toMatchObject({ problem: 'STREAM_LIMITED' })
    expect(await refusal(append(log, A, NO_STREAM, [event(2)]))).toMatchObject({ problem: 'STREAM_LIMITED' })
    expect(await refusal(append(log, A, 'any', [event(2)]))).toMatchObject({ problem: 'STREAM_LIMITED' })
  })

  test('a tombstoned stream is gone, and said to be', async () => {
    const server = await given()
    const log = logOn(server)
    await append(log, A, NO_STREAM, events(0, 1))
    await bareClient(server).tombstoneStream(A)
    const attempts = [log.revision(A), log.find(A, ['e1']), gather(log.readStream(A))]
    for (const attempt of attempts) {
      expect(await refusal(attempt)).toMatchObject({ problem: 'STREAM_DELETED', code: 'LOG_CORRUPT' })
    }
    expect(await refusal(append(log, A, 1, [event(2)]))).toMatchObject({ problem: 'STREAM_DELETED' })
    expect(await refusal(gather(otherLogOn(server).readAll(main)))).toMatchObject({
      problem: 'STREAM_DELETED',
    })
  })
})

test('13: the other client, which shares globals with this one, is not loaded', async () => {
  await given()
  const { createRequire } = await import('node:module')
  const loaded = Object.keys(createRequire(import.meta.url).cache)
  expect(loaded.some((file) => file.includes('@eventstore/db-client'))).toBe(true)
  expect(loaded.filter((file) => file.includes('@kurrent'))).toEqual([])
})

describe('14: what is not ours', () => {
  test("other applications' events and the server's own are passed over", async () => {
    const server = await given()
    const log = logOn(server)
    const client = bareClient(server)
    await client.appendToStream('order-1', jsonEvent({ type: 'Ordered', data: { n: 1 } }))
    await client.appendToStream('$stats-1', jsonEvent({ type: '$stats', data: { n: 1 } }))
    await append(log, A, NO_STREAM, [event(1)])
    await client.setStreamMetadata('order-1', { maxCount: 1 })
    expect((await gather(log.readAll(main))).map(({ id }) => id)).toEqual(['e1'])
    expect((await gather(log.readAll())).map(({ stream }) => stream)).toEqual(['order-1', A])
  })

  test('foreign and malformed events under our prefix are delivered as such, with their place', async () => {
    const server = await given()
    const log = logOn(server)
    const client = bareClient(server)
    const metadata = { tidemark: { id: 'e9', at: 0, by: 'x' } }
    const id = () => crypto.randomUUID()
    const foreign = jsonEvent({ id: id(), type: 'Foreign', data: { n: 1 } })
    await client.appendToStream(A, [
      foreign,
      binaryEvent({ id: id(), type: 'Binary', data: Buffer.from('bytes') }),
      jsonEvent({ type: 'Happened', data: [1], metadata }),
      jsonEvent({ type: 'Happened', data: { n: 2 }, metadata: { tidemark: 'no' } }),
    ])
    const broken = { id: id(), type: 'Happened', contentType: 'application/json' }
    server.store.write(A, 3n, [{ ...broken, data: Buffer.from('{"n":'), metadata: Buffer.from('{') }])
    await append(log, A, 4, [event(5)])
    const read = await gather(log.readAll(main))
    expect(read.map(({ revision, data, rawData }) => [revision, data, rawData])).toEqual([
      [0, null, '{"n":1}'],
      [1, null, 'bytes'],
      [2, null, '[1]'],
      [3, null, '{"n":2}'],
      [4, null, '{"n":'],
      [5, { n: 5 }, undefined],
    ])
    expect(read.map((one) => one.id).slice(0, 3)).toEqual([foreign.id, expect.any(String), 'e9'])
    expect(await gather(log.readStream(A))).toEqual(read)
    expect(read.every(({ position, recordedAt }) => position > 0 && recordedAt > 0)).toBe(true)
  })
})

test('about 100 calls fit one connection, more hang: hundreds of reads and followers wait for room', async () => {
  const server = await given()
  const log = logOn(server, { timeoutMs: 10_000 })
  await append(log, A, NO_STREAM, events(0, 9))
  const stop = new AbortController()
  const followers = Array.from({ length: 120 }, () =>
    followed(log.follow({ ...main, signal: stop.signal }), 11),
  )
  const reads = Array.from({ length: 200 }, () => gather(log.readStream(A)))
  const finds = Array.from({ length: 200 }, () => log.find(A, ['e3']))
  expect((await Promise.all(reads)).every(({ length }) => length === 10)).toBe(true)
  expect((await Promise.all(finds)).every(({ length }) => length === 1)).toBe(true)
  await append(log, A, 9, [event(10)])
  expect(await Promise.all(followers)).toEqual(followers.map(() => idsOf(0, 10)))
  stop.abort()
})

test('a read that nobody finishes leaves no call open', async () => {
  const server = await given()
  const log = logOn(server)
  const connection = connect(server.connectionString)
  const { disposableStreams } = internalsOf(connection.client)
  await append(log, A, NO_STREAM, events(0, 1_499))
  for (let n = 0; n < 12; n++) {
    for await (const chunk of n % 2 === 0 ? log.readStream(A) : log.readAll(main)) {
      expect(chunk).toHaveLength(1_000)
      break
    }
  }
  // The stream of appends stays open.
  await expect.poll(() => disposableStreams.size).toBe(1)
  await disconnect(connection)
})

test('what was acknowledged is read at once', async () => {
  const server = await given()
  const [log, other] = [logOn(server), otherLogOn(server)]
  for (let n = 0; n < 100; n++) {
    await append(log, A, n - 1, [event(n)])
    expect(await other.revision(A)).toBe(n)
    expect((await other.find(A, [`e${n}`])).map(({ id }) => id)).toEqual([`e${n}`])
  }
})

test('a busy stream is read once; after that finding and appending read only what is new', async () => {
  const server = await given()
  await append(logOn(server), A, NO_STREAM, events(0, 2_999))
  const log = otherLogOn(server)
  await log.find(A, ['e0'])
  const { read } = server.counts
  for (let n = 3_000; n < 3_020; n++) {
    expect(await log.find(A, [`e${n}`])).toEqual([])
    await append(log, A, n - 1, [event(n)])
  }
  // One look for each `find`, which finds nothing new but what was just appended; and one to compare the clocks.
  expect(server.counts.read - read).toBeLessThanOrEqual(21)
})

test('the time of recording is the writer’s, unless the clock of the server says otherwise', async () => {
  const server = await given({ clock: () => 1_000_000 })
  const times = async (clock: () => number) => {
    const log = otherLogOn(server, { clock })
    const stream = `main.item-${crypto.randomUUID()}`
    const first = await append(log, stream, NO_STREAM, [event(1)])
    const second = await append(log, stream, 0, [event(2)])
    const read = await gather(log.readStream(stream))
    expect([first, second].map(({ recordedAt }) => recordedAt)).toEqual(
      read.map(({ recordedAt }) => recordedAt),
    )
    return read.map(({ recordedAt }) => recordedAt)
  }
  expect(await times(() => 999_900)).toEqual([999_900, 999_900])
  expect(await times(() => 5_000_000)).toEqual([1_000_000, 1_000_000])
  expect(await times(() => 0)).toEqual([1_000_000, 1_000_000])
})

test('a position that JavaScript cannot count is refused', async () => {
  const server = await given()
  const log = logOn(server)
  const record = server.store.all
  await append(log, A, NO_STREAM, [event(1)])
  const last = record.pop()
  if (last !== undefined) record.push({ ...last, position: 2n ** 60n })
  expect(await refusal(log.head())).toMatchObject({ problem: 'POSITION_TOO_LARGE' })
})
