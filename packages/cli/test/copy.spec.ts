import { join } from 'node:path'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { seededFaults, startTestServer } from '@tidemark/eventstoredb/test-server'
import { copyLog, type EventLog, memoryLog, sqliteLog } from '@tidemark/log'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { scratchDirectory } from './process.spec.support.ts'

// Many copies each, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 120_000 })

/** One append of a history: how many events, to which stream, how long after the one before. */
const history = fc.array(
  fc.record({
    stream: fc.constantFrom('item-a', 'item-b', 'item-%C3%A9', 'company'),
    events: fc.integer({ min: 1, max: 4 }),
    after: fc.integer({ min: 0, max: 90_000_000 }),
    metadata: fc.option(fc.dictionary(fc.constantFrom('by', 'é'), fc.string()), { nil: undefined }),
    data: fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 1, noUnicodeString: false })),
  }),
  { minLength: 1, maxLength: 12 },
)

type History = typeof history extends fc.Arbitrary<infer T> ? T : never

/** A log that holds the history; -0 and the like become what JSON makes of them. */
async function recorded(appends: History): Promise<EventLog> {
  let now = Date.parse('2027-01-01T00:00:00Z')
  const log = memoryLog({ clock: () => now })
  let n = 0
  for (const { stream, events, after, metadata, data } of appends) {
    now += after
    const name = `main.${stream}`
    const all = Array.from({ length: events }, () => ({
      id: `e${n++}`,
      type: 'Happened',
      data: JSON.parse(JSON.stringify(data)),
      metadata: metadata && JSON.parse(JSON.stringify(metadata)),
    }))
    await log.append([{ stream: name, expectedRevision: await log.revision(name), events: all }])
  }
  return log
}

/** All a log holds of a workspace, without what a copy changes. */
async function contents(log: EventLog, workspace: string) {
  const events: object[] = []
  for await (const chunk of log.readAll({ streamPrefixes: [`${workspace}.`] })) {
    for (const { position: _, stream, metadata, ...event } of chunk) {
      const { recordedAt, ...rest } = metadata
      events.push({ ...event, stream: stream.slice(workspace.length), metadata: rest })
    }
  }
  return events
}

async function open() {
  const server = await startTestServer()
  const onServer = eventStoreLog({ connectionString: server.connectionString, timeoutMs: 3_000 })
  const onFile = await sqliteLog({ path: join(scratchDirectory(), 'log.db') })
  onTestFinished(async () => {
    await onServer.close()
    await server.stop()
    await onFile.close()
  })
  return { server, onServer, onFile }
}

/** Each run in a workspace of its own. */
let runs = 0

describe('copies between a file and a server', () => {
  test('there and back, everything is as it was but positions', async () => {
    const { onServer } = await open()
    const holds = fc.asyncProperty(history, async (appends) => {
      const from = await recorded(appends)
      const file = await sqliteLog({ path: join(scratchDirectory(), 'log.db') })
      const toPrefix = `run${runs++}.`
      await copyLog({ from, to: onServer, prefix: 'main.', toPrefix })
      await copyLog({ from: onServer, to: file, prefix: toPrefix, toPrefix: 'main.' })
      const there = await contents(onServer, toPrefix.slice(0, -1))
      const back = await contents(file, 'main')
      await file.close()
      expect(there).toEqual(await contents(from, 'main'))
      expect(back).toEqual(there)
    })
    await fc.assert(holds, { numRuns: 25, seed: 20270101 })
  })

  test('a copy that dies again and again, on a server that misbehaves, is completed by repeating it', async () => {
    const { server, onServer } = await open()
    server.misbehave(seededFaults(5, { append: 0.1, read: 0.02, subscribe: 0.1, restart: 0.1 }))
    const holds = fc.asyncProperty(
      history,
      fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }),
      async (appends, lives) => {
        const from = await recorded(appends)
        const toPrefix = `run${runs++}.`
        for (const life of lives) {
          let left = life
          const dying: EventLog = {
            ...onServer,
            append(batch, options) {
              if (left-- > 0) return onServer.append(batch, options)
              // What is under way when a process dies may still arrive.
              void onServer.append(batch, options).catch(() => undefined)
              return Promise.reject(new Error('killed'))
            },
          }
          const outcome = copyLog({ from, to: dying, prefix: 'main.', toPrefix })
          await outcome.catch((error: Error) => expect(error.message).toBe('killed'))
        }
        const { events } = await copyLog({ from, to: onServer, prefix: 'main.', toPrefix })
        const copy = await contents(onServer, toPrefix.slice(0, -1))
        expect(copy).toHaveLength(events)
        expect(copy).toEqual(await contents(from, 'main'))
      },
    )
    await fc.assert(holds, { numRuns: 15, seed: 20270102 })
  })
})
