import { expect, test } from 'vitest'
import { createEngine } from '../engine.ts'
import { timelineOver } from '../timeline.ts'
import { type ToySource, toy } from '../toy.spec.fixture.ts'

const DAY = 86_400_000
const UNITS = 80
const DAYS = 32

function move(position: number, day: number, unit: number): ToySource {
  return { type: 'In', unit: `unit ${unit}`, place: 'shop', amount: 1n, occurredAt: day * DAY, position }
}

/** Each of many units moves once a day. */
function trade() {
  const engine = createEngine(toy, { sliceFacts: 100, keyframeFacts: 200, looseFacts: 50 })
  const timeline = timelineOver(engine)
  timeline.add(Array.from({ length: UNITS * DAYS }, (_, n) => move(n, 1 + Math.floor(n / UNITS), n % UNITS)))
  const late = (day: number) => {
    const first = engine.head + 1
    timeline.add(Array.from({ length: UNITS }, (_, unit) => move(first + unit, day, unit)))
  }
  const keyframes = () => engine.slices.list.filter(({ keyframe }) => keyframe !== undefined).length
  return { timeline, late, keyframes }
}

test('keyframes that late entries undid are made again when there is nothing else to do', () => {
  const { timeline, late, keyframes } = trade()
  timeline.settle()
  const before = keyframes()
  expect(before).toBeGreaterThan(3)
  late(30)
  expect(timeline.isUntidy).toBe(false)
  timeline.settle()
  const after = keyframes()
  expect(after).toBeLessThan(before)
  expect(timeline.isUntidy).toBe(true)
  for (const _ of timeline.tidying());
  expect(keyframes()).toBeGreaterThan(after)
  expect(timeline.isUntidy).toBe(false)
  expect(timeline.verify().differences).toEqual([])
})

test('making them ends when something is added, and goes on after that', () => {
  const { timeline, late, keyframes } = trade()
  timeline.settle()
  late(30)
  timeline.settle()
  const few = keyframes()
  const tidying = timeline.tidying()
  tidying.next()
  late(31)
  expect(tidying.next().done).toBe(true)
  expect(keyframes()).toBe(few)
  timeline.settle()
  for (const _ of timeline.tidying());
  expect(timeline.isUntidy).toBe(false)
  expect(timeline.verify().differences).toEqual([])
})
