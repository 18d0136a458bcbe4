import { deepStrictEqual as sameState } from 'node:assert/strict'
import { expect, test } from 'vitest'
import { createTimeline } from '../timeline.ts'
import { reduceUntil, type ToySource, toy } from '../toy.spec.fixture.ts'
import { plainState } from './plain.ts'

const DAY = 86_400_000

function placed(position: number, day: number) {
  return { unit: 'tea', place: 'shop', amount: 2n, occurredAt: day * DAY, position }
}

function move(position: number, day: number): ToySource {
  return { ...placed(position, day), type: 'In' }
}

/** Five days, a movement each, and then one thing learnt too late. */
function timelineThatLearns(...late: readonly ToySource[]) {
  const early = [move(0, 0), move(1, 1), move(2, 2), move(3, 3), move(4, 4)]
  const timeline = createTimeline(toy, { sliceFacts: 1 })
  timeline.add([...early, ...late])
  timeline.settle()
  return { timeline, sources: [...early, ...late] }
}

test('a fact of all units learnt late and at the very start of a slice is not in a view of before', () => {
  const { timeline, sources } = timelineThatLearns({
    type: 'Double',
    amount: 0n,
    occurredAt: 2 * DAY,
    position: 5,
  })
  for (const knownThrough of [4, 5]) {
    const state = plainState(timeline.view({ asOf: 2 * DAY, knownThrough }))
    sameState(state, reduceUntil(sources.slice(0, knownThrough + 1), 2 * DAY))
  }
  expect(timeline.view({ asOf: 2 * DAY }).unit('tea')?.place.shop?.onHand).toBe(10n)
})

test('a late change of what is common prepares corrected units anew, in views of before and after', () => {
  const voided: ToySource = { ...placed(5, 2), type: 'Void', of: 0 }
  // At a rate of 3, the toy takes no corrections.
  const { timeline, sources } = timelineThatLearns(voided, {
    type: 'Rate',
    amount: 3n,
    occurredAt: DAY,
    position: 6,
  })
  for (const knownThrough of [4, 5, 6]) {
    for (const asOf of [0, 4 * DAY]) {
      const known = sources.slice(0, knownThrough + 1)
      sameState(plainState(timeline.view({ asOf, knownThrough })), reduceUntil(known, asOf))
    }
  }
  expect([4, 5, 6].map((knownThrough) => timeline.view({ asOf: 0, knownThrough }).units().length)).toEqual([
    1, 0, 1,
  ])
})
