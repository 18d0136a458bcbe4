import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { takingTurns, whileOthersHoldBack } from './steps.ts'

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
