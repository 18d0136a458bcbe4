import assert from 'node:assert/strict'
import { NO_STREAM } from '@tidemark/log'
import { append, event, events, gather, ids, idsOf } from './given.ts'
import { type LogPromise, promise, refused } from './promise.ts'

/** Recording twice is recording once. */
export const repeatPromises: readonly LogPromise[] = [
  promise('a repeated append succeeds with its first place and time', async ({ log, prefix }) => {
    const first = await append(log, `${prefix}a`, NO_STREAM, events(1, 3))
    await append(log, `${prefix}a`, 2, events(4, 5))
    await append(log, `${prefix}b`, NO_STREAM, [event(6)])

    const again = await append(log, `${prefix}a`, NO_STREAM, events(1, 3))
    assert.equal(first.alreadyThere, false)
    assert.deepEqual(again, { ...first, alreadyThere: true })
    assert.deepEqual(ids(await gather(log.readStream(`${prefix}a`))), idsOf(1, 5))
  }),

  promise('a leading part of what stands there counts as repeated', async ({ log, prefix }) => {
    const first = await append(log, `${prefix}a`, NO_STREAM, events(1, 4))
    const part = await append(log, `${prefix}a`, NO_STREAM, events(1, 2))
    const middle = await append(log, `${prefix}a`, 1, [event(3)])
    assert.deepEqual([part.alreadyThere, middle.alreadyThere], [true, true])
    assert.deepEqual([part.firstRevision, part.lastRevision, part.firstPosition], [0, 1, first.firstPosition])
    assert.deepEqual([middle.firstRevision, middle.lastRevision], [2, 2])
  }),

  promise('one more, another order or another id is not repeated', async ({ log, prefix }) => {
    await append(log, `${prefix}a`, NO_STREAM, events(1, 3))
    for (const other of [
      events(1, 4),
      [event(2), event(1)],
      [event(1), event(3)],
      [event(1), event(9)],
      [event(2)],
    ]) {
      await refused('WRONG_EXPECTED_REVISION', append(log, `${prefix}a`, NO_STREAM, other))
    }
    assert.equal(await log.revision(`${prefix}a`), 2)
  }),

  promise('repeating with other data succeeds and the first data stays', async ({ log, prefix }) => {
    await append(log, `${prefix}a`, NO_STREAM, [event(1, { quantity: '5' })])
    const again = await append(log, `${prefix}a`, NO_STREAM, [event(1, { quantity: '6' })])
    assert.equal(again.alreadyThere, true)
    const [read] = await gather(log.readStream(`${prefix}a`))
    assert.deepEqual(read?.data, { quantity: '5' })
  }),

  promise("a repeated 'any' append succeeds with its first place", async ({ log, prefix }) => {
    await append(log, `${prefix}a`, 'any', [event(1)])
    const first = await append(log, `${prefix}a`, 'any', events(2, 3))
    await append(log, `${prefix}a`, 'any', [event(4)])
    assert.deepEqual(await append(log, `${prefix}a`, 'any', events(2, 3)), { ...first, alreadyThere: true })
  }),

  promise("a mix of old and new ids, or another order, is refused with 'any'", async ({ log, prefix }) => {
    await append(log, `${prefix}a`, 'any', events(1, 3))
    for (const mix of [
      [event(3), event(4)],
      [event(4), event(1)],
      [event(2), event(1)],
      [event(1), event(3)],
    ]) {
      await refused('DUPLICATE_EVENT_ID', append(log, `${prefix}a`, 'any', mix))
    }
    assert.equal(await log.revision(`${prefix}a`), 2)
  }),

  promise('in a batch that is partly there the rest is written', async ({ log, prefix }) => {
    await append(log, `${prefix}a`, NO_STREAM, [event(1)])
    const batch = [
      { stream: `${prefix}a`, expectedRevision: NO_STREAM, events: [event(1)] },
      { stream: `${prefix}b`, expectedRevision: NO_STREAM, events: [event(2)] },
      { stream: `${prefix}b`, expectedRevision: 0, events: [event(3)] },
    ]
    const results = await log.append(batch)
    assert.deepEqual(
      results.map(({ stream, alreadyThere }) => [stream.slice(prefix.length), alreadyThere]),
      [
        ['a', true],
        ['b', false],
        ['b', false],
      ],
    )
    const again = await log.append(batch)
    assert.deepEqual(
      again,
      results.map((result) => ({ ...result, alreadyThere: true })),
    )
  }),

  promise(
    'a repeated append is known again after the log was closed and opened',
    async ({ log, prefix, reopen }) => {
      if (reopen === undefined) return
      const first = await append(log, `${prefix}a`, NO_STREAM, events(1, 2))
      const opened = await reopen()
      assert.deepEqual(await append(opened, `${prefix}a`, NO_STREAM, events(1, 2)), {
        ...first,
        alreadyThere: true,
      })
    },
  ),
]
