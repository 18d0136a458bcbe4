import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type AppendResult, NO_STREAM, START, type StreamAppend } from '@tidemark/log'
import { type Case, type Ground, stated } from '../case.ts'
import { append, event, events, gather, ids, idsOf } from '../given.ts'

/**
 * Two cases that belong together, for the beginning and the end of a run: the server may be killed and restarted between
 * them, and then has forgotten what it only remembers.
 */
export function acrossTheRun(): { readonly beginning: Case; readonly end: Case } {
  const prefix = `run-${randomUUID()}-`
  const batch: readonly StreamAppend[] = [
    { stream: `${prefix}a`, expectedRevision: NO_STREAM, events: events(1, 3) },
    { stream: `${prefix}b`, expectedRevision: 'any', events: events(4, 6) },
  ]
  let after = START
  let recorded: Promise<readonly AppendResult[]> | undefined
  const record = (ground: Ground) => {
    if (recorded === undefined) after = ground.start
    recorded ??= ground
      .open()
      .append(batch)
      .catch((error: unknown) => {
        recorded = undefined
        throw error
      })
    return recorded
  }

  return {
    beginning: stated('what is recorded at the beginning of the run is acknowledged', async (ground) => {
      const results = await record(ground)
      assert.deepEqual(
        results.map(({ alreadyThere }) => alreadyThere),
        [false, false],
      )
    }),

    end: stated(
      'what was recorded at the beginning of the run is there and known at its end',
      async (ground) => {
        const results = await record(ground)
        const log = ground.open()
        const again = await log.append(batch)
        assert.deepEqual(
          again,
          results.map((result) => ({ ...result, alreadyThere: true })),
        )
        assert.deepEqual(
          ids(await gather(ground.open().readAll({ after, streamPrefixes: [prefix] }))),
          idsOf(1, 6),
        )
        assert.equal((await append(log, `${prefix}a`, 2, [event(7)])).firstRevision, 3)
      },
    ),
  }
}
