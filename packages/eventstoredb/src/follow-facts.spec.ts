import { END, START as FROM_START, streamNameFilter } from '@eventstore/db-client'
import { NO_STREAM, position, START } from '@tidemark/log'
import { describe, expect, test } from 'vitest'
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
} from './scratch.spec.support.ts'
import { type Fault, scriptedFaults } from './test-server/index.ts'
import type { WatchState } from './watch-state.ts'

const A = 'main.item-A'
const B = 'main.item-B'
const main = { streamPrefixes: ['main.'] }

describe('6: the mark "caught up" stands where it belongs, between the events', () => {
  test('the client tells it ahead of events that are still in its buffer; the log behind them', async () => {
    const server = await given()
    const log = logOn(server)
    await append(log, A, NO_STREAM, events(0, 99))
    const subscription = bareClient(server).subscribeToAll(
      { fromPosition: FROM_START, filter: streamNameFilter({ prefixes: ['main.'] }) },
      { highWaterMark: 1_000 },
    )
    await new Promise<void>((resolve) => {
      subscription.on('caughtUp', resolve)
      subscription.once('readable', () => undefined)
    })
    expect(subscription.readableLength).toBe(100)
    await subscription.unsubscribe()

    const order: string[] = []
    for await (const step of log.follow(main)) {
      order.push(...('caughtUp' in step ? ['mark'] : step.map(({ id }) => id)))
      if ('caughtUp' in step) break
    }
    expect(order).toEqual([...idsOf(0, 99), 'mark'])
  })

  test('its position is one to go on from: a checkpoint is never ahead of what was delivered', async () => {
    const server = await given()
    const log = logOn(server)
    // Enough of others for checkpoints between the events.
    for (let n = 0; n < 4; n++) {
      await append(log, A, n - 1, [event(n)])
      await append(log, `other.${n}`, NO_STREAM, events(0, 1_499))
    }
    server.misbehave(scriptedFaults({ subscribe: [1, 1, 1].map((after): Fault => ({ kind: 'cut', after })) }))
    const read = await gather(log.readAll(main))
    expect(read.map(({ id }) => id)).toEqual(idsOf(0, 3))
  })
})

test('the events of one append are heard of one by one; no mark stands between them', async () => {
  const log = logOn(await given())
  const order: string[] = []
  let next = 0
  for await (const step of log.follow(main)) {
    order.push(...('caughtUp' in step ? ['mark'] : step.map(({ id }) => id)))
    if (!('caughtUp' in step)) continue
    if (next === 20) break
    await append(log, A, next - 1, events(next, next + 3))
    next += 4
  }
  const appends = [0, 4, 8, 12, 16].map((first) => [...idsOf(first, first + 3), 'mark'])
  expect(order).toEqual(['mark', ...appends.flat()])
})

describe('7: a follower outlives its connection', () => {
  test('it goes on after the last event delivered, for as long as it takes, and the state tells', async () => {
    const server = await given()
    const states: WatchState['live'][] = []
    const on = Promise.withResolvers<void>()
    const away = Promise.withResolvers<void>()
    const onAgain = Promise.withResolvers<void>()
    const log = logOn(server, {
      onState({ live, tries }) {
        if (states.at(-1) !== live) states.push(live)
        if (live === 'on') states.length > 2 ? onAgain.resolve() : on.resolve()
        if (live === 'reconnecting' && tries === 3) away.resolve()
      },
    })
    await append(log, A, NO_STREAM, events(0, 2))
    const all = followed(log.follow(main), 6)
    await on.promise
    await server.kill()
    await away.promise
    expect(log.state.lastError).toBeTypeOf('string')
    await server.start()
    await onAgain.promise
    await append(log, A, 2, events(3, 5))
    expect(await all).toEqual(idsOf(0, 5))
    expect(states).toEqual(['connecting', 'on', 'reconnecting', 'on', 'off'])
  })

  test('a connection that breaks while catching up costs nothing and repeats nothing', async () => {
    const server = await given()
    const log = logOn(server)
    await append(log, A, NO_STREAM, events(0, 299))
    const breaks = [0, 1, 40, 7].map((after): Fault => ({ kind: 'cut', after }))
    server.misbehave(scriptedFaults({ subscribe: [...breaks, { kind: 'stall', after: 30 }] }))
    expect(await followed(log.follow(main), 300)).toEqual(idsOf(0, 299))
  })

  test('without the watch it still finds what is written', async () => {
    const server = await given()
    const log = logOn(server, { pollMs: 10 })
    server.misbehave((operation) =>
      operation === 'subscribe' && server.counts.subscribe === 1 ? { kind: 'stall', after: 0 } : undefined,
    )
    const all = followed(log.follow(main), 3)
    await append(log, A, NO_STREAM, events(0, 2))
    expect(await all).toEqual(idsOf(0, 2))
  })
})

test('a consumer that falls behind while live is cut off by the server; a follower is not', async () => {
  const server = await given()
  const log = logOn(server)
  const subscription = bareClient(server).subscribeToAll({
    fromPosition: END,
    filter: streamNameFilter({ prefixes: ['main.'] }),
  })
  const cutOff = new Promise<unknown>((resolve) => subscription.on('error', resolve))
  await new Promise<void>((resolve) => subscription.on('confirmation', resolve))
  const seen: string[] = []
  let next = 0
  for await (const step of log.follow(main)) {
    if (!('caughtUp' in step)) seen.push(...step.map(({ id }) => id))
    if (seen.length >= 400) break
    if (next < 400) await append(log, A, next - 1, events(next, next + 99))
    next += 100
  }
  expect(seen).toEqual(idsOf(0, 399))
  expect(await cutOff).toMatchObject({ type: 'timeout', code: 10 })
  await subscription.unsubscribe()
})

test('a read that the server ends as too slow goes on where it was', async () => {
  const server = await given()
  const log = logOn(server)
  await append(log, A, NO_STREAM, events(0, 99))
  const slow = [20, 20].map((after): Fault => ({ kind: 'too-slow', after }))
  server.misbehave(scriptedFaults({ subscribe: slow }))
  expect((await gather(log.readAll(main))).map(({ id }) => id)).toEqual(idsOf(0, 99))
})

describe('9: the log is read by prefix, through a filtered subscription', () => {
  test('only what was asked for comes over the wire, after the position given', async () => {
    const server = await given()
    const log = logOn(server, { timeoutMs: 10_000 })
    await append(log, 'other.stream', NO_STREAM, events(0, 4_999))
    const first = await append(log, A, NO_STREAM, [event(1)])
    await append(log, 'mainly.item-A', NO_STREAM, [event(2)])
    await append(log, 'MAIN.item-A', NO_STREAM, [event(3)])
    await append(log, B, NO_STREAM, [event(4)])
    const before = server.counts.subscribe
    const read = await gather(log.readAll(main))
    expect(read.map(({ stream, id }) => [stream, id])).toEqual([
      [A, 'e1'],
      [B, 'e4'],
    ])
    const rest = await gather(log.readAll({ ...main, after: first.lastPosition }))
    expect(rest.map(({ id }) => id)).toEqual(['e4'])
    expect(server.counts.subscribe - before).toBe(2)
  })

  test('an absurd checkpoint (2^64 - 1) is no place to go on from', async () => {
    const server = await given({ absurdCheckpoint: true })
    const log = logOn(server)
    await append(log, A, NO_STREAM, events(0, 49))
    server.misbehave(scriptedFaults({ subscribe: [{ kind: 'cut', after: 0 }] }))
    expect((await gather(log.readAll(main))).map(({ id }) => id)).toEqual(idsOf(0, 49))
  })
})

test('12: reading may begin and end at any position, also where no record stands', async () => {
  const server = await given()
  const log = logOn(server)
  for (let n = 0; n < 6; n++) await append(log, n % 2 === 0 ? A : B, 'any', [event(n)])
  const all = await gather(log.readAll(main))
  for (const off of [-1, 0, 1]) {
    const between = (index: number) => position((all[index]?.position ?? START) + off)
    const forwards = await gather(log.readAll({ ...main, after: between(1), through: between(4) }))
    const from = off < 0 ? 1 : 2
    const to = off < 0 ? 3 : 4
    expect(forwards.map(({ id }) => id)).toEqual(idsOf(from, to))
    const rest = idsOf(from, 5)
    expect(await followed(log.follow({ ...main, after: between(1) }), rest.length)).toEqual(rest)
    const range = { ...main, after: between(1), through: between(4), direction: 'backwards' } as const
    const backwards = await gather(log.readAll(range))
    expect(backwards.map(({ id }) => id)).toEqual(idsOf(from, to).reverse())
  }
})

describe('15: servers that do not tell a subscriber that it has caught up', () => {
  test.each([
    ['an old server', { version: '22.10.5', caughtUp: false }],
    ['a server that should and does not', { version: '23.10.8', caughtUp: false }],
  ])('%s', async (_, options) => {
    const server = await given(options)
    const log = logOn(server, { timeoutMs: 300 })
    await append(log, A, NO_STREAM, events(0, 4))
    await append(log, 'other.stream', NO_STREAM, events(0, 9))
    expect((await gather(log.readAll(main))).map(({ id }) => id)).toEqual(idsOf(0, 4))
    const delivered: string[] = []
    for await (const step of log.follow(main)) {
      if (!('caughtUp' in step)) delivered.push(...step.map(({ id }) => id))
      else if (delivered.length === 5) await append(log, A, 4, [event(5)])
      if (delivered.length === 6) break
    }
    expect(delivered).toEqual(idsOf(0, 5))
  })
})

test('health tells the lag of the slowest follower', async () => {
  const server = await given()
  const log = logOn(server)
  await append(log, A, NO_STREAM, events(0, 4))
  const steps = log.follow(main)[Symbol.asyncIterator]()
  await steps.next()
  await steps.next()
  expect(await log.health()).toMatchObject({ reachable: true, leader: true, version: '23.10.8', lag: 0 })
  const last = await append(log, A, 4, [event(5)])
  expect((await log.health()).lag).toBe(last.lastPosition - (await positionOf(log, 4)))
  await steps.return?.()
  expect((await log.health()).lag).toBe(0)
})

async function positionOf(log: ReturnType<typeof logOn>, revision: number): Promise<number> {
  const [event] = await gather(log.readStream(A, { from: revision, to: revision }))
  return event?.position ?? START
}
