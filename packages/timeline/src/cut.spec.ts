import { deepStrictEqual as sameState } from 'node:assert/strict'
import { expect, test } from 'vitest'
import { createEngine } from './engine.ts'
import { plainState } from './plain.ts'
import { timelineOver } from './timeline.ts'
import { reduceUntil, type ToySource, toy } from './toy.spec.fixture.ts'

const DAY = 86_400_000

function move(position: number, day: number): ToySource {
  return { type: 'In', unit: 'tea', place: 'shop', amount: 1n, occurredAt: day * DAY, position }
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

test('no slice begins before a later fact of no unit: what that did to units stands in the journal before', () => {
  const double: ToySource = { type: 'Double', amount: 1n, occurredAt: 9 * DAY, position: 1 }
  expect(settledAfterEach([move(0, 1), double, move(2, 3), move(3, 9.5)])).toEqual([-Infinity])
  expect(settledAfterEach([move(0, 1), double, move(2, 3), move(3, 10)])).toEqual([-Infinity, 10])
})
