import { describe, expect, test } from 'vitest'
import type { EventLog } from './event-log.ts'
import { memoryLog } from './memory-log.ts'
import { append, events, openScratch } from './sqlite/scratch.spec.support.ts'
import { subscribe } from './subscribe.ts'

const logs: [string, () => Promise<EventLog>][] = [
  ['memory', async () => memoryLog()],
  ['SQLite', () => openScratch()],
]

describe.each(logs)('a follower in %s', (_, open) => {
  test('gets a mark each time it is at the head again, also when nothing matched', async () => {
    const log = await open()
    const steps = log.follow({ streamPrefixes: ['wanted'] })[Symbol.asyncIterator]()
    expect(await steps.next()).toMatchObject({ value: { caughtUp: 0 } })
    await append(log, 'other', -1, events(1, 3))
    expect(await steps.next()).toMatchObject({ value: { caughtUp: 3 } })
    await append(log, 'wanted', -1, events(4, 4))
    expect(await steps.next()).toMatchObject({ value: [{ id: 'm4' }] })
    expect(await steps.next()).toMatchObject({ value: { caughtUp: 4 } })
    await steps.return?.()
  })
})

test('unsubscribing ends the reading of the log', async () => {
  const log = memoryLog()
  const ended = Promise.withResolvers<unknown>()
  const watched: EventLog = {
    ...log,
    async *follow(options) {
      try {
        yield* log.follow(options)
      } catch (error) {
        ended.resolve(error)
        throw error
      }
    },
  }
  const marked = Promise.withResolvers<void>()
  const subscription = subscribe(watched).subscribe(() => marked.resolve())
  await marked.promise
  subscription.unsubscribe()
  expect(await ended.promise).toMatchObject({ name: 'AbortError' })
})
