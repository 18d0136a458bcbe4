import { NO_STREAM as CLIENT_NO_STREAM, jsonEvent } from '@eventstore/db-client'
import { LogError, NO_STREAM } from '@tidemark/log'
import { describe, expect, test } from 'vitest'
import { connect, disconnect } from './connection.ts'
import {
  append,
  bareClient,
  event,
  events,
  gather,
  given,
  idsIn,
  idsOf,
  logOn,
  otherLogOn,
  refusal,
} from './scratch.spec.support.ts'
import { type Fault, scriptedFaults } from './test-server/index.ts'

const A = 'main.item-A'

describe('1: what is no JSON never reaches the client, whose promise would not settle', () => {
  test.each([1n, undefined, Number.NaN, new Date(0)])('%s', async (value) => {
    const server = await given()
    const log = logOn(server)
    // A host without types can hand over anything.
    const bad = event(1, { value } as never)
    expect(await refusal(append(log, A, NO_STREAM, [bad]))).toMatchObject({ code: 'NOT_JSON' })
    expect(server.counts.append).toBe(0)
  })
})

describe('2: a conflict is an error with the revision the stream has, whatever the connection string says', () => {
  test.each([
    ['a stream of appends', '23.10.8', true],
    ['single appends', '20.10.2', false],
  ])('%s', async (_, version, batchAppend) => {
    const server = await given({ version, batchAppend })
    const log = logOn({ connectionString: `${server.connectionString}&throwOnAppendFailure=false` })
    await append(log, A, NO_STREAM, events(1, 3))
    const error = await refusal(append(log, A, 0, [event(9)]))
    expect(error).toMatchObject({
      code: 'WRONG_EXPECTED_REVISION',
      details: { stream: A, expected: 0, actual: 2 },
    })
  })
})

describe('3: an append whose answer is lost is recorded once, and says so', () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ['swallowed', { kind: 'swallow' }],
    ['lost on the way', { kind: 'lose' }],
    ['connection broken after it was applied', { kind: 'drop', applied: true }],
    ['connection broken before', { kind: 'drop', applied: false }],
    ['server restarted after it was applied', { kind: 'restart', applied: true, downMs: 5 }],
    ['server restarted before', { kind: 'restart', applied: false, downMs: 5 }],
    ['not the leader', { kind: 'not-leader' }],
    ['the server still starting', { kind: 'not-ready' }],
    ['stream reset', { kind: 'status', code: 13, details: 'Received RST_STREAM with code 2' }],
  ]
  for (const batchAppend of [true, false]) {
    test.each(faults)(`%s (${batchAppend ? 'stream of appends' : 'single appends'})`, async (_, fault) => {
      const server = await given({ batchAppend, version: batchAppend ? '23.10.8' : '20.10.2' })
      const log = logOn(server)
      await append(log, A, NO_STREAM, [event(1)])
      server.misbehave(scriptedFaults({ append: [fault] }))
      const result = await append(log, A, 0, events(2, 3))
      expect(result).toMatchObject({ firstRevision: 1, lastRevision: 2, alreadyThere: false })
      expect(await idsIn(log, A)).toEqual(idsOf(1, 3))
      const read = await gather(log.readStream(A, { from: 2 }))
      expect(read[0]).toMatchObject({ position: result.lastPosition, recordedAt: result.recordedAt })
    })
  }

  test('when the time is over the outcome is unknown, and recording again records once', async () => {
    const server = await given()
    const log = logOn(server, { timeoutMs: 150 })
    await append(log, A, NO_STREAM, [event(1)])
    const silence = Array.from({ length: 20 }, (): Fault => ({ kind: 'swallow' }))
    server.misbehave(scriptedFaults({ append: silence }))
    const error = await refusal(append(log, A, 0, [event(2)]))
    expect(error).toMatchObject({ problem: 'OUTCOME_UNKNOWN', code: 'LOG_UNAVAILABLE' })
    server.misbehave(scriptedFaults({}))
    expect(await append(log, A, 0, [event(2)])).toMatchObject({ firstRevision: 1, alreadyThere: true })
    expect(await idsIn(log, A)).toEqual(idsOf(1, 2))
  })

  describe('what was written, but not read back, has an unknown outcome too', () => {
    test.each<readonly [string, number, number]>([
      ['several events', 2, 0],
      ['one event after a lost answer', 1, 1],
    ])('%s', async (_, count, lost) => {
      const server = await given()
      const [log, impatient] = [logOn(server), logOn(server, { timeoutMs: 400 })]
      await append(log, A, NO_STREAM, [event(1)])
      const swallow = Array.from({ length: lost }, (): Fault => ({ kind: 'swallow' }))
      server.misbehave((operation) =>
        operation === 'append' ? swallow.shift() : { kind: 'stall', after: 0 },
      )
      const news = events(2, 1 + count)
      const error = await refusal(append(impatient, A, 0, news))
      expect(error).toMatchObject({
        problem: 'OUTCOME_UNKNOWN',
        code: 'LOG_UNAVAILABLE',
        details: { stream: A },
      })
      server.misbehave(() => undefined)
      expect(await append(log, A, 0, news)).toMatchObject({ firstRevision: 1, alreadyThere: true })
      expect(await idsIn(log, A)).toEqual(idsOf(1, 1 + count))
    })

    test('pieces of which a later one finds no room in time', async () => {
      const server = await given()
      const [log, impatient] = [logOn(server), logOn(server, { timeoutMs: 400 })]
      const connection = connect(server.connectionString)
      await append(log, A, NO_STREAM, [event(1)])
      const large = [2, 3, 4].map((n) => event(n, { text: 'x'.repeat(400_000) }))
      server.misbehave((operation) => {
        if (operation !== 'append') return undefined
        server.misbehave(() => undefined)
        // While the first piece is under way another append comes, and takes all the room after it.
        connection.appends.enter(Number.MAX_SAFE_INTEGER, undefined, 60_000)
        return undefined
      })
      expect(await refusal(append(impatient, A, 0, large))).toMatchObject({ problem: 'OUTCOME_UNKNOWN' })
      expect(await log.revision(A)).toBe(2)
      await disconnect(connection)
    })

    test('but what was never sent has not been written', async () => {
      const server = await given()
      const [log, impatient] = [logOn(server), logOn(server, { timeoutMs: 400 })]
      const connection = connect(server.connectionString)
      await append(log, A, NO_STREAM, [event(1)])
      await connection.appends.enter(Number.MAX_SAFE_INTEGER, undefined, 60_000)
      expect(await refusal(append(impatient, A, 0, [event(2)]))).toMatchObject({ problem: 'SERVER_SILENT' })
      await disconnect(connection)
    })
  })

  test('a retry never takes a newer revision: what another wrote meanwhile is a conflict', async () => {
    const server = await given()
    const log = logOn(server, { timeoutMs: 300 })
    await append(log, A, NO_STREAM, [event(1)])
    server.misbehave((operation) => {
      if (operation !== 'append') return undefined
      server.misbehave(() => undefined)
      server.store.write(A, 0n, [stranger])
      return { kind: 'lose' }
    })
    const error = await refusal(append(log, A, 0, [event(2)]))
    expect(error).toMatchObject({ code: 'WRONG_EXPECTED_REVISION', details: { actual: 1 } })
    expect(await log.revision(A)).toBe(1)
  })

  test('a conflict after a lost answer is looked into: the same id with another content stands there', async () => {
    const server = await given()
    const log = logOn(server, { timeoutMs: 300 })
    const other = otherLogOn(server)
    await append(log, A, NO_STREAM, [event(1)])
    server.misbehave(scriptedFaults({ append: [{ kind: 'lose' }] }))
    const late = append(log, A, 0, [event(2, { quantity: '5' })])
    await append(other, A, 0, [event(2, { quantity: '6' })])
    expect(await late).toMatchObject({ firstRevision: 1, alreadyThere: true })
    expect((await log.find(A, ['e2'])).map(({ data }) => data)).toEqual([{ quantity: '6' }])
  })

  test("'any' appends once at an explicit revision, also when others write at the same time", async () => {
    const server = await given()
    const [one, two] = [logOn(server), otherLogOn(server)]
    const numbers = Array.from({ length: 40 }, (_, n) => n)
    await Promise.all(numbers.map((n) => append(n % 2 === 0 ? one : two, A, 'any', [event(n)])))
    expect((await idsIn(one, A)).toSorted()).toEqual(idsOf(0, 39).toSorted())
  })

  test('appends of one process to one stream wait for one another', async () => {
    const server = await given()
    const log = logOn(server)
    await append(log, A, NO_STREAM, [event(0)])
    server.misbehave(scriptedFaults({ append: [{ kind: 'delay', ms: 30 }] }))
    const results = await Promise.all([1, 2, 3].map((n) => append(log, A, n - 1, [event(n)])))
    expect(results.map(({ firstRevision }) => firstRevision)).toEqual([1, 2, 3])
  })
})

test('4: while the server is down an append waits for it, whatever the error looks like', async () => {
  const server = await given()
  const log = logOn(server, { timeoutMs: 5_000 })
  await append(log, A, NO_STREAM, [event(1)])
  await server.kill()
  const client = bareClient(server)
  const raw = await refusal(client.appendToStream(A, jsonEvent({ type: 'T', data: {} })))
  expect(raw).toMatchObject({ code: 14 })
  expect(raw).not.toHaveProperty('type')
  const waiting = append(log, A, 0, [event(2)])
  await server.start()
  expect(await waiting).toMatchObject({ firstRevision: 1, alreadyThere: false })
})

describe('5: connections of one process do not disturb one another', () => {
  test('a broken connection loses no append of another', async () => {
    const [first, second] = [await given(), await given()]
    const [log, other] = [logOn(first), logOn(second)]
    await append(log, A, NO_STREAM, [event(1)])
    await append(other, A, NO_STREAM, [event(1)])
    // The client would reject the second append with the first, and end the process when its answer comes.
    second.misbehave(scriptedFaults({ append: [{ kind: 'delay', ms: 50 }] }))
    first.misbehave(scriptedFaults({ append: [{ kind: 'drop', applied: false }] }))
    const calls = second.counts.append
    const results = await Promise.all([append(other, A, 0, [event(2)]), append(log, A, 0, [event(2)])])
    expect(results.map(({ alreadyThere }) => alreadyThere)).toEqual([false, false])
    expect(second.counts.append - calls).toBe(1)
  })

  test('logs with the same connection string share one client', async () => {
    const { connectionString } = await given()
    const [one, two] = [connect(connectionString), connect(` ${connectionString}`)]
    expect(two.client).toBe(one.client)
    await disconnect(one)
    expect(connect(connectionString)).toBe(two)
    await disconnect(two)
    await disconnect(two)
    const anew = connect(connectionString)
    expect(anew).not.toBe(two)
    await disconnect(anew)
  })
})

describe('10: one append holds 1 MiB at most', () => {
  const large = (n: number) => event(n, { text: 'x'.repeat(400_000) })

  test('more is written in pieces, one after the other', async () => {
    const server = await given()
    const log = logOn(server, { timeoutMs: 5_000 })
    const result = await append(log, A, NO_STREAM, [1, 2, 3, 4, 5].map(large))
    expect(result).toMatchObject({ firstRevision: 0, lastRevision: 4, alreadyThere: false })
    expect(server.counts.append).toBe(3)
    expect(await append(log, A, NO_STREAM, [1, 2, 3, 4, 5].map(large))).toEqual({
      ...result,
      alreadyThere: true,
    })
  })

  test('what was interrupted between two pieces goes on where it was', async () => {
    const server = await given()
    const log = logOn(server, { timeoutMs: 1_000 })
    const silence = Array.from({ length: 20 }, (): Fault => ({ kind: 'lose' }))
    server.misbehave((operation) => {
      if (operation === 'append') server.misbehave(scriptedFaults({ append: silence }))
      return undefined
    })
    const pieces = [1, 2, 3, 4, 5].map(large)
    expect(await refusal(append(log, A, NO_STREAM, pieces))).toMatchObject({ problem: 'OUTCOME_UNKNOWN' })
    expect(await log.revision(A)).toBe(1)
    server.misbehave(() => undefined)
    const again = otherLogOn(server, { timeoutMs: 5_000 })
    expect(await append(again, A, NO_STREAM, pieces)).toMatchObject({ firstRevision: 0, lastRevision: 4 })
    expect(await idsIn(again, A)).toEqual(idsOf(1, 5))
  })

  test('an event that fits no append is refused before it is sent, and disturbs nobody', async () => {
    const server = await given()
    const log = logOn(server)
    const huge = event(1, { text: 'x'.repeat(17 * 1_048_576) })
    const [refused, ...others] = await Promise.allSettled([
      append(log, A, NO_STREAM, [huge]),
      ...[2, 3, 4].map((n) => append(log, `main.item-${n}`, NO_STREAM, [event(n)])),
    ])
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'EVENT_TOO_LARGE' } })
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
  })
})

describe('what a server answers "success" to although nothing was recorded', () => {
  test('same ids at the current revision: written again by the server, refused here', async () => {
    const server = await given()
    const client = bareClient(server)
    const same = jsonEvent({ id: crypto.randomUUID(), type: 'T', data: {} })
    await client.appendToStream('bare', same, { expectedRevision: CLIENT_NO_STREAM })
    expect(await client.appendToStream('bare', same, { expectedRevision: 0n })).toMatchObject({
      nextExpectedRevision: 1n,
    })
    const log = logOn(server)
    await append(log, A, NO_STREAM, [event(1)])
    expect(await refusal(append(log, A, 0, [event(1)]))).toMatchObject({ code: 'DUPLICATE_EVENT_ID' })
    // Also by a process that has never seen the stream.
    const other = otherLogOn(server)
    expect(await refusal(append(other, A, 0, [event(1)]))).toMatchObject({ code: 'DUPLICATE_EVENT_ID' })
  })

  test('same ids, different data: "success" of the server, told apart here', async () => {
    const server = await given()
    const client = bareClient(server)
    const id = crypto.randomUUID()
    const options = { expectedRevision: CLIENT_NO_STREAM } as const
    await client.appendToStream('bare', jsonEvent({ id, type: 'T', data: { quantity: 5 } }), options)
    const again = jsonEvent({ id, type: 'T', data: { quantity: 6 } })
    expect(await client.appendToStream('bare', again, options)).toMatchObject({ success: true })

    // Two processes record the same id with different content at the same moment; neither has read the other's.
    const [one, two] = [logOn(server), otherLogOn(server)]
    await append(one, A, NO_STREAM, [event(1)])
    await two.find(A, [])
    await append(one, A, 0, [event(2, { quantity: '5' })])
    expect(await append(two, A, 0, [event(2, { quantity: '6' })])).toMatchObject({ alreadyThere: true })
  })

  test('the ids of a deleted stream again: "success" without position, refused here', async () => {
    const server = await given()
    const client = bareClient(server)
    const log = logOn(server)
    await append(log, A, NO_STREAM, events(1, 2))
    await client.deleteStream(A)
    // This process has seen the stream before it was deleted; another looks at its metadata first.
    for (const one of [log, otherLogOn(server)]) {
      const error = await refusal(append(one, A, NO_STREAM, events(1, 2)))
      expect(error).toMatchObject({ problem: 'STREAM_LIMITED', code: 'LOG_CORRUPT' })
    }
  })

  test('an empty append: refused', async () => {
    const log = logOn(await given())
    expect(await refusal(append(log, A, NO_STREAM, []))).toMatchObject({ code: 'EMPTY_APPEND' })
  })
})

test('errors of the client without a message get one', async () => {
  const log = logOn(await given())
  const error = await refusal(append(log, A, 4, [event(1)]))
  expect(error).toBeInstanceOf(LogError)
  expect(error).toMatchObject({ message: expect.stringContaining(`stream ${A} is at revision -1`) })
})

test('a stream that takes longer to read than an append may take is read, then written', async () => {
  const server = await given()
  const log = logOn(server)
  for (let n = 0; n < 12_000; n += 2_000) await append(log, A, n - 1, events(n, n + 1_999))
  const other = otherLogOn(server, { timeoutMs: 300 })
  const waiting = [event(-1), event(-2), event(-3)].map((one) => append(other, A, 'any', [one]))
  expect((await Promise.all(waiting)).map(({ lastRevision }) => lastRevision)).toEqual([
    12_000, 12_001, 12_002,
  ])
})

test('metadata of the host may not use the key of the log', async () => {
  const log = logOn(await given())
  const bad = { ...event(1), metadata: { tidemark: 1 } }
  expect(await refusal(append(log, A, NO_STREAM, [bad]))).toMatchObject({ code: 'INVALID_ARGUMENT' })
})

const stranger = {
  id: '00000000-0000-4000-8000-000000000099',
  type: 'Other',
  contentType: 'application/json',
  data: Buffer.from('{"n":99}'),
  metadata: new Uint8Array(),
}
