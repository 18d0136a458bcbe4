import assert from 'node:assert/strict'
import { NO_STREAM, position, type RecordedEvent, subscribe } from '@tidemark/log'
import { append, event, events, followThrough, gather, id, ids, idsOf } from './given.ts'
import { type LogPromise, promise, refused } from './promise.ts'

/** What following promises. */
export const followPromises: readonly LogPromise[] = [
  promise('a follower gets what is there, a mark, then what comes, once and in order', async (given) => {
    const { log, prefix, start, signal } = given
    const first = await append(log, `${prefix}a`, NO_STREAM, events(0, 2))
    const delivered: string[] = []
    for await (const step of log.follow({ after: start, streamPrefixes: [prefix], signal })) {
      if ('caughtUp' in step) {
        if (!delivered.includes('caught up')) {
          assert.ok(step.caughtUp >= first.lastPosition)
          delivered.push('caught up')
          await append(log, `${prefix}b`, NO_STREAM, events(3, 4))
          await append(log, `${prefix}a`, 2, [event(5)])
        }
        continue
      }
      delivered.push(...ids(step))
      if (delivered.includes(id(5))) break
    }
    assert.deepEqual(delivered, [...idsOf(0, 2), 'caught up', ...idsOf(3, 5)])
  }),

  promise(
    'a follower that started on nothing gets a mark, then what comes',
    async ({ log, prefix, start, signal }) => {
      const steps = log.follow({ after: start, streamPrefixes: [prefix], signal })[Symbol.asyncIterator]()
      const mark = await steps.next()
      assert.ok(!mark.done && 'caughtUp' in mark.value && mark.value.caughtUp >= start)
      const waiting = steps.next()
      await append(log, `${prefix}a`, NO_STREAM, [event(1)])
      const came = await waiting
      assert.ok(!came.done && !('caughtUp' in came.value))
      assert.deepEqual(ids(came.value), [id(1)])
      await steps.return?.()
    },
  ),

  promise(
    'followers beside busy writers miss nothing, whatever they filter',
    async ({ log, prefix, start, signal }) => {
      const everything = followThrough(log.follow({ after: start, streamPrefixes: [prefix], signal }), 999)
      const some = followThrough(
        log.follow({ after: start, streamPrefixes: [`${prefix}2`], types: ['Happened'], signal }),
        999,
      )
      for (let n = 0; n < 300; n += 3) {
        await Promise.all([0, 1, 2].map((k) => append(log, `${prefix}${k}`, 'any', [event(n + k)])))
      }
      await append(log, `${prefix}2`, 'any', [event(999)])
      const all = await gather(log.readAll({ after: start, streamPrefixes: [prefix] }))
      assert.equal(all.length, 301)
      assert.deepEqual(ids(await everything), ids(all))
      assert.deepEqual(ids(await some), ids(all.filter(({ stream }) => stream === `${prefix}2`)))
    },
  ),

  promise('a mark passes over events that do not match', async ({ log, prefix, start, signal }) => {
    await append(log, `${prefix}a`, NO_STREAM, [event(1)])
    const other = await append(log, `${prefix}b`, NO_STREAM, events(2, 50))
    const steps = await followThrough(
      log.follow({ after: start, streamPrefixes: [`${prefix}a`], signal }),
      1,
      'mark',
    )
    const mark = steps.at(-1)
    assert.ok(mark !== undefined && 'caughtUp' in mark && mark.caughtUp >= other.lastPosition)
    assert.deepEqual(ids(steps), [id(1)])
  }),

  promise(
    'a follower goes on from its checkpoint, without loss and without repetition',
    async ({ log, prefix, start, signal, reopen }) => {
      await append(log, `${prefix}a`, NO_STREAM, events(0, 9))
      const all = await gather(log.readAll({ after: start, streamPrefixes: [prefix] }))
      const opened = reopen === undefined ? log : await reopen()
      for (const [n, checkpoint] of all.slice(0, -1).entries()) {
        const rest = await followThrough(
          opened.follow({ after: checkpoint.position, streamPrefixes: [prefix], signal }),
          9,
        )
        assert.deepEqual(ids(rest), idsOf(n + 1, 9))
      }
    },
  ),

  promise('a slow follower holds up nobody and misses nothing', async ({ log, prefix, start, signal }) => {
    const delivered: RecordedEvent[] = []
    let next = 0
    for await (const step of log.follow({ after: start, streamPrefixes: [prefix], signal })) {
      if (!('caughtUp' in step)) delivered.push(...step)
      if (delivered.length >= 2_000) break
      // What is written while the follower is busy waits in the log, not in a buffer.
      if (next < 2_000) await append(log, `${prefix}a`, next - 1, events(next, next + 499))
      next += 500
    }
    assert.deepEqual(ids(delivered), idsOf(0, 1_999))
  }),

  promise('a waiting follower ends with the reason of its signal', async ({ log, prefix, start }) => {
    const reason = new Error('enough')
    const stop = new AbortController()
    const steps = log
      .follow({ after: start, streamPrefixes: [prefix], signal: stop.signal })
      [Symbol.asyncIterator]()
    await steps.next()
    const waiting = steps.next()
    stop.abort(reason)
    await assert.rejects(waiting, reason)
  }),

  promise('a waiting follower learns that the log was closed', async ({ log, prefix, start, signal }) => {
    const steps = log.follow({ after: start, streamPrefixes: [prefix], signal })[Symbol.asyncIterator]()
    await steps.next()
    const waiting = refused('LOG_CLOSED', steps.next())
    await log.close()
    await waiting
  }),

  promise(
    'following from beyond the head is refused: the checkpoint belongs to another log',
    async ({ log, signal }) => {
      const beyond = position((await log.head()) + 1_000_000_000)
      await refused(
        'POSITION_BEYOND_HEAD',
        log.follow({ after: beyond, signal })[Symbol.asyncIterator]().next(),
      )
    },
  ),

  promise(
    'a subscription delivers events one by one with marks, until it is ended',
    async ({ log, prefix, start, signal }) => {
      await append(log, `${prefix}a`, NO_STREAM, events(0, 1))
      const delivered: string[] = []
      await new Promise<void>((resolve, reject) => {
        const subscription = subscribe(log, { after: start, streamPrefixes: [prefix], signal }).subscribe({
          next(step) {
            delivered.push('caughtUp' in step ? 'mark' : step.id)
            if ('caughtUp' in step && delivered.length === 3)
              append(log, `${prefix}a`, 1, events(2, 5)).catch(reject)
            if (delivered.length < 5) return
            subscription.unsubscribe()
            resolve()
          },
          error: reject,
        })
      })
      await append(log, `${prefix}a`, 5, [event(6)])
      assert.deepEqual(delivered, [id(0), id(1), 'mark', id(2), id(3)])
    },
  ),

  promise('a subscription reports an error as such', async ({ log, start, signal }) => {
    const beyond = position(start + 1_000_000_000)
    const failed = new Promise((_, reject) =>
      subscribe(log, { after: beyond, signal }).subscribe({ error: reject }),
    )
    await refused('POSITION_BEYOND_HEAD', failed)
  }),
]
