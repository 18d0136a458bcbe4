import assert from 'node:assert/strict'
import { NO_STREAM } from '@tidemark/log'
import { type Case, stated } from '../case.ts'
import { append, event, events, followed, gather, patience, problem } from '../given.ts'

const limits = [
  ['$maxAge', { maxAge: 3_600 }],
  ['$maxCount', { maxCount: 2 }],
  ['$tb', { truncateBefore: 1 }],
] as const

/** Streams that have lost events, or are set to lose them, are refused: that would change the past. */
export const lossCases: readonly Case[] = [
  ...limits.map(([key, metadata]) =>
    stated(`a stream with ${key} is refused wherever it is met`, async ({ prefix, start, open, client }) => {
      const stream = `${prefix}a`
      const ours = { after: start, streamPrefixes: [prefix] }
      const before = open()
      await append(before, stream, NO_STREAM, events(0, 4))
      await client.setStreamMetadata(stream, metadata)
      const newcomer = open()
      const attempts = [
        append(newcomer, stream, 4, [event(5)]),
        append(newcomer, stream, 'any', [event(5)]),
        newcomer.find(stream, ['e1']),
        gather(newcomer.readAll(ours)),
        followed(newcomer.follow({ ...ours, signal: patience() }), 5),
        followed(before.follow({ ...ours, signal: patience() }), 6),
      ]
      const errors = await Promise.all(attempts.map((attempt) => problem('STREAM_LIMITED', attempt)))
      for (const { message } of errors) assert.ok(message.includes(key), message)
    }),
  ),

  stated('a limit that was taken back is none, nor is one on a stream of others', async (ground) => {
    const { prefix, start, client, open } = ground
    const stream = `${prefix}a`
    await append(open(), stream, NO_STREAM, events(0, 4))
    await client.setStreamMetadata(stream, { maxCount: 100 })
    await client.setStreamMetadata(stream, {})
    await client.setStreamMetadata(`other-${prefix}a`, { maxCount: 1 })
    assert.equal((await gather(open().readAll({ after: start, streamPrefixes: [prefix] }))).length, 5)
    assert.equal((await append(open(), stream, 4, [event(5)])).firstRevision, 5)
  }),

  stated('a soft-deleted stream is refused, and none of its ids passes for recorded', async (ground) => {
    const { prefix, start, client, open } = ground
    const stream = `${prefix}a`
    const before = open()
    await append(before, stream, NO_STREAM, events(1, 2))
    await client.deleteStream(stream)
    for (const log of [before, open()]) {
      await problem('STREAM_LIMITED', append(log, stream, NO_STREAM, events(1, 2)))
      await problem('STREAM_LIMITED', append(log, stream, 'any', [event(3)]))
      await problem('STREAM_LIMITED', log.revision(stream))
      await problem('STREAM_LIMITED', gather(log.readAll({ after: start, streamPrefixes: [prefix] })))
    }
  }),

  stated('a stream deleted for good is refused, and said to be', async ({ prefix, start, client, open }) => {
    const stream = `${prefix}a`
    const before = open()
    await append(before, stream, NO_STREAM, events(1, 2))
    await client.tombstoneStream(stream)
    for (const log of [before, open()]) {
      await problem('STREAM_DELETED', append(log, stream, 1, [event(3)]))
      await problem('STREAM_DELETED', append(log, stream, 'any', [event(3)]))
      await problem('STREAM_DELETED', log.revision(stream))
      await problem('STREAM_DELETED', log.find(stream, ['e1']))
      await problem('STREAM_DELETED', gather(log.readStream(stream)))
      await problem('STREAM_DELETED', gather(log.readAll({ after: start, streamPrefixes: [prefix] })))
    }
  }),
]
