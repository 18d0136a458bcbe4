import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventLog, RecordedEvent } from '../event-log.ts'
import { memoryLog } from '../memory-log.ts'
import { openScratch } from '../sqlite/scratch.spec.support.ts'
import { type CopyOptions, copyLog } from './copy-log.ts'

const START_OF_TIME = Date.parse('2027-01-01T00:00:00Z')

/** A clock that goes on by a second each time it is looked at. */
function ticking(): () => number {
  let now = START_OF_TIME
  return () => (now += 1000)
}

/** One event of a history: its stream, and whether it brings metadata of its own. */
interface Entry {
  readonly stream: string
  readonly metadata?: { readonly [key: string]: string }
}

/** Records a history, event by event; the ids are `e0`, `e1`, ... */
async function record(log: EventLog, history: readonly Entry[]): Promise<void> {
  for (const [n, { stream, metadata }] of history.entries()) {
    const event = {
      id: `e${n}`,
      type: n % 3 === 0 ? 'Sold' : 'Received',
      data: { n, text: `é${n}` },
      metadata,
    }
    await log.append([{ stream, expectedRevision: await log.revision(stream), events: [event] }])
  }
}

/** The log with this history. */
async function recorded(history: readonly Entry[], log = memoryLog({ clock: ticking() })): Promise<EventLog> {
  await record(log, history)
  return log
}

const order = 'a a b other a b b company other a'.split(' ')

/** A history over a few streams; two of ten events are of another workspace. */
function mixed(count: number): Entry[] {
  return Array.from({ length: count }, (_, n) => {
    const name = order[n % 10]
    return {
      stream: name === 'other' ? 'other.item-a' : `main.item-${name}`,
      ...(n % 4 === 0 ? { metadata: { by: `till ${n}` } } : {}),
    }
  })
}

/** All events whose streams begin so. */
async function all(log: EventLog, prefix = ''): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const chunk of log.readAll({ streamPrefixes: [prefix] })) events.push(...chunk)
  return events
}

/** All events of a workspace, without what a copy changes: position, and where the time of recording is written down. */
async function contents(log: EventLog, prefix = 'main.') {
  return (await all(log, prefix)).map(({ position: _, metadata, stream, ...event }) => {
    const { recordedAt, ...rest } = metadata
    return { ...event, stream: stream.slice(prefix.length), metadata: rest }
  })
}

const main = { prefix: 'main.' } as const

/** What a copy is refused with. */
function refusal(options: CopyOptions): Promise<unknown> {
  return copyLog(options).then(
    () => 'copied',
    (error: unknown) => error,
  )
}

/** A log that does something around each append. */
function around(log: EventLog, append: EventLog['append']): EventLog {
  return { ...log, append }
}

/** A log like a server's: each append is of one stream. */
function oneByOne(log: EventLog): EventLog {
  return {
    ...log,
    atomicAcrossStreams: false,
    async append(batch, options) {
      expect(batch).toHaveLength(1)
      return log.append(batch, options)
    },
  }
}

const targets: readonly (readonly [string, () => Promise<EventLog>])[] = [
  ['memory', async () => memoryLog()],
  ['a file', () => openScratch()],
  ['a log that writes one stream at a time', async () => oneByOne(memoryLog())],
]

describe.each(targets)('a copy into %s', (_, open) => {
  test('has the same streams, revisions, order, events and times of recording', async () => {
    const from = await recorded(mixed(50))
    const to = await open()
    const report = await copyLog({ from, to, ...main })
    expect(await contents(to)).toEqual(await contents(from))
    expect(report).toMatchObject({ events: 40, alreadyThere: 0, copied: 40 })
    expect(report.last?.from).toMatchObject({ id: 'e49' })
    expect(report.last?.to).toMatchObject({ id: 'e49', position: 40 })
  })

  test('leaves other workspaces alone', async () => {
    const to = await open()
    await copyLog({ from: await recorded(mixed(50)), to, ...main })
    expect(await contents(to, 'other.')).toEqual([])
  })

  test('may have another name for the workspace', async () => {
    const from = await recorded(mixed(50))
    const to = await open()
    await copyLog({ from, to, prefix: 'main.', toPrefix: 'copy.' })
    expect(await contents(to, 'copy.')).toEqual(await contents(from))
  })

  test('of nothing is nothing', async () => {
    const to = await open()
    expect(await copyLog({ from: memoryLog(), to, ...main })).toMatchObject({ events: 0, last: null })
    expect(await to.head()).toBe(0)
  })

  test('is completed by repeating it, wherever it was cut short', async () => {
    const from = await recorded(mixed(30))
    const appends = fc.asyncProperty(
      fc.array(fc.nat(8), { maxLength: 4 }),
      fc.boolean(),
      async (cuts, written) => {
        const to = await open()
        for (const cut of cuts) {
          let left = cut
          const dying = around(to, async (batch, options) => {
            if (left-- > 0) return to.append(batch, options)
            if (written) await to.append(batch.slice(0, 1), options)
            throw new Error('killed')
          })
          await refusal({ from, to: dying, ...main })
        }
        const report = await copyLog({ from, to, ...main })
        expect(report.events).toBe(24)
        expect(report.alreadyThere + report.copied).toBe(24)
        expect(await contents(to)).toEqual(await contents(from))
        await to.close()
      },
    )
    await fc.assert(appends, { numRuns: 15, seed: 7 })
  })

  test('of an id that stands twice in a stream has it under another name the second time', async () => {
    const foreign = ['e1', 'e6', 'e15', 'e22']
    const from = showing(await recorded(mixed(30)), (event) =>
      foreign.includes(event.id) ? { ...event, id: 'e0', data: null, rawData: 'strange' } : event,
    )
    const to = await open()
    expect(await copyLog({ from, to, ...main })).toMatchObject({ events: 24, alreadyThere: 0 })
    const copied = await all(to)
    const twice = copied.filter(({ id }) => id.startsWith('e0'))
    expect(twice.map(({ stream, revision, id, data }) => [stream, revision, id, data])).toEqual([
      ['main.item-a', 0, 'e0', { n: 0, text: 'é0' }],
      ['main.item-a', 1, 'e0 again, at revision 1', { unreadable: 'strange' }],
      ['main.item-b', 2, 'e0', { unreadable: 'strange' }],
      ['main.item-b', 4, 'e0 again, at revision 4', { unreadable: 'strange' }],
      ['main.item-b', 6, 'e0 again, at revision 6', { unreadable: 'strange' }],
    ])
    expect(copied).toHaveLength(24)
    expect(await copyLog({ from, to, ...main })).toMatchObject({ events: 24, copied: 0 })
  })

  test('goes on when the source has grown', async () => {
    const from = memoryLog({ clock: ticking() })
    const to = await open()
    await record(from, mixed(20))
    await copyLog({ from, to, ...main })
    const event = { id: 'later', type: 'Sold', data: {} }
    await from.append([{ stream: 'main.new', expectedRevision: -1, events: [event] }])
    expect(await copyLog({ from, to, ...main })).toMatchObject({ alreadyThere: 16, copied: 1 })
    expect(await contents(to)).toEqual(await contents(from))
  })
})

test('there and back, everything is as it was but positions', async () => {
  const entry = fc.record({
    stream: fc.constantFrom('main.item-a', 'main.item-b', 'main.company', 'else.item-a'),
    metadata: fc.dictionary(fc.constantFrom('by', 'é', 'x y'), fc.string(), { noNullPrototype: true }),
  })
  const holds = fc.asyncProperty(fc.array(entry, { maxLength: 40 }), async (history) => {
    const first = await recorded(history)
    const file = await openScratch()
    const second = memoryLog()
    const third = memoryLog()
    await copyLog({ from: first, to: file, prefix: 'main.', toPrefix: 'there.' })
    await copyLog({ from: file, to: second, prefix: 'there.', toPrefix: 'main.' })
    await copyLog({ from: second, to: third, ...main })
    expect(await contents(second)).toEqual(await contents(first))
    // From the second copy on the metadata has it already: nothing at all changes any more.
    expect(await all(third)).toEqual(await all(second))
    await file.close()
  })
  await fc.assert(holds, { numRuns: 20, seed: 11 })
})

test('the original time of recording stays in the notation it has', async () => {
  const recordedAt = '2026-12-31T23:00:00+01:00'
  const from = await recorded([{ stream: 'main.a', metadata: { recordedAt } }])
  const to = memoryLog()
  await copyLog({ from, to, ...main })
  const [event] = await all(to)
  expect(event).toMatchObject({ recordedAt: Date.parse(recordedAt), metadata: { recordedAt } })
})

/** A log that shows its events otherwise than they were recorded. */
function showing(log: EventLog, change: (event: RecordedEvent) => RecordedEvent): EventLog {
  return {
    ...log,
    async *readAll(options) {
      for await (const chunk of log.readAll(options)) yield chunk.map(change)
    },
  }
}

test('where clocks of several hosts disagree, knowledge has one direction in the copy', async () => {
  const from = showing(await recorded(mixed(6)), (event) =>
    event.id === 'e2' ? { ...event, recordedAt: START_OF_TIME } : event,
  )
  const to = await openScratch()
  await copyLog({ from, to, ...main })
  const times = (await contents(to)).map(({ id, recordedAt }) => [id, recordedAt - START_OF_TIME])
  expect(times).toEqual([
    ['e0', 1000],
    ['e1', 2000],
    ['e2', 2000],
    ['e4', 5000],
    ['e5', 6000],
  ])
  expect(await copyLog({ from, to, ...main })).toMatchObject({ alreadyThere: 5, copied: 0 })
})

test('what is no JSON object is kept as text, and no revision is missing', async () => {
  const history = ['a', 'a', 'a'].map((name) => ({
    stream: `main.${name}`,
    metadata: { recordedAt: '2027-01-01T00:00Z' },
  }))
  const from = showing(await recorded(history), (event) =>
    event.revision === 1
      ? { ...event, data: null, rawData: '[1, 2', metadata: { recordedAt: 'noon' } }
      : event,
  )
  const to = memoryLog()
  await copyLog({ from, to, ...main })
  const [, unreadable, last] = await contents(to)
  expect(unreadable).toMatchObject({ id: 'e1', revision: 1, type: 'Received', data: { unreadable: '[1, 2' } })
  expect(last).toMatchObject({ id: 'e2', revision: 2 })
  expect(await copyLog({ from, to, ...main })).toMatchObject({ alreadyThere: 3 })
})

describe('a target is refused, and left as it is,', () => {
  const other = (id: string, stream = 'main.item-z') => ({
    stream,
    expectedRevision: -1,
    events: [{ id, type: 'Sold', data: {} }],
  })

  test.each([
    ['that holds something else', async (to: EventLog) => void (await to.append([other('x')]))],
    [
      'that holds the copy and something of its own',
      async (to: EventLog, from: EventLog) => {
        await copyLog({ from, to, ...main })
        await to.append([other('x')])
      },
    ],
    [
      'whose beginning has other data',
      async (to: EventLog, from: EventLog) => {
        await copyLog({ from: showing(from, (event) => ({ ...event, data: { n: -1 } })), to, ...main })
      },
    ],
    [
      'whose beginning has other times of recording',
      async (to: EventLog, from: EventLog) => {
        await copyLog({ from: showing(from, (event) => ({ ...event, recordedAt: 5 })), to, ...main })
      },
    ],
    [
      'whose beginning has other metadata',
      async (to: EventLog, from: EventLog) => {
        await copyLog({ from: showing(from, (event) => ({ ...event, metadata: { by: 'x' } })), to, ...main })
      },
    ],
    [
      'whose beginning has other types',
      async (to: EventLog, from: EventLog) => {
        await copyLog({ from: showing(from, (event) => ({ ...event, type: 'Lost' })), to, ...main })
      },
    ],
    [
      'whose beginning has other ids',
      async (to: EventLog, from: EventLog) => {
        await copyLog({ from: showing(from, (event) => ({ ...event, id: `${event.id}'` })), to, ...main })
      },
    ],
  ])('%s', async (_, prepare) => {
    const from = await recorded(mixed(30))
    const to = memoryLog()
    await prepare(to, from)
    const before = await all(to)
    expect(await refusal({ from, to, ...main })).toMatchObject({ code: 'COPY_TARGET_NOT_EMPTY' })
    expect(await all(to)).toEqual(before)
  })

  test('but one that holds other workspaces is not', async () => {
    const from = await recorded(mixed(30))
    const to = memoryLog({ clock: () => START_OF_TIME })
    await to.append([other('x', 'second.item-z')])
    expect(await copyLog({ from, to, ...main })).toMatchObject({ events: 24 })
  })
})

test('a file that knows later times already refuses to go back, before anything is written', async () => {
  const to = await openScratch({ clock: () => START_OF_TIME + 86_400_000 })
  await to.append([
    { stream: 'second.a', expectedRevision: -1, events: [{ id: 'x', type: 'Sold', data: {} }] },
  ])
  const error = await refusal({ from: await recorded(mixed(30)), to, ...main })
  expect(error).toMatchObject({ code: 'RECORDED_AT_BACKWARDS' })
  expect(await to.head()).toBe(1)
})

describe('somebody else who writes to the target meanwhile is found out', () => {
  const intruder = (stream: string, expectedRevision: number) => ({
    stream,
    expectedRevision,
    events: [{ id: 'intruder', type: 'Sold', data: {} }],
  })

  test.each([
    ['in a stream that is being copied', 'main.item-a'],
    ['in another stream of the workspace', 'main.item-z'],
  ])('%s', async (_, stream) => {
    const target = oneByOne(memoryLog())
    let appends = 0
    const to = around(target, async (batch, options) => {
      if (++appends === 5) await target.append([intruder(stream, await target.revision(stream))])
      return target.append(batch, options)
    })
    expect(await refusal({ from: await recorded(mixed(30)), to, ...main })).toMatchObject({
      code: 'COPY_DIFFERS',
    })
  })

  test('also a storage that loses what it acknowledged', async () => {
    const target = oneByOne(memoryLog())
    const to = around(target, async (batch, options) =>
      batch[0]?.events[0]?.id === 'e29' ? [] : target.append(batch, options),
    )
    const error = await refusal({ from: await recorded(mixed(30)), to, ...main })
    expect(error).toMatchObject({ code: 'COPY_DIFFERS', message: expect.stringContaining('did not arrive') })
  })
})

test('two copies at the same time are one copy', async () => {
  const from = await recorded(mixed(60))
  const to = oneByOne(memoryLog())
  const [one, two] = await Promise.all([copyLog({ from, to, ...main }), copyLog({ from, to, ...main })])
  expect(one.events).toBe(48)
  expect(two.events).toBe(48)
  expect(await contents(to)).toEqual(await contents(from))
})

test('a signal stops a copy between two writes, with its reason', async () => {
  const target = memoryLog()
  const stop = new AbortController()
  const to = around(oneByOne(target), async (batch, options) => {
    if ((await target.head()) === 7) stop.abort(new Error('enough'))
    return target.append(batch, options)
  })
  const error = await refusal({ from: await recorded(mixed(30)), to, ...main, signal: stop.signal })
  expect(error).toEqual(new Error('enough'))
  // The write that was under way is finished.
  expect(await target.head()).toBe(10)
})

test('its progress is told', async () => {
  const from = await recorded(mixed(30))
  const to = memoryLog()
  const told: object[] = []
  await copyLog({ from, to, ...main, onProgress: (progress) => told.push(progress) })
  expect(told).toEqual([
    { alreadyThere: 0, copied: 24, checked: 0 },
    { alreadyThere: 0, copied: 24, checked: 24 },
  ])
})
