import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inTheBackground, takingTurns, whileOthersHoldBack } from './steps.ts'

test('a work that takes turns holds back while there is something that somebody waits for', async () => {
  const waitedFor = Promise.withResolvers<string>()
  const answer = whileOthersHoldBack(() => waitedFor.promise)
  let itsTurn = false
  const next = takingTurns()
    .next()
    .then(() => {
      itsTurn = true
    })
  for (let turns = 0; turns < 5; turns++) await turn()
  expect(itsTurn).toBe(false)
  waitedFor.resolve('done')
  expect(await answer).toBe('done')
  await next
  expect(itsTurn).toBe(true)
})

test('it does not hold back for ever, nor for what has failed', async () => {
  const never = new Promise<never>(() => {})
  const failed = whileOthersHoldBack(() => Promise.reject(new Error('no')))
  await expect(failed).rejects.toThrow('no')
  await takingTurns().next()
  whileOthersHoldBack(() => never)
  await takingTurns().next()
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
  for (let turns = 0; turns < 5; turns++) await turn()
  expect(steps).toBe(0)
  waitedFor.resolve()
  await answer
  // It keeps no process alive: that is for the test to do.
  const alive = setInterval(() => {}, 1000)
  await done.promise
  clearInterval(alive)
  expect(steps).toBe(3)
})
