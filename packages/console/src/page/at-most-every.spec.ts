import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { atMostEvery } from './at-most-every.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('the first who asks is served at once, all who ask in the pause together after it', async () => {
  const work = vi.fn()
  const ask = atMostEvery(100, work)
  ask()
  ask()
  ask()
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(99)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(work).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(1000)
  expect(work).toHaveBeenCalledTimes(2)
})

test('what takes long is asked for less often', async () => {
  const work = vi.fn(() => new Promise<void>((done) => setTimeout(done, 1000)))
  const ask = atMostEvery(100, work)
  ask()
  await vi.advanceTimersByTimeAsync(1000)
  ask()
  await vi.advanceTimersByTimeAsync(2999)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(work).toHaveBeenCalledTimes(2)
})
