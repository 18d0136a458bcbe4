import { setImmediate as iteration } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inTheBackground } from './background.ts'
import { stepByStep } from './steps.ts'
import { nextTurn, whileOthersHoldBack } from './turns.ts'

/** Notes in which order works have their turns, of which each takes `took` milliseconds. */
function turnsOf(order: string[], took = 0) {
  return async (name: string, turns: number, isWaitedFor?: () => boolean) => {
    for (let turn = 0; turn < turns; turn++) {
      await nextTurn(isWaitedFor)
      order.push(name)
      for (const begun = performance.now(); performance.now() - begun < took; );
    }
  }
}

test('works take turns, and no two of them have one without timers and input in between', async () => {
  const order: string[] = []
  const taking = turnsOf(order)
  let isOver = false
  const others = (async () => {
    while (!isOver) {
      await iteration()
      if (order.at(-1) !== '-') order.push('-')
    }
  })()
  await Promise.all([taking('a', 3), taking('b', 3), taking('c', 2)])
  isOver = true
  await others
  expect(order.join('')).toMatch(/^-?a-b-c-a-b-c-a-b-?$/)
})

test('those that somebody waits for come first, also when that comes to be so while they wait', async () => {
  const order: string[] = []
  const taking = turnsOf(order)
  let isWaitedFor = false
  const works = [taking('a', 2), taking('b', 2, () => isWaitedFor), taking('c', 2, () => true)]
  isWaitedFor = true
  await Promise.all(works)
  expect(order.join('')).toBe('bcbcaa')
})

test('nobody waits for ever', async () => {
  const order: string[] = []
  const taking = turnsOf(order, 10)
  await Promise.all([taking('-', 1), taking('!', 30, () => true)])
  expect(order).toHaveLength(31)
  expect(order.indexOf('-')).toBeGreaterThan(0)
  expect(order.indexOf('-')).toBeLessThan(30)
})

test('a signal ends a work at its next turn', async () => {
  const stop = new AbortController()
  let steps = 0
  function* work() {
    for (;;) {
      if (++steps === 3) stop.abort(new Error('enough'))
      yield
    }
  }
  await expect(stepByStep(work(), stop.signal)).rejects.toThrow('enough')
})

test('a work in the background stands still while somebody waits, and then goes on to its end', async () => {
  const waitedFor = Promise.withResolvers<void>()
  const answer = whileOthersHoldBack(() => waitedFor.promise)
  const done = Promise.withResolvers<void>()
  let steps = 0
  function* work() {
    for (; steps < 3; steps++) yield
    done.resolve()
  }
  inTheBackground(work())
  for (let turns = 0; turns < 5; turns++) await iteration()
  expect(steps).toBe(0)
  waitedFor.resolve()
  await answer
  // It keeps no process alive: that is for the test to do.
  const alive = setInterval(() => {}, 1000)
  await done.promise
  clearInterval(alive)
  expect(steps).toBe(3)
})
