import {
  ANY,
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  START,
  streamNameFilter,
} from '@eventstore/db-client'
import { describe, expect, test } from 'vitest'
import { bareClient, given, refusal } from '../scratch.spec.support.ts'
import { type Fault, scriptedFaults } from './index.ts'

/** An event of the client with an id that can be told. */
function event(n: number, data: object = { n }) {
  return jsonEvent({ id: id(n), type: 'Happened', data: { ...data } })
}

function id(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

async function started(options: Parameters<typeof given>[0] = {}) {
  const server = await given(options)
  return { server, client: bareClient(server) }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

async function revisions(client: EventStoreDBClient, stream: string): Promise<number[]> {
  return (await all(client.readStream(stream))).map(({ event }) => Number(event?.revision))
}

describe('append', () => {
  test('the first event, at NO_STREAM: next 0, commit = prepare', async () => {
    const { client } = await started()
    const result = await client.appendToStream('a', event(1), { expectedRevision: NO_STREAM })
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 0n })
    expect(result.position?.commit).toBe(result.position?.prepare)
  })

  test.each([true, false])(
    'same ids at the same expected revision: success, first position, nothing written (%s)',
    async (batchAppend) => {
      const { server, client } = await started({ batchAppend })
      const first = await client.appendToStream('a', [event(1), event(2)], { expectedRevision: NO_STREAM })
      await client.appendToStream('a', event(3), { expectedRevision: 1n })
      server.store.forget()
      const again = [event(1), event(2)]
      expect(await client.appendToStream('a', again, { expectedRevision: NO_STREAM })).toEqual(first)
      expect(await client.appendToStream('a', [event(1)], { expectedRevision: NO_STREAM })).toMatchObject({
        nextExpectedRevision: 0n,
      })
      expect(await revisions(client, 'a')).toEqual([0, 1, 2])
    },
  )

  test('same ids at the current revision: written again', async () => {
    const { client } = await started()
    await client.appendToStream('a', event(1), { expectedRevision: NO_STREAM })
    await client.appendToStream('a', event(1), { expectedRevision: 0n })
    expect(await revisions(client, 'a')).toEqual([0, 1])
  })

  test('ANY is idempotent only while the server remembers', async () => {
    const { server, client } = await started()
    for (let n = 0; n < 2; n++) await client.appendToStream('a', event(1), { expectedRevision: ANY })
    expect(await revisions(client, 'a')).toEqual([0])
    server.store.forget()
    await client.appendToStream('a', event(1), { expectedRevision: ANY })
    expect(await revisions(client, 'a')).toEqual([0, 1])
  })

  test('one more, another order, a wrong revision: wrong expected version, with an empty message', async () => {
    const { client } = await started()
    await client.appendToStream('a', [event(1), event(2)], { expectedRevision: NO_STREAM })
    for (const events of [[event(1), event(2), event(3)], [event(2), event(1)], [event(4)]]) {
      const error = await refusal(client.appendToStream('a', events, { expectedRevision: NO_STREAM }))
      expect(error).toMatchObject({
        type: 'wrong-expected-version',
        message: '',
        streamName: 'a',
        actualVersion: 1n,
      })
    }
    const missing = await refusal(client.appendToStream('b', event(1), { expectedRevision: 3n }))
    expect(missing).toMatchObject({ type: 'wrong-expected-version', actualVersion: 'no_stream' })
  })

  test('same ids, different data: success, the old data stays', async () => {
    const { client } = await started()
    await client.appendToStream('a', event(1, { q: 5 }), { expectedRevision: NO_STREAM })
    await client.appendToStream('a', event(1, { q: 6 }), { expectedRevision: NO_STREAM })
    expect((await all(client.readStream('a'))).map((one) => one.event?.data)).toEqual([{ q: 5 }])
  })

  test('the same id twice in one append, or in another stream: stored', async () => {
    const { client } = await started()
    await client.appendToStream('a', [event(1), event(1)], { expectedRevision: NO_STREAM })
    await client.appendToStream('b', event(1), { expectedRevision: NO_STREAM })
    expect(await revisions(client, 'a')).toEqual([0, 1])
    expect(await revisions(client, 'b')).toEqual([0])
  })

  test('two at NO_STREAM at the same time: one succeeds', async () => {
    const { client } = await started()
    const attempts = [1, 2].map((n) => client.appendToStream('a', event(n), { expectedRevision: NO_STREAM }))
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('no events: success, and no stream', async () => {
    const { client } = await started()
    expect(await client.appendToStream('a', [])).toMatchObject({ success: true, nextExpectedRevision: 0n })
    expect(await refusal(all(client.readStream('a')))).toMatchObject({ type: 'stream-not-found' })
  })

  test('no uuid, no type, no name: could not recognize BadRequest', async () => {
    const { client } = await started()
    const bad = [
      client.appendToStream('a', jsonEvent({ id: 'x', type: 'T', data: {} })),
      client.appendToStream('a', jsonEvent({ type: '', data: {} })),
      client.appendToStream('', event(1)),
    ].map(refusal)
    for (const attempt of bad) {
      expect(await attempt).toMatchObject({
        type: 'unknown',
        message: expect.stringContaining('Could not recognize BadRequest'),
      })
    }
  })

  test('upper-case uuids come back lower-case', async () => {
    const { client } = await started()
    await client.appendToStream('a', { ...event(0xabc), id: id(0xabc).toUpperCase() })
    expect((await all(client.readStream('a')))[0]?.event?.id).toBe(id(0xabc))
  })

  test('names with unicode, spaces, slashes, newlines and thousands of characters work', async () => {
    const { client } = await started()
    for (const name of ['Lager/ß ä\n1', 'x'.repeat(5_000)]) {
      await client.appendToStream(name, event(1))
      expect(await revisions(client, name)).toEqual([0])
    }
  })

  test.each([true, false])(
    'more than 1 MiB of data in one append is refused, metadata does not count (%s)',
    async (batchAppend) => {
      const { client } = await started({ batchAppend })
      const text = 'x'.repeat(524_288 - 11)
      await client.appendToStream('a', [event(1, { text }), event(2, { text })])
      const error = await refusal(
        client.appendToStream('b', [event(1, { text }), event(2, { text: `${text}x` })]),
      )
      expect(error).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1_048_576 })
      const metadata = { text: 'x'.repeat(1_500_000) }
      await client.appendToStream('c', jsonEvent({ type: 'T', data: {}, metadata }))
    },
  )
})

describe('read', () => {
  test('a missing stream: not found, while iterating', async () => {
    const { client } = await started()
    expect(await refusal(all(client.readStream('a')))).toMatchObject({ type: 'stream-not-found' })
  })

  test('from beyond the end: forwards nothing, backwards the last event', async () => {
    const { client } = await started()
    await client.appendToStream('a', [event(1), event(2)])
    expect(await all(client.readStream('a', { fromRevision: 9n }))).toEqual([])
    const [last] = await all(client.readStream('a', { fromRevision: 9n, direction: BACKWARDS, maxCount: 1 }))
    expect(last?.event?.revision).toBe(1n)
  })

  test('maxCount 0: an error', async () => {
    const { client } = await started()
    await client.appendToStream('a', event(1))
    expect(await refusal(all(client.readStream('a', { maxCount: 0 })))).toBeInstanceOf(Error)
  })

  test('$all: forwards inclusive, backwards exclusive, and only from a record', async () => {
    const { client } = await started()
    await client.appendToStream('a', [event(1), event(2), event(3)])
    const positions = (await all(client.readAll())).map(({ event }) => event?.position)
    const middle = positions[1]
    if (middle === undefined) throw new Error('three events have a middle')
    const read = async (direction: typeof FORWARDS | typeof BACKWARDS) =>
      (await all(client.readAll({ fromPosition: middle, direction }))).map(({ event }) => event?.id)
    expect(await read(FORWARDS)).toEqual([id(2), id(3)])
    expect(await read(BACKWARDS)).toEqual([id(1)])
    const nowhere = { commit: middle.commit + 1n, prepare: middle.prepare + 1n }
    expect(await refusal(all(client.readAll({ fromPosition: nowhere })))).toMatchObject({
      type: 'unknown',
      code: 2,
    })
  })

  test('$all also holds metadata and deletions', async () => {
    const { client } = await started()
    await client.appendToStream('a', event(1))
    await client.setStreamMetadata('a', { maxAge: 1_000 })
    await client.tombstoneStream('a')
    const found = (await all(client.readAll())).map(({ event }) => [event?.streamId, event?.type])
    expect(found).toEqual([
      ['a', 'Happened'],
      ['$$a', '$metadata'],
      ['a', '$streamDeleted'],
    ])
  })
})

describe('delete', () => {
  test('soft: not found, revisions go on, and the deleted ids again are "success" without position', async () => {
    const { client } = await started()
    await client.appendToStream('a', [event(1), event(2)], { expectedRevision: NO_STREAM })
    await client.deleteStream('a')
    expect(await refusal(all(client.readStream('a')))).toMatchObject({ type: 'stream-not-found' })
    for (const expectedRevision of [NO_STREAM, ANY] as const) {
      const again = await client.appendToStream('a', [event(1), event(2)], { expectedRevision })
      expect(again).toMatchObject({ success: true, position: undefined })
    }
    const next = await client.appendToStream('a', event(3), { expectedRevision: NO_STREAM })
    expect(next).toMatchObject({ nextExpectedRevision: 2n })
    expect(await revisions(client, 'a')).toEqual([2])
  })

  test('cut off: the same', async () => {
    const { client } = await started()
    await client.appendToStream('a', [event(1), event(2)], { expectedRevision: NO_STREAM })
    await client.setStreamMetadata('a', { truncateBefore: 1 })
    expect(await revisions(client, 'a')).toEqual([1])
    const again = await client.appendToStream('a', event(1), { expectedRevision: NO_STREAM })
    expect(again).toMatchObject({ success: true, position: undefined })
  })

  test('for good: deleted from then on', async () => {
    const { client } = await started()
    await client.appendToStream('a', event(1))
    await client.tombstoneStream('a')
    expect(await refusal(all(client.readStream('a')))).toMatchObject({ type: 'stream-deleted' })
    expect(await refusal(client.appendToStream('a', event(2)))).toMatchObject({ type: 'stream-deleted' })
  })

  test('a missing stream: wrong expected version, actual -1; but it can be ended for good', async () => {
    const { client } = await started()
    const missing = { type: 'wrong-expected-version', actualVersion: -1n }
    expect(await refusal(client.deleteStream('a'))).toMatchObject(missing)
    expect(await refusal(client.tombstoneStream('a', { expectedRevision: 0n }))).toMatchObject(missing)
    await client.tombstoneStream('a')
    expect(await refusal(client.appendToStream('a', event(1)))).toMatchObject({ type: 'stream-deleted' })
  })

  test('at most so many, or not older: only those are read', async () => {
    let now = 0
    const { client } = await started({ clock: () => now })
    await client.appendToStream('a', [event(1), event(2), event(3)])
    await client.setStreamMetadata('a', { maxCount: 2 })
    expect(await revisions(client, 'a')).toEqual([1, 2])
    now = 60_000
    await client.appendToStream('a', event(4))
    await client.setStreamMetadata('a', { maxAge: 30 })
    expect(await revisions(client, 'a')).toEqual([3])
  })
})

describe('subscriptions', () => {
  test('confirmation, events, caught up, live events; the start is exclusive', async () => {
    const { client } = await started()
    await client.appendToStream('a', [event(1), event(2), event(3)])
    const [first] = await all(client.readAll())
    const order: string[] = []
    const subscription = client.subscribeToAll({ fromPosition: first?.event?.position ?? START })
    const { promise: caughtUp, resolve: isCaughtUp } = Promise.withResolvers<void>()
    const { promise: done, resolve: isDone } = Promise.withResolvers<void>()
    subscription.on('confirmation', () => order.push('confirmation'))
    subscription.on('caughtUp', () => {
      order.push('caught up')
      isCaughtUp()
    })
    subscription.on('data', ({ event }) => {
      order.push(String(event?.id))
      if (event?.id === id(4)) isDone()
    })
    await caughtUp
    await client.appendToStream('b', event(4))
    await done
    expect(order).toEqual(['confirmation', id(2), id(3), 'caught up', id(4)])
    await subscription.unsubscribe()
  })

  test('on a missing stream caught up comes only after the first event', async () => {
    const { client } = await started()
    const order: string[] = []
    const subscription = client.subscribeToStream('a', { fromRevision: START })
    const { promise: done, resolve } = Promise.withResolvers<void>()
    subscription.on('data', ({ event }) => order.push(String(event?.id)))
    subscription.on('caughtUp', () => {
      order.push('caught up')
      resolve()
    })
    await new Promise<void>((confirmed) => subscription.on('confirmation', () => confirmed()))
    await client.appendToStream('a', event(1))
    await done
    expect(order).toEqual([id(1), 'caught up'])
    await subscription.unsubscribe()
  })

  test('filtered: checkpoints with prepare 0, from which one can go on', async () => {
    const { client } = await started()
    for (let n = 0; n < 5; n++) {
      await client.appendToStream('a', event(n))
      await client.appendToStream(
        'b',
        Array.from({ length: 100 }, (_, k) => event(1_000 + n * 100 + k)),
      )
    }
    const checkpoints: { commit: bigint; prepare: bigint }[] = []
    const filter = (
      checkpointReached?: (_: unknown, at: { commit: bigint; prepare: bigint }) => Promise<void>,
    ) =>
      streamNameFilter({
        prefixes: ['a'],
        checkpointInterval: 1,
        ...(checkpointReached ? { checkpointReached } : {}),
      })
    const read = async (fromPosition: typeof START | { commit: bigint; prepare: bigint }, note: boolean) => {
      const seen: string[] = []
      const subscription = client.subscribeToAll({
        fromPosition,
        filter: filter(note ? async (_, at) => void checkpoints.push(at) : undefined),
      })
      subscription.on('data', ({ event }) => seen.push(String(event?.id)))
      await new Promise<void>((resolve) => subscription.on('caughtUp', () => resolve()))
      await subscription.unsubscribe()
      return seen
    }
    const whole = await read(START, true)
    expect(whole).toEqual([0, 1, 2, 3, 4].map(id))
    expect(checkpoints.length).toBeGreaterThan(10)
    for (const checkpoint of checkpoints) {
      expect(checkpoint.prepare).toBe(0n)
      const rest = await read(checkpoint, false)
      expect(rest).toEqual(whole.slice(whole.length - rest.length))
    }
  })

  test('after an error there is no end and no close; the next subscription has to be made by hand', async () => {
    const { server, client } = await started()
    await client.appendToStream('a', event(1))
    server.misbehave(scriptedFaults({ subscribe: [{ kind: 'cut', after: 0 }] }))
    const heard: string[] = []
    const subscription = client.subscribeToAll({ fromPosition: START })
    for (const name of ['end', 'close'] as const) subscription.on(name, () => heard.push(name))
    const error = await new Promise((resolve) => subscription.on('error', resolve))
    await all(client.readAll())
    expect(error).toMatchObject({ type: 'unavailable' })
    expect(heard).toEqual([])
  })

  test('from beyond the end: caught up, then nothing until that is passed', async () => {
    const { client } = await started()
    await client.appendToStream('a', event(1))
    const seen: bigint[] = []
    const subscription = client.subscribeToStream('a', { fromRevision: 1n })
    const { promise: done, resolve } = Promise.withResolvers<void>()
    subscription.on('data', ({ event }) => {
      seen.push(event?.revision ?? -1n)
      resolve()
    })
    await new Promise<void>((caughtUp) => subscription.on('caughtUp', () => caughtUp()))
    await client.appendToStream('a', event(2))
    await client.appendToStream('a', event(3))
    await done
    expect(seen).toEqual([2n])
    await subscription.unsubscribe()
  })

  test('from where no record stands: an error', async () => {
    const { client } = await started()
    await client.appendToStream('a', [event(1), event(2)])
    const [first] = await all(client.readAll())
    const commit = (first?.event?.position?.commit ?? 0n) + 1n
    const subscription = client.subscribeToAll({ fromPosition: { commit, prepare: commit } })
    const error = await new Promise((resolve) => subscription.on('error', resolve))
    expect(error).toMatchObject({ type: 'unknown', code: 2 })
  })

  test('from the end: only what comes', async () => {
    const { client } = await started()
    await client.appendToStream('a', event(1))
    const subscription = client.subscribeToAll({ fromPosition: END })
    const first = new Promise((resolve) => subscription.on('data', ({ event }) => resolve(event?.id)))
    await new Promise<void>((resolve) => subscription.on('caughtUp', () => resolve()))
    await client.appendToStream('a', event(2))
    expect(await first).toBe(id(2))
    await subscription.unsubscribe()
  })
})

describe('death', () => {
  test('what was acknowledged is there after the restart, and the same client works again', async () => {
    const { server, client } = await started()
    await client.appendToStream('a', event(1), { expectedRevision: NO_STREAM })
    await server.kill()
    expect(await refusal(client.appendToStream('a', event(2)))).toMatchObject({ code: 14 })
    await server.start()
    await expect
      .poll(() => client.appendToStream('a', event(2), { expectedRevision: 0n }))
      .toMatchObject({
        nextExpectedRevision: 1n,
      })
    expect(await revisions(client, 'a')).toEqual([0, 1])
  })

  test('in flight: unavailable', async () => {
    const { server, client } = await started()
    await client.appendToStream('a', event(1))
    server.misbehave(scriptedFaults({ append: [{ kind: 'restart', applied: true, downMs: 0 }] }))
    expect(await refusal(client.appendToStream('a', event(2)))).toMatchObject({
      type: 'unavailable',
      code: 14,
    })
  })
})

describe('credentials', () => {
  test('a client that does not know them is turned away', async () => {
    const { client } = await started({ credentials: { username: 'u', password: 'p' } })
    const calls = [client.appendToStream('a', event(1)), all(client.readAll()), client.deleteStream('a')].map(
      refusal,
    )
    for (const call of calls) expect(await call).toMatchObject({ type: 'access-denied' })
  })
})

test('the same seed and the same calls misbehave the same way', async () => {
  const { seededFaults } = await import('./index.ts')
  const rates = { append: 0.5, read: 0.5, subscribe: 0.5, restart: 0.5 }
  const draw = (seed: number): (Fault | undefined)[] => {
    const plan = seededFaults(seed, rates)
    return Array.from({ length: 60 }, (_, n) =>
      plan((['append', 'read', 'subscribe'] as const)[n % 3] ?? 'read', 'a'),
    )
  }
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
})
