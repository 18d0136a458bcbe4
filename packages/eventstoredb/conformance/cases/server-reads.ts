import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { BACKWARDS, END, FORWARDS, START, streamNameFilter } from '@eventstore/db-client'
import { type Case, stated } from '../case.ts'
import { all, refusal } from '../given.ts'
import { numbered, uuid } from '../server-given.ts'

/** What the adapter takes for granted of a server when it reads and subscribes. */
export const serverReadCases: readonly Case[] = [
  stated('server: from beyond the end, forwards nothing, backwards the last event', async (ground) => {
    const { prefix, client } = ground
    const stream = `${prefix}a`
    await client.appendToStream(stream, [numbered(1), numbered(2)])
    assert.deepEqual(await all(client.readStream(stream, { fromRevision: 9n })), [])
    const range = { fromRevision: 9n, direction: BACKWARDS, maxCount: 1 } as const
    const [last] = await all(client.readStream(stream, range))
    assert.equal(last?.event?.revision, 1n)
  }),

  stated(
    'server: $all is read forwards inclusive, backwards exclusive, and only from a record',
    async (ground) => {
      const { prefix, client } = ground
      await client.appendToStream(`${prefix}a`, [numbered(1), numbered(2), numbered(3)])
      const [, middle] = await all(client.readStream(`${prefix}a`))
      const at = middle?.event?.position
      assert.ok(at !== undefined)
      const [forwards] = await all(client.readAll({ fromPosition: at, direction: FORWARDS, maxCount: 1 }))
      assert.equal(forwards?.event?.id, uuid(2))
      const [backwards] = await all(client.readAll({ fromPosition: at, direction: BACKWARDS, maxCount: 1 }))
      assert.equal(backwards?.event?.id, uuid(1))
      const nowhere = { commit: at.commit + 1n, prepare: at.prepare + 1n }
      const error = await refusal(all(client.readAll({ fromPosition: nowhere, maxCount: 1 })))
      assert.equal('code' in error && error.code, 2)
    },
  ),

  stated(
    'server: $all also holds metadata and deletions, with the names the adapter knows',
    async (ground) => {
      const { prefix, client } = ground
      const stream = `${prefix}a`
      await client.appendToStream(stream, numbered(1))
      const [first] = await all(client.readStream(stream))
      await client.setStreamMetadata(stream, { maxAge: 1_000 })
      await client.tombstoneStream(stream)
      const fromPosition = first?.event?.position ?? START
      const found = await all(client.readAll({ fromPosition }))
      const ours = found.map(({ event }) => [event?.streamId, event?.type])
      assert.deepEqual(
        ours.filter(([name]) => name?.endsWith(stream)),
        [
          [stream, 'Happened'],
          [`$$${stream}`, '$metadata'],
          [stream, '$streamDeleted'],
        ],
      )
    },
  ),

  stated(
    'server: a subscription is exclusive of its start, and marks where it has caught up',
    async (ground) => {
      const { prefix, client } = ground
      await client.appendToStream(`${prefix}a`, [numbered(1), numbered(2), numbered(3)])
      const [first] = await all(client.readStream(`${prefix}a`))
      const filter = streamNameFilter({ prefixes: [prefix] })
      const subscription = client.subscribeToAll({ fromPosition: first?.event?.position ?? START, filter })
      const order: string[] = []
      const caughtUp = Promise.withResolvers<void>()
      const done = Promise.withResolvers<void>()
      for (const { reject } of [caughtUp, done]) subscription.on('error', reject)
      subscription.on('confirmation', () => order.push('confirmation'))
      subscription.on('caughtUp', () => {
        order.push('caught up')
        caughtUp.resolve()
      })
      subscription.on('data', ({ event }) => {
        order.push(String(event?.id))
        if (event?.id === uuid(4)) done.resolve()
      })
      await caughtUp.promise
      await client.appendToStream(`${prefix}b`, numbered(4))
      await done.promise
      await subscription.unsubscribe()
      // The client tells the mark ahead of events that are still in its buffer.
      const withoutMark = order.filter((one) => one !== 'caught up')
      assert.deepEqual(withoutMark, ['confirmation', uuid(2), uuid(3), uuid(4)])
      assert.ok(order.indexOf('caught up') < order.indexOf(uuid(4)))
    },
  ),

  stated('server: checkpoints of a filtered subscription are places to go on from', async (ground) => {
    const { prefix, client } = ground
    const start = (await client.appendToStream(`other-${prefix}`, numbered(0))).position
    for (let n = 0; n < 5; n++) {
      await client.appendToStream(`${prefix}a`, numbered(n))
      const others = Array.from({ length: 100 }, (_, k) => numbered(1_000 + n * 100 + k))
      await client.appendToStream(`other-${prefix}b`, others)
    }
    const checkpoints: { readonly commit: bigint; readonly prepare: bigint }[] = []
    const read = async (fromPosition: NonNullable<typeof start>, note: boolean) => {
      const seen: string[] = []
      const checkpointReached = async (_: unknown, at: { commit: bigint; prepare: bigint }) => {
        if (note) checkpoints.push(at)
      }
      const filter = streamNameFilter({ prefixes: [prefix], checkpointInterval: 1, checkpointReached })
      const subscription = client.subscribeToAll({ fromPosition, filter })
      subscription.on('data', ({ event }) => seen.push(String(event?.id)))
      await new Promise<void>((resolve, reject) => {
        subscription.on('caughtUp', resolve)
        subscription.on('error', reject)
      })
      // What was sent before the mark may still be in the buffer of the client.
      await new Promise((resolve) => setImmediate(resolve))
      await subscription.unsubscribe()
      return seen
    }
    assert.ok(start !== undefined)
    const whole = await read(start, true)
    assert.deepEqual(whole, [0, 1, 2, 3, 4].map(uuid))
    assert.ok(checkpoints.length > 10, `${checkpoints.length} checkpoints`)
    for (const checkpoint of checkpoints) {
      const rest = await read(checkpoint, false)
      assert.deepEqual(rest, whole.slice(whole.length - rest.length))
    }
  }),

  stated('server: a subscription begins at a record or not at all', async ({ prefix, client }) => {
    await client.appendToStream(`${prefix}a`, [numbered(1), numbered(2)])
    const [first] = await all(client.readStream(`${prefix}a`))
    const commit = (first?.event?.position?.commit ?? 0n) + 1n
    const filter = streamNameFilter({ prefixes: [prefix] })
    const subscription = client.subscribeToAll({ fromPosition: { commit, prepare: commit }, filter })
    const error = await new Promise<unknown>((resolve) => {
      subscription.on('error', resolve)
      subscription.on('caughtUp', () => resolve('caught up'))
    })
    await subscription.unsubscribe()
    assert.ok(error instanceof Error && 'code' in error, String(error))
    assert.equal(error.code, 2)
  }),

  stated('server: a live consumer that does not keep up is cut off', async ({ prefix, client, open }) => {
    const filter = streamNameFilter({ prefixes: [prefix] })
    const subscription = client.subscribeToAll({ fromPosition: END, filter })
    const cutOff = new Promise<unknown>((resolve) => subscription.on('error', resolve))
    await new Promise<void>((resolve) => subscription.on('caughtUp', resolve))
    const log = open()
    const text = 'x'.repeat(10_000)
    // Nobody reads meanwhile: what is written fills the buffers on the way.
    for (let n = 0; n < 4_000; n += 50) {
      const news = Array.from({ length: 50 }, (_, k) => ({ id: `e${n + k}`, type: 'T', data: { text } }))
      await log.append([{ stream: `${prefix}a`, expectedRevision: n - 1, events: news }])
    }
    subscription.on('data', () => undefined)
    const error = await Promise.race([cutOff, sleep(30_000, 'was not cut off', { ref: false })])
    assert.ok(error instanceof Error && 'code' in error, String(error))
    if (error.code !== 10) throw error
    await subscription.unsubscribe()
  }),
]
