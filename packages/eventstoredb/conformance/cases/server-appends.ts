import assert from 'node:assert/strict'
import { jsonEvent, NO_STREAM } from '@eventstore/db-client'
import { type Case, stated } from '../case.ts'
import { all, refusal } from '../given.ts'
import { numbered, revisionsIn, uuid } from '../server-given.ts'

/** What the adapter takes for granted of a server when it appends, and of the client through which it does not. */
export const serverAppendCases: readonly Case[] = [
  stated('server: same ids at the same revision are a success at the first position', async (ground) => {
    const { prefix, client } = ground
    const stream = `${prefix}a`
    const pair = [numbered(1), numbered(2)]
    const first = await client.appendToStream(stream, pair, { expectedRevision: NO_STREAM })
    assert.equal(first.nextExpectedRevision, 1n)
    assert.equal(first.position?.commit, first.position?.prepare)
    await client.appendToStream(stream, numbered(3), { expectedRevision: 1n })
    const again = await client.appendToStream(stream, pair, { expectedRevision: NO_STREAM })
    assert.deepEqual(again.position, first.position)
    const part = await client.appendToStream(stream, numbered(1), { expectedRevision: NO_STREAM })
    assert.equal(part.success, true)
    assert.deepEqual(await revisionsIn(client, stream), [0, 1, 2])
  }),

  stated('server: one more, another order or a wrong revision is a conflict', async ({ prefix, client }) => {
    const stream = `${prefix}a`
    await client.appendToStream(stream, [numbered(1), numbered(2)], { expectedRevision: NO_STREAM })
    for (const news of [[numbered(1), numbered(2), numbered(3)], [numbered(2), numbered(1)], [numbered(4)]]) {
      const error = await refusal(client.appendToStream(stream, news, { expectedRevision: NO_STREAM }))
      assert.equal('type' in error && error.type, 'wrong-expected-version')
      assert.equal('actualVersion' in error && error.actualVersion, 1n)
    }
  }),

  stated('server: same ids with other data are a success, and the first data stays', async (ground) => {
    const { prefix, client } = ground
    const stream = `${prefix}a`
    await client.appendToStream(stream, numbered(1, { q: 5 }), { expectedRevision: NO_STREAM })
    await client.appendToStream(stream, numbered(1, { q: 6 }), { expectedRevision: NO_STREAM })
    const [read] = await all(client.readStream(stream))
    assert.deepEqual(read?.event?.data, { q: 5 })
  }),

  stated('server: the same id twice in one append, or in two streams, is stored', async (ground) => {
    const { prefix, client } = ground
    await client.appendToStream(`${prefix}a`, [numbered(1), numbered(1)], { expectedRevision: NO_STREAM })
    await client.appendToStream(`${prefix}b`, numbered(1), { expectedRevision: NO_STREAM })
    assert.deepEqual(await revisionsIn(client, `${prefix}a`), [0, 1])
    assert.deepEqual(await revisionsIn(client, `${prefix}b`), [0])
  }),

  stated('server: an append of nothing is a success without a stream', async ({ prefix, client }) => {
    assert.equal((await client.appendToStream(`${prefix}a`, [])).success, true)
    const error = await refusal(all(client.readStream(`${prefix}a`)))
    assert.equal('type' in error && error.type, 'stream-not-found')
  }),

  stated('server: over 1 MiB of data in one append is refused, metadata does not count', async (ground) => {
    const { prefix, client } = ground
    const half = numbered(1, { text: 'x'.repeat(524_288 - 11) })
    await client.appendToStream(`${prefix}a`, [half, { ...half, id: uuid(2) }])
    const more = numbered(2, { text: 'x'.repeat(524_288 - 10) })
    const error = await refusal(client.appendToStream(`${prefix}b`, [half, more]))
    assert.equal('type' in error && error.type, 'maximum-append-size-exceeded')
    const metadata = { text: 'x'.repeat(1_500_000) }
    await client.appendToStream(`${prefix}c`, jsonEvent({ type: 'T', data: {}, metadata }))
  }),

  stated('server: ids of a soft-deleted stream are a "success" without position', async (ground) => {
    const { prefix, client } = ground
    const stream = `${prefix}a`
    const pair = [numbered(1), numbered(2)]
    await client.appendToStream(stream, pair, { expectedRevision: NO_STREAM })
    await client.deleteStream(stream)
    const again = await client.appendToStream(stream, pair, { expectedRevision: NO_STREAM })
    assert.deepEqual([again.success, again.position], [true, undefined])
    const next = await client.appendToStream(stream, numbered(3), { expectedRevision: NO_STREAM })
    // A server makes the stream readable again a little later.
    assert.equal(next.nextExpectedRevision, 2n)
  }),

  stated('server: ids that were cut off are a "success" without position', async ({ prefix, client }) => {
    const stream = `${prefix}a`
    await client.appendToStream(stream, [numbered(1), numbered(2)], { expectedRevision: NO_STREAM })
    await client.setStreamMetadata(stream, { truncateBefore: 1 })
    assert.deepEqual(await revisionsIn(client, stream), [1])
    const again = await client.appendToStream(stream, numbered(1), { expectedRevision: NO_STREAM })
    assert.deepEqual([again.success, again.position], [true, undefined])
  }),

  stated('server: a missing stream cannot be deleted, a tombstone is final', async ({ prefix, client }) => {
    const stream = `${prefix}a`
    const missing = [client.deleteStream(stream), client.tombstoneStream(stream, { expectedRevision: 0n })]
    for (const error of await Promise.all(missing.map(refusal))) {
      assert.equal('type' in error && error.type, 'wrong-expected-version')
      assert.equal('actualVersion' in error && error.actualVersion, -1n)
    }
    await client.appendToStream(stream, numbered(1))
    await client.tombstoneStream(stream)
    // A stream that never was can be ended, too.
    await client.tombstoneStream(`${prefix}b`)
    const attempts = [
      all(client.readStream(stream)),
      client.appendToStream(stream, numbered(2)),
      all(client.readStream(`${prefix}b`)),
    ]
    for (const error of await Promise.all(attempts.map(refusal))) {
      assert.equal('type' in error && error.type, 'stream-deleted')
    }
  }),
]
