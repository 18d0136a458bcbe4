import assert from 'node:assert/strict'
import { jsonEvent, NO_STREAM as SERVER_NO_STREAM } from '@eventstore/db-client'
import { LogError, NO_STREAM } from '@tidemark/log'
import { type Case, stated } from '../case.ts'
import { append, event, events, gather, ids, idsOf, refusedWith } from '../given.ts'

/** Recording twice is recording once, whatever the server would do. */
export const repeatCases: readonly Case[] = [
  stated('an append repeated by another process is known, at its first place', async (ground) => {
    const stream = `${ground.prefix}a`
    const first = await append(ground.open(), stream, NO_STREAM, events(1, 3))
    await append(ground.open(), stream, 2, events(4, 5))
    for (const expected of [NO_STREAM, 'any'] as const) {
      const again = await append(ground.open(), stream, expected, events(1, 3))
      assert.deepEqual(again, { ...first, alreadyThere: true })
    }
    assert.deepEqual(ids(await gather(ground.open().readStream(stream))), idsOf(1, 5))
  }),

  stated('an append given up after a few milliseconds, recorded again, is recorded once', async (ground) => {
    const stream = `${ground.prefix}a`
    const log = ground.open()
    await append(log, stream, NO_STREAM, [event(0)])
    for (let n = 1; n <= 20; n++) {
      const batch = [{ stream, expectedRevision: n - 1, events: [event(n)] }]
      // Sometimes it is given up before it is sent, sometimes after, and sometimes it is quick enough.
      await log.append(batch, { timeoutMs: n % 5 }).catch((error: unknown) => {
        assert.ok(error instanceof LogError && error.code === 'LOG_UNAVAILABLE', String(error))
      })
      const result = await append(log, stream, n - 1, [event(n)])
      assert.equal(result.firstRevision, n)
    }
    assert.deepEqual(ids(await gather(ground.open().readStream(stream))), idsOf(0, 20))
  }),

  stated('ids at the present revision are refused: the server would write them again', async (ground) => {
    const bare = `${ground.prefix}bare`
    const same = jsonEvent({ id: crypto.randomUUID(), type: 'Happened', data: {} })
    await ground.client.appendToStream(bare, same, { expectedRevision: SERVER_NO_STREAM })
    const again = await ground.client.appendToStream(bare, same, { expectedRevision: 0n })
    assert.equal(again.nextExpectedRevision, 1n)

    const stream = `${ground.prefix}a`
    await append(ground.open(), stream, NO_STREAM, [event(1)])
    await refusedWith('DUPLICATE_EVENT_ID', append(ground.open(), stream, 0, [event(1)]))
  }),

  stated('of two contents under one id the first stays, and the second writer is told', async (ground) => {
    const stream = `${ground.prefix}a`
    const [one, two] = [ground.open(), ground.open()]
    await append(one, stream, NO_STREAM, [event(1)])
    await two.find(stream, [])
    await append(one, stream, 0, [event(2, { quantity: '5' })])
    const late = await append(two, stream, 0, [event(2, { quantity: '6' })])
    assert.equal(late.alreadyThere, true)
    const [kept] = await two.find(stream, ['e2'])
    assert.deepEqual(kept?.data, { quantity: '5' })
  }),

  stated("many processes append to one stream at 'any' revision, each event once", async (ground) => {
    const stream = `${ground.prefix}a`
    const logs = [ground.open(), ground.open(), ground.open()]
    const numbers = Array.from({ length: 150 }, (_, n) => n)
    const appends = numbers.flatMap(
      (n) => logs[n % 3]?.append([{ stream, expectedRevision: 'any', events: [event(n)] }]) ?? [],
    )
    await Promise.all(appends)
    const stored = await gather(ground.open().readStream(stream))
    assert.deepEqual(ids(stored).sort(), idsOf(0, 149).sort())
    assert.deepEqual(
      stored.map(({ revision }) => revision),
      numbers,
    )
  }),
]
