import { deepStrictEqual as sameState } from 'node:assert/strict'
import { expect, test } from 'vitest'
import { createEngine } from '../engine.ts'
import { timelineOver } from '../timeline.ts'
import { reduceUntil, type ToySource, toy } from '../toy.spec.fixture.ts'
import { plainState } from '../views/plain.ts'

const DAY = 86_400_000

function move(position: number, day: number, unit = 'tea'): ToySource {
  return { type: 'In', unit, place: 'shop', amount: 1n, occurredAt: day * DAY, position }
}

/** A timeline that is settled after each source, so that what comes finds journals. */
function settledAfterEach(sources: readonly ToySource[]) {
  const engine = createEngine(toy, { sliceFacts: 1 })
  const timeline = timelineOver(engine)
  for (const source of sources) {
    timeline.add([source])
    timeline.settle()
  }
  const starts = engine.slices.list.map(({ start }) => start / DAY)
  sameState(plainState(timeline.view({ asOf: Infinity })), reduceUntil(sources, Infinity))
  expect(timeline.verify().differences).toEqual([])
  return starts
}

test('a full last slice ends where the day of what comes after it begins', () => {
  expect(settledAfterEach([move(0, 1), move(1, 3), move(2, 4)])).toEqual([-Infinity, 3, 4])
})

test('a full last slice waits for a month that is near, and for its last day where much happens on it', () => {
  const engine = createEngine(toy, { sliceFacts: 28 })
  const timeline = timelineOver(engine)
  // One a day, from the first of January 1970 on: full after 28 days, far more than that at the end of March.
  timeline.add(Array.from({ length: 90 }, (_, day) => move(day, day)))
  const starts = engine.slices.list.map(({ start }) => new Date(start).toJSON()?.slice(0, 10))
  expect(starts).toEqual([undefined, '1970-02-01', '1970-02-28', '1970-03-01', '1970-03-31'])
})

test('no slice begins before a later fact of no unit: what that did to units stands in the journal before', () => {
  const double: ToySource = { type: 'Double', amount: 1n, occurredAt: 9 * DAY, position: 1 }
  expect(settledAfterEach([move(0, 1), double, move(2, 3), move(3, 9.5)])).toEqual([-Infinity])
  expect(settledAfterEach([move(0, 1), double, move(2, 3), move(3, 10)])).toEqual([-Infinity, 10])
})

test('a full slice is packed little by little, and what comes into it meanwhile stays', () => {
  const engine = createEngine(toy, { sliceFacts: 50 })
  const timeline = timelineOver(engine)
  const inUnit = (position: number, unit: string, day: number) => move(position, day, unit)
  const units = Array.from({ length: 100 }, (_, n) => `u${String(n).padStart(3, '0')}`)
  timeline.add(units.map((unit, n) => inUnit(n, unit, 1)))
  const rows = () => {
    const [slice] = engine.slices.list
    return {
      packedUnits: slice?.packed?.ends.length,
      arrived: slice?.arrivals.count,
      loose: slice?.loose.size,
    }
  }
  // Another day begins another slice: of a hundred steps the full one has not gone all.
  timeline.add([inUnit(100, 'u000', 2)])
  expect(rows()).toEqual({ packedUnits: 0, arrived: 100, loose: 0 })
  // Between two milliseconds: such a fact cannot be packed.
  timeline.add([inUnit(101, 'u000', 1 + 0.5 / DAY), inUnit(102, 'u099', 1)])
  for (let position = 103; position < 110; position++) timeline.add([inUnit(position, 'u000', 3)])
  expect(rows()).toEqual({ packedUnits: 100, arrived: 1, loose: 1 })
  const there = timeline.view({ asOf: Infinity })
  expect([there.unit('u000')?.place.shop?.onHand, there.unit('u099')?.place.shop?.onHand]).toEqual([10n, 2n])
  expect(there.unit('u050')?.place.shop?.onHand).toBe(1n)
  expect(timeline.verify().differences).toEqual([])
})
