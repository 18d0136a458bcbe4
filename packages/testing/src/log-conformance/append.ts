import assert from 'node:assert/strict'
import { type JsonObject, JsonText, NO_STREAM } from '@tidemark/log'
import { append, asRecorded, event, events, gather, id, ids, idsOf } from './given.ts'
import { type LogPromise, promise, refused } from './promise.ts'

/** What an append promises when it writes, and when it refuses. */
export const appendPromises: readonly LogPromise[] = [
  promise('revisions of a stream count from 0 without gaps', async ({ log, prefix }) => {
    const first = await append(log, `${prefix}a`, NO_STREAM, events(1, 3))
    const second = await append(log, `${prefix}a`, 2, events(4, 5))

    assert.deepEqual([first.firstRevision, first.lastRevision], [0, 2])
    assert.deepEqual([second.firstRevision, second.lastRevision], [3, 4])
    const read = await gather(log.readStream(`${prefix}a`))
    assert.deepEqual(
      read.map(({ revision }) => revision),
      [0, 1, 2, 3, 4],
    )
    assert.equal(await log.revision(`${prefix}a`), 4)
  }),

  promise(
    'positions grow with every event, within a batch and across streams',
    async ({ log, prefix, start }) => {
      const results = await log.append([
        { stream: `${prefix}a`, expectedRevision: NO_STREAM, events: events(1, 2) },
        { stream: `${prefix}b`, expectedRevision: NO_STREAM, events: events(3, 4) },
      ])
      results.push(await append(log, `${prefix}a`, 1, [event(5)]))

      const all = await gather(log.readAll({ after: start, streamPrefixes: [prefix] }))
      assert.deepEqual(ids(all), idsOf(1, 5))
      all.reduce((before, { position }) => {
        assert.ok(position > before && Number.isSafeInteger(position), `${position} follows ${before}`)
        return position
      }, start)
      assert.deepEqual(
        results.map(({ firstPosition, lastPosition }) => [firstPosition, lastPosition]),
        [
          [all[0]?.position, all[1]?.position],
          [all[2]?.position, all[3]?.position],
          [all[4]?.position, all[4]?.position],
        ],
      )
      assert.equal(await log.head(), all[4]?.position)
    },
  ),

  promise('data, type and metadata come back as they were recorded', async ({ log, prefix }) => {
    const data: JsonObject = {
      text: 'Größe "L"\n\u0000 \ud83d\udce6',
      list: [1, -0.5, 1e21, true, null, [], {}],
      nested: { empty: '' },
    }
    const recorded = [
      { id: id(1), type: 'Größe', data, metadata: { by: 'till 3', nested: { a: [1] } } },
      { id: id(2), type: 'Empty', data: {}, metadata: {} },
    ]
    await append(log, `${prefix}Lager/ß ä 1`, NO_STREAM, recorded)

    const read = await gather(log.readStream(`${prefix}Lager/ß ä 1`))
    assert.deepEqual(read.map(asRecorded), recorded)
    assert.deepEqual(new Set(read.map(({ stream }) => stream)), new Set([`${prefix}Lager/ß ä 1`]))
  }),

  promise('metadata that is text already says the same however it is spaced', async ({ log, prefix }) => {
    const texts = ['{ }', '{\n}', '{"a":1}\n', ' {"a":1} ', '\t{\r\n"a": { } }', '{}', 'no JSON', '[1]', '']
    const recorded = texts.map((text, n) => ({ ...event(n), metadata: new JsonText(text) }))
    const first = await append(log, `${prefix}a`, NO_STREAM, recorded)

    const read = await gather(log.readStream(`${prefix}a`))
    assert.deepEqual(
      read.map(asRecorded),
      recorded.map((one) => ({ ...one, metadata: one.metadata.value })),
    )
    const again = await append(log, `${prefix}a`, NO_STREAM, recorded)
    assert.deepEqual(again, { ...first, alreadyThere: true })
  }),

  promise('data that is text, but no JSON object, comes back as that text', async ({ log, prefix }) => {
    const texts = ['[1, 2', '[1]', 'no JSON']
    const recorded = texts.map((text, n) => ({ ...event(n), data: new JsonText(text) }))
    await append(log, `${prefix}a`, NO_STREAM, recorded)

    const read = await gather(log.readStream(`${prefix}a`))
    assert.deepEqual(
      read.map(({ id, data, rawData }) => ({ id, data, rawData })),
      texts.map((rawData, n) => ({ id: id(n), data: null, rawData })),
    )
  }),

  promise('what a reader does to an event does not change the log', async ({ log, prefix }) => {
    const data = { list: [1] }
    await append(log, `${prefix}a`, NO_STREAM, [event(1, data)])
    data.list.push(2)
    const [first] = await gather(log.readStream(`${prefix}a`))
    Object.assign(first?.data ?? {}, { list: 'changed' })

    const [again] = await gather(log.readStream(`${prefix}a`))
    assert.deepEqual(again?.data, { list: [1] })
  }),

  promise(
    'a wrong expected revision is refused with stream, expected and actual, and writes nothing',
    async ({ log, prefix }) => {
      await append(log, `${prefix}a`, NO_STREAM, events(1, 3))

      for (const expected of [NO_STREAM, 0, 1, 3, 7]) {
        const error = await refused(
          'WRONG_EXPECTED_REVISION',
          append(log, `${prefix}a`, expected, [event(9)]),
        )
        assert.deepEqual(error.details, { stream: `${prefix}a`, expected, actual: 2 })
      }
      const missing = await refused('WRONG_EXPECTED_REVISION', append(log, `${prefix}b`, 0, [event(9)]))
      assert.deepEqual(missing.details, { stream: `${prefix}b`, expected: 0, actual: NO_STREAM })
      assert.equal(await log.revision(`${prefix}a`), 2)
      assert.equal(await log.revision(`${prefix}b`), NO_STREAM)
    },
  ),

  promise('of two appends at the same revision at the same time one is written', async ({ log, prefix }) => {
    const outcomes = await Promise.allSettled([
      append(log, `${prefix}a`, NO_STREAM, [event(1)]),
      append(log, `${prefix}a`, NO_STREAM, [event(2)]),
    ])
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    assert.equal(await log.revision(`${prefix}a`), 0)
  }),

  promise('many appends at the same time are each written once', async ({ log, prefix, start }) => {
    const numbers = Array.from({ length: 50 }, (_, n) => n)
    await Promise.all(numbers.map((n) => append(log, `${prefix}${n % 10}`, 'any', [event(n)])))

    const all = await gather(log.readAll({ after: start, streamPrefixes: [prefix] }))
    assert.deepEqual(ids(all).sort(), idsOf(0, 49).sort())
  }),

  promise("'any' appends at the end, wherever that is", async ({ log, prefix }) => {
    const first = await append(log, `${prefix}a`, 'any', events(1, 2))
    const second = await append(log, `${prefix}a`, 'any', [event(3)])
    assert.deepEqual([first.firstRevision, second.firstRevision], [0, 2])
  }),

  promise('an id the stream already has is refused at its present revision', async ({ log, prefix }) => {
    await append(log, `${prefix}a`, NO_STREAM, events(1, 2))
    await refused('DUPLICATE_EVENT_ID', append(log, `${prefix}a`, 1, [event(1)]))
    await refused('DUPLICATE_EVENT_ID', append(log, `${prefix}a`, 1, [event(3), event(2)]))
    assert.equal(await log.revision(`${prefix}a`), 1)
  }),

  promise('an id twice in one append is refused', async ({ log, prefix }) => {
    await refused('DUPLICATE_EVENT_ID', append(log, `${prefix}a`, NO_STREAM, [event(1), event(1)]))
    assert.equal(await log.revision(`${prefix}a`), NO_STREAM)
  }),

  promise('the same id may stand in two streams', async ({ log, prefix }) => {
    await append(log, `${prefix}a`, NO_STREAM, [event(1)])
    const other = await append(log, `${prefix}b`, NO_STREAM, [event(1)])
    assert.equal(other.alreadyThere, false)
  }),

  promise(
    'a stream may come twice in a batch when its revisions follow on',
    async ({ log, prefix, start }) => {
      const results = await log.append([
        { stream: `${prefix}a`, expectedRevision: NO_STREAM, events: [event(1)] },
        { stream: `${prefix}b`, expectedRevision: NO_STREAM, events: [event(2)] },
        { stream: `${prefix}a`, expectedRevision: 0, events: [event(3)] },
      ])
      assert.deepEqual(
        results.map(({ firstRevision }) => firstRevision),
        [0, 0, 1],
      )
      assert.deepEqual(
        ids(await gather(log.readAll({ after: start, streamPrefixes: [prefix] }))),
        idsOf(1, 3),
      )
    },
  ),

  promise(
    'one refused stream refuses the whole batch where the log is atomic across streams',
    async ({ log, prefix }) => {
      if (!log.atomicAcrossStreams) return
      await append(log, `${prefix}b`, NO_STREAM, [event(1)])
      const batch = [
        { stream: `${prefix}new`, expectedRevision: NO_STREAM, events: [event(2)] },
        { stream: `${prefix}b`, expectedRevision: 0, events: [event(3)] },
        { stream: `${prefix}b`, expectedRevision: 0, events: [event(4)] },
      ]
      await refused('WRONG_EXPECTED_REVISION', log.append(batch))
      assert.equal(await log.revision(`${prefix}new`), NO_STREAM)
      assert.equal(await log.revision(`${prefix}b`), 0)
      assert.deepEqual(await log.find(`${prefix}b`, [id(3)]), [])

      const results = await log.append(batch.slice(0, 2))
      assert.deepEqual(
        results.map(({ alreadyThere }) => alreadyThere),
        [false, false],
      )
    },
  ),

  promise('an append without streams or without events is refused', async ({ log, prefix }) => {
    await refused('EMPTY_APPEND', log.append([]))
    await refused('EMPTY_APPEND', append(log, `${prefix}a`, NO_STREAM, []))
  }),

  promise(
    'data that JSON would change is refused, naming the event, and nothing is written',
    async ({ log, prefix }) => {
      const cycle: { [key: string]: unknown } = {}
      cycle.self = cycle
      const values: unknown[] = [
        1n,
        undefined,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        cycle,
        new Date(0),
        new Map(),
        Symbol('s'),
        () => 1,
      ]
      for (const value of values) {
        // A host without types can hand over anything; that is what this is about.
        const bad = { ...event(2), data: { list: [{ value }] } as unknown as JsonObject }
        const error = await refused('NOT_JSON', append(log, `${prefix}a`, NO_STREAM, [event(1), bad]))
        assert.ok(error.message.includes(id(2)), error.message)
      }
      for (const data of [null, [], 'text', undefined]) {
        const bad = { ...event(1), data: data as unknown as JsonObject }
        await refused('NOT_JSON', append(log, `${prefix}a`, NO_STREAM, [bad]))
      }
      assert.equal(await log.revision(`${prefix}a`), NO_STREAM)
    },
  ),

  promise('an event over the limit is refused, one of half a mebibyte is not', async ({ log, prefix }) => {
    await append(log, `${prefix}a`, NO_STREAM, [event(1, { text: 'ö'.repeat(262_144) })])
    await refused(
      'EVENT_TOO_LARGE',
      append(log, `${prefix}a`, 0, [event(2, { text: 'ö'.repeat(1_048_576) })]),
    )
    assert.equal(await log.revision(`${prefix}a`), 0)
  }),

  promise('names that would not come back the same are refused', async ({ log, prefix }) => {
    for (const name of ['', 'a\0b', '\ud800']) {
      await refused(
        'INVALID_ARGUMENT',
        append(log, name === '' ? name : prefix + name, NO_STREAM, [event(1)]),
      )
      await refused('INVALID_ARGUMENT', append(log, `${prefix}a`, NO_STREAM, [{ ...event(1), id: name }]))
      await refused('INVALID_ARGUMENT', append(log, `${prefix}a`, NO_STREAM, [{ ...event(1), type: name }]))
    }
    for (const revision of [-2, 0.5, Number.NaN]) {
      await refused('INVALID_ARGUMENT', append(log, `${prefix}a`, revision, [event(1)]))
    }
  }),

  promise('recordedAt does not decrease along the log', async ({ log, prefix, start }) => {
    for (let n = 0; n < 5; n++) await append(log, `${prefix}${n % 2}`, 'any', [event(n)])
    const all = await gather(log.readAll({ after: start, streamPrefixes: [prefix] }))
    const times = all.map(({ recordedAt }) => recordedAt)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  }),

  promise('an original time of recording in metadata is the time of recording', async ({ log, prefix }) => {
    const recordedAt = '2999-01-31T10:00:00.250+01:00'
    const result = await append(log, `${prefix}a`, NO_STREAM, [{ ...event(1), metadata: { recordedAt } }])
    const [read] = await gather(log.readStream(`${prefix}a`))
    assert.equal(read?.recordedAt, Date.UTC(2999, 0, 31, 9, 0, 0, 250))
    assert.equal(result.recordedAt, read?.recordedAt)
    const bad = { ...event(2), metadata: { recordedAt: '2999-01-31 10:00' } }
    await refused('INVALID_ARGUMENT', append(log, `${prefix}a`, 0, [bad]))
  }),

  promise(
    'an aborted append rejects with the reason of its signal and writes nothing',
    async ({ log, prefix }) => {
      const reason = new Error('changed my mind')
      const batch = [{ stream: `${prefix}a`, expectedRevision: NO_STREAM, events: [event(1)] }]
      await assert.rejects(log.append(batch, { signal: AbortSignal.abort(reason) }), reason)
      assert.equal(await log.revision(`${prefix}a`), NO_STREAM)
    },
  ),
]
