import { deepStrictEqual as sameState } from 'node:assert/strict'
import { defineProjection, json, type Placed } from '@tidemark/projection'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { TimelineError } from '../errors.ts'
import { createTimeline, restoreTimeline } from '../timeline.ts'
import { aHistory, cutsOf, reduceUntil, type ToySource, toy } from '../toy.spec.fixture.ts'
import { plainState } from '../views/plain.ts'
import { cacheWithin, memoryCache, type TimelineCache } from './port.ts'

/** Some of these laws take a second or two on an idle machine, and many times that on a busy one. */
vi.setConfig({ testTimeout: 60_000 })

const aHabit = fc.record({
  sliceFacts: fc.integer({ min: 1, max: 12 }),
  looseFacts: fc.constantFrom(0, 3, 1000),
  keyframeFacts: fc.constantFrom(1, 5, 1000),
  readsBeforeVersions: fc.constantFrom(0, 1),
  memory: fc.constantFrom({ bytes: 0 }, { bytes: 500 }, { bytes: 1e9 }),
})

/** A history in chunks, and what is done after each. */
const aCourse = fc.record({
  sources: aHistory,
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 40, maxLength: 40 }),
  deeds: fc.array(fc.constantFrom('go on', 'save', 'save and restart', 'restart', 'lose the cache', 'look'), {
    minLength: 40,
    maxLength: 40,
  }),
  habit: aHabit,
})

/** Goes through a course as a reader of a log would: what a restored timeline does not know is added again. */
function follow({ sources, sizes, deeds, habit }: typeof aCourse extends fc.Arbitrary<infer C> ? C : never) {
  let cache = memoryCache()
  let timeline = createTimeline(toy, habit)
  let read = 0
  let checking: Generator<void, void> | undefined
  for (let step = 0; read < sources.length; step++) {
    // Nothing is damaged, whatever was saved since.
    checking?.next()
    timeline.add(sources.slice(read, read + (sizes[step] ?? 1)))
    read = Math.min(sources.length, read + (sizes[step] ?? 1))
    const deed = deeds[step]
    if (deed === 'look') timeline.view({ asOf: Infinity }).each(() => {})
    if (deed === 'lose the cache') cache = memoryCache()
    if (deed === 'save' || deed === 'save and restart')
      expect(timeline.save(cache, { data: read })).toBe(true)
    if (deed !== 'restart' && deed !== 'save and restart') continue
    const restored = restoreTimeline(toy, cache, habit)
    timeline = restored?.timeline ?? createTimeline(toy, habit)
    checking = restored?.check()
    read = Number(restored?.companion.data ?? 0)
  }
  timeline.add(sources.slice(read))
  for (const _ of checking ?? []);
  return { timeline, cache }
}

test('a timeline that is saved, dropped and restored at any moment answers as one that never was', () => {
  fc.assert(
    fc.property(aCourse, (course) => {
      const { timeline } = follow(course)
      const { sources } = course
      for (const asOf of cutsOf(sources)) {
        const view = timeline.view({ asOf })
        view.each(() => {})
        sameState(plainState(view), reduceUntil(sources, asOf))
        sameState(plainState(timeline.view({ asOf })), reduceUntil(sources, asOf))
      }
      expect(timeline.verify().differences).toEqual([])
      for (const unit of timeline.view({ asOf: Infinity }).units()) {
        const known = sources.filter((source) => toy.unitOf(source) === unit)
        expect(timeline.sources(unit)).toEqual(known)
      }
    }),
  )
})

test('a cache with any byte changed, cut off or lost gives no other answer', () => {
  fc.assert(
    fc.property(
      aCourse,
      fc.nat(),
      fc.nat(),
      fc.constantFrom('flip', 'cut', 'lose', 'swap'),
      (course, pick, at, harm) => {
        const { sources, habit } = course
        const { timeline, cache } = follow(course)
        timeline.save(cache, { data: null })
        damage(cache, pick, at, harm)
        const answers = () => {
          const restored = restoreTimeline(toy, cache, habit)
          if (restored === undefined) return
          for (const asOf of cutsOf(sources))
            sameState(plainState(restored.timeline.view({ asOf })), reduceUntil(sources, asOf))
          for (const _ of restored.check());
        }
        try {
          answers()
        } catch (error) {
          if (!(error instanceof TimelineError)) throw error
          expect(error.code).toBe('CACHE_DAMAGED')
        }
      },
    ),
  )
})

function damage(cache: TimelineCache, pick: number, at: number, harm: string): void {
  const names = cache.names().toSorted()
  const name = names[pick % names.length] ?? ''
  const other = names[at % names.length] ?? ''
  const blob = cache.read(name) ?? new Uint8Array(1)
  const place = at % Math.max(1, blob.length)
  blob[place] = (blob[place] ?? 0) ^ (1 << (pick % 8))
  if (harm === 'lose') cache.write({ put: new Map(), remove: [name] })
  if (harm === 'flip') cache.write({ put: new Map([[name, blob]]), remove: [] })
  if (harm === 'cut') cache.write({ put: new Map([[name, blob.slice(0, place)]]), remove: [] })
  if (harm === 'swap') cache.write({ put: new Map([[name, cache.read(other) ?? blob]]), remove: [] })
}

function movement(position: number, day: number): ToySource {
  return { type: 'In', unit: 'tea', place: 'shop', amount: 1n, occurredAt: day * 86_400_000, position }
}

const month = Array.from({ length: 30 }, (_, i) => movement(i, i))

/** A cache that tells what was written to it. */
function watched(cache: TimelineCache) {
  const written: string[] = []
  const write: TimelineCache['write'] = (batch) => {
    written.push(...batch.put.keys())
    cache.write(batch)
  }
  return { cache: { ...cache, write }, written }
}

test('a save writes what changed since the last one', () => {
  const { cache, written } = watched(memoryCache())
  const timeline = createTimeline(toy, { sliceFacts: 5 })
  timeline.add(month)
  timeline.save(cache)
  const first = written.splice(0)
  timeline.add([movement(30, 29)])
  timeline.save(cache)
  expect(first.filter((name) => name.startsWith('facts/')).length).toBeGreaterThan(3)
  for (const [part, count] of Object.entries({ 'facts/': 1, 'journal/': 1, 'keyframe/': 0 }))
    expect(written.filter((name) => name.startsWith(part))).toHaveLength(count)
})

test('a restored timeline reads the keyframe before what it is asked about and the versions since, nothing else', () => {
  const kept = memoryCache()
  const timeline = createTimeline(toy, { sliceFacts: 5, keyframeFacts: 10 })
  timeline.add(month)
  timeline.save(kept)
  const read: string[] = []
  const cache: TimelineCache = {
    ...kept,
    read: (name) => {
      read.push(name)
      return kept.read(name)
    },
  }
  restoreTimeline(toy, cache)
    ?.timeline.view({ asOf: Infinity })
    .each(() => {})
  const parts = Object.groupBy(read, (name) => name.split('/')[0] ?? '')
  expect(parts.facts).toBeUndefined()
  expect(parts.keyframe).toHaveLength(1)
  expect(parts.journal).toBeUndefined()
  expect(parts.versions?.length).toBeLessThanOrEqual(3)
})

test('a save that fails leaves the last one, and the next one keeps all', () => {
  const kept = memoryCache()
  let isFull = false
  const cache: TimelineCache = {
    ...kept,
    write: (batch) => {
      if (isFull) throw new Error('no room')
      kept.write(batch)
    },
  }
  const timeline = createTimeline(toy, { sliceFacts: 5 })
  timeline.add(month.slice(0, 20))
  timeline.save(cache)
  timeline.add(month.slice(20))
  isFull = true
  expect(() => timeline.save(cache)).toThrow('no room')
  expect(restoreTimeline(toy, kept)?.timeline.head).toBe(19)
  isFull = false
  timeline.save(cache)
  const restored = restoreTimeline(toy, kept)?.timeline
  expect(restored?.view({ asOf: Infinity }).unit('tea')?.place.shop?.onHand).toBe(30n)
  expect(restored?.verify().differences).toEqual([])
})

test('a projection of another version or with other fields has nothing in the cache', () => {
  const cache = memoryCache()
  createTimeline(toy).save(cache)
  expect(restoreTimeline(toy, cache)?.timeline.head).toBe(-1)
  expect(restoreTimeline({ ...toy, version: 2 }, cache)).toBeUndefined()
  const { lot, place } = toy.records
  const { since, ...others } = place
  const records = { lot, place: { ...others, since: { ...since, initial: 0 } } }
  expect(restoreTimeline({ ...toy, records } as unknown as typeof toy, cache)).toBeUndefined()
})

test('what is kept beside comes back, and bytes that are the same are not written again', () => {
  const { cache, written } = watched(memoryCache())
  const blobs = new Map([['times', Uint8Array.of(1, 2, 3)]])
  const timeline = createTimeline(toy)
  timeline.save(cache, { data: { periods: [1n, null] }, blobs })
  timeline.save(cache, { data: { periods: [2n] }, blobs })
  expect(written.filter((name) => name.startsWith('companion/'))).toHaveLength(1)
  const restored = restoreTimeline(toy, cache)
  expect(restored?.companion.data).toEqual({ periods: [2n] })
  const again = new Map([['times', restored?.companion.blob('times') ?? new Uint8Array()]])
  expect(again).toEqual(blobs)
  restored?.timeline.save(cache, { data: null, blobs: again })
  expect(written.filter((name) => name.startsWith('companion/'))).toHaveLength(1)
  expect(restored?.companion.blob('nothing')).toEqual(new Uint8Array(0))
})

test('facts that are not plain data are not kept, and nothing is written', () => {
  const { cache, written } = watched(memoryCache())
  const timeline = createTimeline(toy)
  timeline.add([Object.assign(Object.create({ odd: true }), movement(0, 0))])
  expect(timeline.save(cache)).toBe(false)
  expect(timeline.save(cache, { data: new Map() })).toBe(false)
  expect(written).toEqual([])
})

test('two timelines share a cache under names of their own', () => {
  const cache = memoryCache()
  const [one, other] = ['one/', 'other/'].map((prefix) => cacheWithin(cache, prefix))
  const timeline = createTimeline(toy)
  if (one === undefined || other === undefined) throw new Error('two prefixes')
  createTimeline(toy).save(other)
  timeline.add(month)
  timeline.save(one)
  expect(restoreTimeline(toy, one)?.timeline.head).toBe(29)
  expect(restoreTimeline(toy, other)?.timeline.head).toBe(-1)
})

test('zero and zero below it stay what they are', () => {
  type Said = { readonly type: 'said'; readonly unit: string; readonly value: number } & Placed
  const sayings = defineProjection({
    name: 'sayings',
    version: 1,
    records: { last: { value: json<number>(1) } },
    unitOf: ({ unit }: Said) => unit,
    common: { initial: 0, fold: (common) => common },
    prepare: (said: readonly Said[]) => said,
    concernsOthers: () => false,
    on: {
      said: (records, { value }: Said) => {
        records.last.at('').value = value
      },
    },
  })
  const timeline = createTimeline(sayings, { sliceFacts: 2, keyframeFacts: 1, readsBeforeVersions: 0 })
  const values = [0, -0, 0, -0]
  timeline.add(
    values.map((value, at): Said => ({ type: 'said', unit: `${at}`, value, occurredAt: at, position: at })),
  )
  const cache = memoryCache()
  timeline.save(cache, { data: null })
  for (const one of [timeline, restoreTimeline(sayings, cache)?.timeline]) {
    const view = one?.view({ asOf: Infinity })
    view?.each(() => {})
    expect(values.map((_, at) => view?.unit(`${at}`)?.last['']?.value)).toEqual(values)
  }
})
