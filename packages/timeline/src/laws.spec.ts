import { deepStrictEqual as sameState } from 'node:assert/strict'
import { compareCodePoints, initialState, prepare, reduce } from '@tidemark/projection'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { sourcePacker } from './handover/packer.ts'
import type { ReadonlyDraft, ReadonlyRecords } from './records/reader.ts'
import { createTimeline } from './timeline.ts'
import {
  aCorrectedHistory,
  aHistory,
  aPlainHistory,
  cutsOf,
  reduceUntil,
  shortMoves,
  type ToyCommon,
  type ToyEffect,
  type ToySource,
  type ToyState,
  toy,
} from './toy.spec.fixture.ts'
import { applyDiff, diff } from './views/diff.ts'
import { plainState } from './views/plain.ts'
import type { StateView } from './views/view.ts'

const DAY = 86_400_000

/** Some of these laws take a second or two on an idle machine, and many times that on a busy one. */
vi.setConfig({ testTimeout: 60_000 })

/** Slices off, or of a size at which a history of forty is cut often, seldom, or not at all; packed at once, or later. */
const aSlicing = fc
  .tuple(
    fc.oneof(
      fc.constant({ slices: false }),
      fc.integer({ min: 1, max: 12 }).map((sliceFacts) => ({ sliceFacts })),
    ),
    fc.constantFrom(0, 0, 3, 1000),
    fc.constantFrom(1, 1, 5, 1000),
    fc.constantFrom(0, 1, 1000),
  )
  .map(([slicing, looseFacts, keyframeFacts, readsBeforeVersions]) => ({
    ...slicing,
    looseFacts,
    keyframeFacts,
    readsBeforeVersions,
  }))

/** A history with an instant to cut it at, one of those where something changes. */
const aCutHistory = aHistory.chain((sources) =>
  fc.record({ sources: fc.constant(sources), asOf: fc.constantFrom(...cutsOf(sources)) }),
)

function timelineOf(sources: readonly ToySource[], slicing: object) {
  const timeline = createTimeline(toy, slicing)
  timeline.add(sources)
  return timeline
}

/** A view's state, read through the full view and through single units, which must say the same. */
function stateOf(make: () => StateView<typeof toy.records, ToyCommon>) {
  const single = plainState(make())
  const whole = make()
  whole.each(() => {})
  sameState(plainState(whole), single)
  expect(whole.units()).toEqual(Object.keys(single.units).sort(compareCodePoints))
  return single
}

test('a view is what the pure driver makes of the same sources, at every cut and for every size of slice', () => {
  fc.assert(
    fc.property(aHistory, aSlicing, (sources, slicing) => {
      const timeline = timelineOf(sources, slicing)
      for (const asOf of cutsOf(sources))
        sameState(
          stateOf(() => timeline.view({ asOf })),
          reduceUntil(sources, asOf),
        )
    }),
  )
})

test('sources added in any chunks, with views between, give what adding them at once gives', () => {
  fc.assert(
    fc.property(
      aCutHistory,
      aSlicing,
      fc.infiniteStream(fc.nat({ max: 4 })),
      ({ sources, asOf }, slicing, sizes) => {
        const timeline = createTimeline(toy, slicing)
        for (let from = 0; from < sources.length; ) {
          const size = 1 + (sizes.next().value ?? 0)
          timeline.add(sources.slice(from, from + size))
          from += size
          const known = sources.slice(0, from)
          if (size > 2) sameState(plainState(timeline.view({ asOf })), reduceUntil(known, asOf))
          else stateOf(() => timeline.view({ asOf: Infinity }))
        }
        sameState(
          stateOf(() => timeline.view({ asOf })),
          reduceUntil(sources, asOf),
        )
        expect(timeline.verify().differences).toEqual([])
      },
    ),
  )
})

test('a unit corrected again and again, and looked at in between, is what preparing all of it at once makes of it', () => {
  const aPart = fc.record({ size: fc.integer({ min: 1, max: 20 }), asOf: fc.integer({ min: -3, max: 10 }) })
  fc.assert(
    fc.property(aCorrectedHistory, aSlicing, fc.infiniteStream(aPart), (sources, slicing, parts) => {
      const timeline = createTimeline(toy, slicing)
      for (let from = 0; from < sources.length; ) {
        const { size, asOf } = parts.next().value ?? { size: 1, asOf: 0 }
        timeline.add(sources.slice(from, from + size))
        from += size
        const known = sources.slice(0, from)
        for (const instant of [asOf * DAY, Infinity])
          sameState(plainState(timeline.view({ asOf: instant })), reduceUntil(known, instant))
        const knownThrough = known.at(-3)?.position ?? 0
        const earlier = known.filter(({ position }) => position <= knownThrough)
        sameState(plainState(timeline.view({ asOf: Infinity, knownThrough })), reduceUntil(earlier, Infinity))
      }
      expect(timeline.verify().differences).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('sources packed elsewhere and received part by part, among others added here, give what adding them gives', () => {
  const aPart = fc.record({ size: fc.nat({ max: 6 }), packer: fc.constantFrom(undefined, 0, 1) })
  fc.assert(
    fc.property(aCutHistory, aSlicing, fc.infiniteStream(aPart), ({ sources, asOf }, slicing, parts) => {
      const timeline = createTimeline(toy, slicing)
      const packers = [sourcePacker(toy), sourcePacker(toy)]
      const receivers = packers.map(() => timeline.receiver())
      for (let from = 0; from < sources.length; ) {
        const { size, packer } = parts.next().value ?? { size: 1, packer: 0 }
        const part = sources.slice(from, from + 1 + size)
        from += 1 + size
        if (packer === undefined) timeline.add(part)
        else {
          for (const source of part) packers[packer]?.add(source)
          const packed = packers[packer]?.take()
          if (packed !== undefined) receivers[packer]?.(structuredClone(packed))
        }
        if (size > 4) stateOf(() => timeline.view({ asOf: Infinity }))
      }
      sameState(
        stateOf(() => timeline.view({ asOf })),
        reduceUntil(sources, asOf),
      )
      const units = [...new Set(sources.map((source) => toy.unitOf(source)))].filter((unit) => unit !== null)
      for (const unit of units)
        sameState(
          timeline.sources(unit),
          sources.filter((source) => toy.unitOf(source) === unit),
        )
      expect(timeline.verify().differences).toEqual([])
    }),
  )
})

test('what is received of sources that cannot follow is refused, and nothing of it is there', () => {
  const timeline = createTimeline(toy)
  const packer = sourcePacker(toy)
  const receive = timeline.receiver()
  const move = (position: number, occurredAt: number): ToySource => {
    return { type: 'In', unit: 'tea', place: 'shop', amount: 1n, occurredAt, position }
  }
  packer.add(move(1, 1))
  receive(packer.take())
  packer.add(move(2, 2))
  packer.add(move(1, 3))
  expect(() => receive(packer.take())).toThrow(expect.objectContaining({ code: 'POSITION_NOT_ASCENDING' }))
  packer.add(move(2, Number.NaN))
  expect(() => receive(packer.take())).toThrow(expect.objectContaining({ code: 'NOT_AN_INSTANT' }))
  expect([timeline.head, timeline.sources('tea')]).toEqual([1, [move(1, 1)]])
})

test('work done in steps, with more sources and looks at one unit or all between two of them, gives the same', () => {
  const aStop = fc.record({ size: fc.nat({ max: 4 }), steps: fc.nat({ max: 6 }), look: fc.nat({ max: 3 }) })
  fc.assert(
    fc.property(aCutHistory, aSlicing, fc.infiniteStream(aStop), ({ sources, asOf }, slicing, stops) => {
      const timeline = createTimeline(toy, slicing)
      const units = [...new Set(sources.map((source) => toy.unitOf(source)))].filter((unit) => unit !== null)
      for (let from = 0; from < sources.length; ) {
        const { size, steps, look } = stops.next().value ?? { size: 1, steps: 1, look: 1 }
        timeline.add(sources.slice(from, from + 1 + size))
        from += 1 + size
        const work = look % 2 === 0 ? timeline.view({ asOf: Infinity }).building() : timeline.settling()
        for (let step = 0; step <= steps && work.next().done !== true; step++) {
          const view = timeline.view({ asOf: Infinity })
          if (look === 1) view.unit(units[step % units.length] ?? '')
          if (look === 2 && step === 2) view.each(() => {})
        }
      }
      sameState(
        stateOf(() => timeline.view({ asOf })),
        reduceUntil(sources, asOf),
      )
      expect(timeline.verify().differences).toEqual([])
    }),
  )
})

test('a view as known through a position is the view of a timeline that only ever got those sources', () => {
  fc.assert(
    fc.property(aCutHistory, aSlicing, fc.nat(), ({ sources, asOf }, slicing, pick) => {
      const known = sources.slice(0, pick % (sources.length + 1))
      const timeline = timelineOf(sources, slicing)
      const knownThrough = known.at(-1)?.position ?? -1
      sameState(
        stateOf(() => timeline.view({ asOf, knownThrough })),
        reduceUntil(known, asOf),
      )
    }),
  )
})

test('a view that includes some later sources is the view of a timeline that got just those', () => {
  fc.assert(
    fc.property(aCutHistory, aSlicing, fc.nat(), ({ sources, asOf }, slicing, pick) => {
      const knownThrough = sources[pick % (sources.length + 1)]?.position ?? -1
      const includingLater = ({ position }: ToySource) => position % 2 === 0
      const known = sources.filter((source) => source.position <= knownThrough || includingLater(source))
      const timeline = timelineOf(sources, slicing)
      const state = stateOf(() => timeline.view({ asOf, knownThrough, includingLater }))
      sameState(state, reduceUntil(known, asOf))
    }),
  )
})

test('a view stays what it is while sources are added, whether read before or only after', () => {
  fc.assert(
    fc.property(
      aCutHistory,
      aSlicing,
      fc.nat(),
      fc.boolean(),
      ({ sources, asOf }, slicing, pick, settled) => {
        const known = sources.slice(0, pick % (sources.length + 1))
        const timeline = timelineOf(known, slicing)
        const read = timeline.view({ asOf })
        const before = plainState(read)
        read.each(() => {})
        const all = { asOf, includingLater: () => true, knownThrough: -1 }
        const [unread, unreadUnits, including] = [{ asOf }, { asOf }, all].map((of) => timeline.view(of))
        timeline.add(sources.slice(known.length))
        if (settled) timeline.settle()
        unread?.each(() => {})
        sameState(before, reduceUntil(known, asOf))
        for (const view of [read, unread, unreadUnits, including]) sameState(view && plainState(view), before)
      },
    ),
  )
})

test('supposing sources gives what really adding them would', () => {
  fc.assert(
    fc.property(aCutHistory, aSlicing, fc.nat(), ({ sources, asOf }, slicing, pick) => {
      const known = sources.slice(0, pick % (sources.length + 1))
      const timeline = timelineOf(known, slicing)
      const supposed = sources.slice(known.length)
      const untouched = plainState(timeline.view({ asOf }))
      sameState(
        stateOf(() => timeline.view({ asOf, with: supposed })),
        reduceUntil(sources, asOf),
      )
      sameState(
        stateOf(() => timeline.view({ asOf })),
        untouched,
      )
    }),
  )
})

test('the difference of two views, applied to the first, gives the second', () => {
  fc.assert(
    fc.property(aCutHistory, aCutHistory, aSlicing, fc.boolean(), (one, other, slicing, apart) => {
      const timeline = timelineOf(one.sources, slicing)
      const a = timeline.view({ asOf: one.asOf })
      const b = (apart ? timelineOf(other.sources, slicing) : timeline).view({ asOf: other.asOf })
      const difference = diff(a, b)
      sameState(applyDiff(toy, plainState(a), difference), plainState(b))
      expect(diff(b, b)).toEqual({ common: undefined, begun: [], gone: [], records: [] })
      for (const { before, after } of difference.records) expect(before).not.toEqual(after)
    }),
  )
})

test('every kept start of a slice is what a replay from nothing gives', () => {
  fc.assert(
    fc.property(aHistory, fc.integer({ min: 1, max: 12 }), (sources, sliceFacts) => {
      const timeline = timelineOf(sources, { sliceFacts })
      expect(timeline.verify().differences).toEqual([])
    }),
  )
})

/** What the pure driver tells of one unit: each fact that has a recipe there, its effects, and the state after it. */
function tracePure(sources: readonly ToySource[], unit: string, asOf: number) {
  const ofUnit = sources.filter((source) => [unit, null].includes(toy.unitOf(source)))
  let state: ToyState = initialState(toy)
  return prepare(toy, ofUnit).flatMap((fact) => {
    const effects: ToyEffect[] = []
    if (fact.occurredAt <= asOf) state = reduce(toy, state, fact, (effect) => effects.push(effect))
    const records = state.units[unit]
    const isTold = toy.unitOf(fact) === unit || toy.on[fact.type] !== undefined
    return fact.occurredAt <= asOf && records !== undefined && isTold ? [{ fact, effects, records }] : []
  })
}

test('what facts did, and what stood there after each, is what the pure driver says', () => {
  fc.assert(
    fc.property(aCutHistory, aSlicing, fc.nat(), ({ sources, asOf }, slicing, pick) => {
      const timeline = timelineOf(sources, slicing)
      const view = timeline.view({ asOf })
      const after = cutsOf(sources).at(pick % cutsOf(sources).length) ?? 0
      const traces = view.units().map((unit) => ({ unit, trace: tracePure(sources, unit, asOf) }))
      for (const { unit, trace } of traces) {
        const seen = view.trace(unit, (fact, effects, records) => ({
          fact,
          effects,
          records: plainly(records),
        }))
        sameState(seen, trace)
        const own = trace.map(({ fact }) => fact).filter((fact) => toy.unitOf(fact) === unit)
        sameState(view.facts(unit), own)
      }
      const told: unknown[] = []
      view.effects({ after }, (unit, fact, effect) => told.push({ unit, fact, effect }))
      const expected = traces.flatMap(({ unit, trace }) =>
        trace
          .filter(({ fact }) => fact.occurredAt > after)
          .flatMap(({ fact, effects }) => effects.map((effect) => ({ unit, fact, effect }))),
      )
      sameState(told, expected)
    }),
  )
})

/** Records read in place, as the pure driver has them. */
function plainly(records: ReadonlyDraft<typeof toy.records>): ToyState['units'][string] {
  const plain = Object.create(null)
  for (const [kind, set] of Object.entries(records)) {
    plain[kind] = Object.create(null)
    const read: ReadonlyRecords<{ readonly [field: string]: unknown }> = set
    read.each((key, record) => {
      plain[kind][key] = Object.fromEntries(read.fields.map((field) => [field, record[field]]))
    })
  }
  return plain
}

test('what shortcuts fold, give up, or cannot do exactly is what recipes make of it', () => {
  fc.assert(
    fc.property(aPlainHistory, aSlicing, fc.nat({ max: 30 }), (sources, slicing, first) => {
      const timeline = createTimeline(toy, slicing)
      for (const part of [sources.slice(0, first), sources.slice(first)]) {
        timeline.add(part)
        timeline.settle()
      }
      for (const asOf of cutsOf(sources))
        sameState(
          stateOf(() => timeline.view({ asOf })),
          reduceUntil(sources, asOf),
        )
      for (const last of [2, 5, 10, first]) {
        const knownThrough = sources[last]?.position ?? Infinity
        const known = sources.slice(0, last + 1)
        sameState(plainState(timeline.view({ asOf: Infinity, knownThrough })), reduceUntil(known, Infinity))
      }
      expect(timeline.verify().differences).toEqual([])
    }),
  )
  expect(shortMoves.taken).toBeGreaterThan(200)
  expect(shortMoves.undone).toBeGreaterThan(100)
})
