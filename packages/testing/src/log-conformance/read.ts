import assert from 'node:assert/strict'
import { NO_STREAM, position } from '@tidemark/log'
import { append, event, events, gather, id, ids, idsOf } from './given.ts'
import { type LogPromise, promise, refused } from './promise.ts'

/** What reading promises. */
export const readPromises: readonly LogPromise[] = [
  promise('a stream that does not exist has revision -1 and no events', async ({ log, prefix }) => {
    assert.equal(await log.revision(`${prefix}a`), NO_STREAM)
    assert.deepEqual(await gather(log.readStream(`${prefix}a`)), [])
    assert.deepEqual(await gather(log.readStream(`${prefix}a`, { direction: 'backwards', limit: 1 })), [])
    assert.deepEqual(await log.find(`${prefix}a`, [id(1)]), [])
  }),

  promise('an event is read as soon as it is acknowledged', async ({ log, prefix, start }) => {
    for (let n = 0; n < 20; n++) {
      await append(log, `${prefix}a`, n - 1, [event(n)])
      const [last] = await gather(log.readStream(`${prefix}a`, { direction: 'backwards', limit: 1 }))
      assert.equal(last?.id, id(n))
      const all = await gather(
        log.readAll({ after: start, streamPrefixes: [prefix], direction: 'backwards', limit: 1 }),
      )
      assert.deepEqual(ids(all), [id(n)])
    }
  }),

  promise(
    'any part of a long stream is read, in both directions, bounds inclusive',
    async ({ log, prefix }) => {
      await append(log, `${prefix}a`, NO_STREAM, events(0, 99))
      await append(log, `${prefix}b`, NO_STREAM, events(0, 9))
      for (let n = 100; n < 200; n += 10) await append(log, `${prefix}a`, n - 1, events(n, n + 9))
      const edges = [0, 1, 62, 63, 64, 65, 127, 128, 129, 198, 199]
      for (const from of edges) {
        for (const to of edges) {
          const read = await gather(log.readStream(`${prefix}a`, { from, to }))
          assert.deepEqual(ids(read), to < from ? [] : idsOf(from, to), `${from} to ${to}`)
          const backwards = await gather(log.readStream(`${prefix}a`, { from, to, direction: 'backwards' }))
          assert.deepEqual(ids(backwards), ids(read).reverse(), `${to} back to ${from}`)
        }
      }
      assert.deepEqual(ids(await gather(log.readStream(`${prefix}a`, { from: 5, limit: 70 }))), idsOf(5, 74))
      const last = await gather(log.readStream(`${prefix}a`, { to: 150, direction: 'backwards', limit: 70 }))
      assert.deepEqual(ids(last), idsOf(81, 150).reverse())
      assert.deepEqual(
        ids(await gather(log.readStream(`${prefix}a`, { from: 198, to: 500 }))),
        idsOf(198, 199),
      )
      assert.deepEqual(await gather(log.readStream(`${prefix}a`, { from: 200 })), [])
      assert.deepEqual(await gather(log.readStream(`${prefix}a`, { limit: 0 })), [])
    },
  ),

  promise(
    'events are found by id, in order of revision, once, missing ones left out',
    async ({ log, prefix }) => {
      await append(log, `${prefix}a`, NO_STREAM, events(1, 100))
      await append(log, `${prefix}b`, NO_STREAM, [event(200)])
      const found = await log.find(`${prefix}a`, [id(90), id(3), id(200), id(3), id(70), id(999)])
      assert.deepEqual(ids(found), [id(3), id(70), id(90)])
      assert.deepEqual(found[0], (await gather(log.readStream(`${prefix}a`, { from: 2, to: 2 })))[0])
      assert.deepEqual(await log.find(`${prefix}a`, []), [])
    },
  ),

  promise(
    'the log is read after a position and through a position, in both directions',
    async ({ log, prefix, start }) => {
      for (let n = 0; n < 10; n++) await append(log, `${prefix}${n % 3}`, 'any', [event(n)])
      const streamPrefixes = [prefix]
      const all = await gather(log.readAll({ after: start, streamPrefixes }))
      assert.deepEqual(ids(all), idsOf(0, 9))
      const after = all[2]?.position ?? start
      const through = all[7]?.position ?? start
      assert.deepEqual(ids(await gather(log.readAll({ after, streamPrefixes }))), idsOf(3, 9))
      assert.deepEqual(ids(await gather(log.readAll({ after, through, streamPrefixes }))), idsOf(3, 7))
      assert.deepEqual(ids(await gather(log.readAll({ after, limit: 3, streamPrefixes }))), idsOf(3, 5))
      assert.deepEqual(await gather(log.readAll({ after: through, through: after, streamPrefixes })), [])
      assert.deepEqual(await gather(log.readAll({ after, limit: 0, streamPrefixes })), [])
      assert.deepEqual(await gather(log.readAll({ after: await log.head() })), [])
      const backwards = { after, through, streamPrefixes, direction: 'backwards' } as const
      assert.deepEqual(ids(await gather(log.readAll(backwards))), idsOf(3, 7).reverse())
      assert.deepEqual(ids(await gather(log.readAll({ ...backwards, limit: 2 }))), idsOf(6, 7).reverse())
    },
  ),

  promise(
    'a log that tells what it is told by tells the same at any time',
    async ({ log, prefix, reopen }) => {
      if (log.identity === undefined) return
      await append(log, `${prefix}a`, NO_STREAM, events(1, 2))
      const identity = await log.identity()
      assert.ok(typeof identity === 'string' && identity !== '', String(identity))
      await append(log, `${prefix}a`, 1, events(3, 4))
      assert.equal(await log.identity(), identity)
      const opened = await reopen?.()
      if (opened !== undefined) assert.equal(await opened.identity?.(), identity)
    },
  ),

  promise(
    'stream prefixes are taken literally, several are one or the other',
    async ({ log, prefix, start }) => {
      const names = ['a_1', 'a%1', 'ab1', 'aB1', 'a_', 'ä_1', 'b', 'b\u{10ffff}c', '\ud7ffx', '\ue000x']
      for (const [n, name] of names.entries()) await append(log, `${prefix}${name}`, NO_STREAM, [event(n)])
      await append(log, `beside-${prefix}a_1`, NO_STREAM, [event(99)])
      const read = async (...prefixes: string[]) => {
        const streamPrefixes = prefixes.map((one) => prefix + one)
        const all = await gather(log.readAll({ after: start, streamPrefixes }))
        return all.map(({ stream }) => stream.slice(prefix.length))
      }
      assert.deepEqual(await read('a_'), ['a_1', 'a_'])
      assert.deepEqual(await read('a%'), ['a%1'])
      assert.deepEqual(await read('ab'), ['ab1'])
      assert.deepEqual(await read('b\u{10ffff}'), ['b\u{10ffff}c'])
      assert.deepEqual(await read('\ud7ff'), ['\ud7ffx'])
      assert.deepEqual(await read('ä', 'a_1', 'a_'), ['a_1', 'a_', 'ä_1'])
      assert.deepEqual(await read(''), names)
      assert.deepEqual(await read('nothing'), [])
      assert.deepEqual(await gather(log.readAll({ after: start, streamPrefixes: [] })), [])
    },
  ),

  promise('any number of stream prefixes may be asked for', async ({ log, prefix, start }) => {
    for (let n = 0; n < 6; n++) await append(log, `${prefix}${n % 3}-a`, 'any', [event(n)])
    const others = Array.from({ length: 5_000 }, (_, n) => `${prefix}other-${n}`)
    const streamPrefixes = [`${prefix}1`, ...others, `${prefix}1-`, `${prefix}2-a`, '\u{10ffff}']
    const many = { after: start, streamPrefixes }
    assert.deepEqual(ids(await gather(log.readAll(many))), [id(1), id(2), id(4), id(5)])
    const typed = { ...many, types: ['Happened'], direction: 'backwards', limit: 3 } as const
    assert.deepEqual(ids(await gather(log.readAll(typed))), [id(5), id(4), id(2)])
  }),

  promise('types select events, together with prefixes and limit', async ({ log, prefix, start }) => {
    const typed = (n: number) => ({ ...event(n), type: n % 3 === 0 ? 'Third' : 'Other' })
    for (let n = 0; n < 12; n++) await append(log, `${prefix}${n % 2}`, 'any', [typed(n)])
    const third = { after: start, streamPrefixes: [prefix], types: ['Third', 'Never'] }
    assert.deepEqual(ids(await gather(log.readAll(third))), [id(0), id(3), id(6), id(9)])
    assert.deepEqual(ids(await gather(log.readAll({ ...third, streamPrefixes: [`${prefix}1`] }))), [
      id(3),
      id(9),
    ])
    assert.deepEqual(ids(await gather(log.readAll({ ...third, limit: 2 }))), [id(0), id(3)])
    assert.deepEqual(ids(await gather(log.readAll({ ...third, limit: 1, direction: 'backwards' }))), [id(9)])
    assert.deepEqual(await gather(log.readAll({ ...third, types: [] })), [])
  }),

  promise('a few events are found among many', async ({ log, prefix, start }) => {
    await append(log, `${prefix}few-1`, NO_STREAM, events(0, 69))
    for (let n = 0; n < 4; n++) await append(log, `${prefix}many-${n}`, NO_STREAM, events(0, 1999))
    await append(log, `${prefix}few-2`, NO_STREAM, events(70, 71))
    await append(log, `${prefix}few-1`, 69, events(72, 73))
    const few = { after: start, streamPrefixes: [`${prefix}few-`] }
    assert.deepEqual(ids(await gather(log.readAll(few))), idsOf(0, 73))
    const backwards = await gather(log.readAll({ ...few, direction: 'backwards', limit: 6 }))
    assert.deepEqual(ids(backwards), idsOf(68, 73).reverse())
    const [, second] = await gather(log.readStream(`${prefix}few-1`, { limit: 2 }))
    const [last] = await gather(log.readStream(`${prefix}few-2`, { from: 1 }))
    const part = { ...few, after: second?.position ?? start, through: last?.position ?? start }
    assert.deepEqual(ids(await gather(log.readAll(part))), idsOf(2, 71))
  }),

  promise(
    'chunks are never empty and bounded, also where events are large',
    async ({ log, prefix, start }) => {
      await append(log, `${prefix}a`, NO_STREAM, events(0, 4_999))
      const text = 'x'.repeat(900_000)
      for (let n = 0; n < 24; n++) await append(log, `${prefix}b`, n - 1, [event(n, { text })])
      const streams = [
        log.readStream(`${prefix}a`),
        log.readStream(`${prefix}b`),
        log.readAll({ after: start, streamPrefixes: [prefix] }),
      ]
      const counts: number[] = []
      for (const chunks of streams) {
        let count = 0
        for await (const chunk of chunks) {
          count += chunk.length
          assert.ok(chunk.length >= 1 && chunk.length <= 1000, `a chunk of ${chunk.length} events`)
          const large = chunk.filter(({ stream }) => stream === `${prefix}b`)
          assert.ok(large.length <= 20, `a chunk with ${large.length} events of ${text.length} bytes`)
        }
        counts.push(count)
      }
      assert.deepEqual(counts, [5_000, 24, 5_024])
      for (const limit of [999, 1_000, 1_001, 2_000]) {
        const some = await gather(log.readAll({ after: start, streamPrefixes: [prefix], limit }))
        assert.deepEqual(ids(some), idsOf(0, limit - 1))
      }
    },
  ),

  promise('a reader ends at the head it found when it started', async ({ log, prefix, start }) => {
    await append(log, `${prefix}a`, NO_STREAM, events(0, 2_499))
    let read = 0
    for await (const chunk of log.readAll({ after: start, streamPrefixes: [prefix] })) {
      read += chunk.length
      await append(log, `${prefix}a`, 'any', [event(10_000 + read)])
    }
    assert.equal(read, 2_500)
  }),

  promise(
    'a reader stops with the reason of its signal, and when nobody pulls',
    async ({ log, prefix, start }) => {
      await append(log, `${prefix}a`, NO_STREAM, events(0, 4_999))
      const reason = new Error('enough')
      const readers = [
        (signal: AbortSignal) => log.readAll({ after: start, streamPrefixes: [prefix], signal }),
        (signal: AbortSignal) => log.readStream(`${prefix}a`, { signal }),
      ]
      for (const reader of readers) {
        await assert.rejects(gather(reader(AbortSignal.abort(reason))), reason)
        const stop = new AbortController()
        let read = 0
        const pull = async () => {
          for await (const chunk of reader(stop.signal)) {
            read += chunk.length
            stop.abort(reason)
          }
        }
        await assert.rejects(pull(), reason)
        assert.ok(read > 0 && read < 5_000, `read ${read}`)
        for await (const chunk of reader(new AbortController().signal)) if (chunk.length > 0) break
      }
      await append(log, `${prefix}a`, 4_999, [event(5_000)])
    },
  ),

  promise('a position beyond the head is refused: it belongs to another log', async ({ log }) => {
    const beyond = position((await log.head()) + 1_000_000_000)
    await refused('POSITION_BEYOND_HEAD', gather(log.readAll({ after: beyond })))
  }),

  promise('a closed log says so, and may be closed twice', async ({ log, prefix }) => {
    await append(log, `${prefix}a`, NO_STREAM, [event(1)])
    await log.close()
    await log.close()
    await refused('LOG_CLOSED', append(log, `${prefix}a`, 0, [event(2)]))
    await refused('LOG_CLOSED', gather(log.readStream(`${prefix}a`)))
    await refused('LOG_CLOSED', gather(log.readAll()))
    await refused('LOG_CLOSED', log.head())
    await refused('LOG_CLOSED', log.revision(`${prefix}a`))
    await refused('LOG_CLOSED', log.find(`${prefix}a`, [id(1)]))
  }),

  promise(
    'everything is there, in the same place, after the log was closed and opened',
    async ({ log, prefix, start, reopen }) => {
      if (reopen === undefined) return
      for (let n = 0; n < 5; n++) await append(log, `${prefix}${n % 2}`, 'any', events(n * 50, n * 50 + 49))
      const before = await gather(log.readAll({ after: start, streamPrefixes: [prefix] }))
      const opened = await reopen()
      assert.deepEqual(await gather(opened.readAll({ after: start, streamPrefixes: [prefix] })), before)
      const next = await append(opened, `${prefix}0`, 149, [event(1_000)])
      assert.ok(next.firstPosition > (before.at(-1)?.position ?? start))
    },
  ),
]
