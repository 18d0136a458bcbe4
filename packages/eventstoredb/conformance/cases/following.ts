import assert from 'node:assert/strict'
import { NO_STREAM, position } from '@tidemark/log'
import { type Case, stated } from '../case.ts'
import { append, event, events, followed, gather, ids, idsOf, patience } from '../given.ts'

/** Reading and following the whole log by prefix. */
export const followingCases: readonly Case[] = [
  stated('a follower that falls behind while live misses nothing', async ({ prefix, start, open }) => {
    const log = open()
    const stream = `${prefix}a`
    const text = 'x'.repeat(2_000)
    const seen: string[] = []
    let next = 0
    for await (const step of log.follow({ after: start, streamPrefixes: [prefix], signal: patience() })) {
      if (!('caughtUp' in step)) seen.push(...ids(step))
      if (seen.length >= 6_000) break
      // More than a live consumer is granted, while this one does not look.
      const news = Array.from({ length: 500 }, (_, n) => event(next + n, { text }))
      if (next < 6_000) await append(log, stream, next - 1, news)
      next += 500
    }
    assert.deepEqual(seen, idsOf(0, 5_999))
  }),

  stated('no mark stands between the events of one append', async ({ prefix, start, open }) => {
    const [writer, log] = [open(), open()]
    const stream = `${prefix}a`
    const seen: string[] = []
    let next = 0
    for await (const step of log.follow({ after: start, streamPrefixes: [prefix], signal: patience() })) {
      if (!('caughtUp' in step)) seen.push(...ids(step))
      else {
        assert.equal(seen.length % 5, 0, `a mark after ${seen.length} events`)
        if (seen.length === 100) break
        if (seen.length === next) await append(writer, stream, next - 1, events(next, next + 4))
        next = Math.max(next, seen.length + 5)
      }
    }
    assert.deepEqual(seen, idsOf(0, 99))
  }),

  stated(
    'a follower hears within a second of what another process writes',
    async ({ prefix, start, open }) => {
      const [writer, reader] = [open(), open()]
      const stream = `${prefix}a`
      const waits: number[] = []
      let sent = 0
      let next = 0
      for await (const step of reader.follow({
        after: start,
        streamPrefixes: [prefix],
        signal: patience(),
      })) {
        if (!('caughtUp' in step)) waits.push(performance.now() - sent)
        if (next === 20) break
        if (!('caughtUp' in step)) continue
        sent = performance.now()
        await append(writer, stream, next - 1, [event(next)])
        next++
      }
      const slow = waits.filter((ms) => ms > 1_000)
      assert.deepEqual(slow, [], `waited ${waits.map(Math.round).join(', ')} ms`)
    },
  ),

  stated(
    'reading begins and ends at any position, also where no record stands',
    async ({ prefix, start, open }) => {
      const log = open()
      const streamPrefixes = [prefix]
      for (let n = 0; n < 6; n++) await append(log, `${prefix}${n % 2}`, 'any', [event(n)])
      const read = await gather(log.readAll({ after: start, streamPrefixes }))
      for (const off of [-1, 0, 1]) {
        const near = (index: number) => position((read[index]?.position ?? start) + off)
        const range = { streamPrefixes, after: near(1), through: near(4) }
        const wanted = idsOf(off < 0 ? 1 : 2, off < 0 ? 3 : 4)
        assert.deepEqual(ids(await gather(open().readAll(range))), wanted)
        const backwards = await gather(open().readAll({ ...range, direction: 'backwards' }))
        assert.deepEqual(ids(backwards), wanted.toReversed())
        const following = { streamPrefixes, after: near(1), signal: patience() }
        const rest = idsOf(off < 0 ? 1 : 2, 5)
        assert.deepEqual(await followed(open().follow(following), rest.length), rest)
      }
    },
  ),

  stated(
    'every position under a prefix is one to go on from, beside many events of others',
    async (ground) => {
      const { prefix, start, open } = ground
      const log = open()
      for (let n = 0; n < 8; n++) {
        await append(log, `${prefix}a`, n - 1, [event(n)])
        await append(log, `other-${prefix}${n}`, NO_STREAM, events(0, 1_499))
      }
      const streamPrefixes = [prefix]
      const read = await gather(log.readAll({ after: start, streamPrefixes }))
      assert.deepEqual(ids(read), idsOf(0, 7))
      for (const [n, { position: after }] of read.entries()) {
        assert.deepEqual(ids(await gather(open().readAll({ streamPrefixes, after }))), idsOf(n + 1, 7))
      }
    },
  ),

  stated('the time of recording is the same for writer and reader, and close to now', async (ground) => {
    const { prefix, open } = ground
    const log = open()
    for (let n = 0; n < 10; n++) {
      const before = Date.now()
      const { recordedAt } = await append(log, `${prefix}a`, n - 1, [event(n)])
      const [read] = await gather(open().readStream(`${prefix}a`, { from: n }))
      assert.equal(read?.recordedAt, recordedAt)
      assert.ok(recordedAt >= before - 60_000 && recordedAt <= Date.now() + 60_000, `${recordedAt}`)
    }
  }),

  stated(
    'health tells the version, a leader, and how far a follower is behind',
    async ({ prefix, start, open }) => {
      const log = open()
      await append(log, `${prefix}a`, NO_STREAM, events(0, 4))
      const steps = log
        .follow({ after: start, streamPrefixes: [prefix], signal: patience() })
        [Symbol.asyncIterator]()
      await steps.next()
      const health = await log.health()
      assert.equal(health.reachable, true)
      assert.match(health.version ?? '', /^\d+\.\d+/)
      assert.ok(health.leader !== null && health.lag !== null)
      await steps.return?.()
    },
  ),
]
