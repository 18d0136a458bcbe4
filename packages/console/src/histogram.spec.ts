import { expect, test } from 'vitest'
import { histogram } from './histogram.ts'

test('instants are counted in equal parts between the first and the last', () => {
  const times = histogram()
  expect([times.first, times.last, times.parts(3)]).toEqual([null, null, [0, 0, 0]])
  for (const second of [0, 1, 5, 9, 10]) times.add(second * 1000)
  expect([times.first, times.last, times.parts(2)]).toEqual([0, 10_000, [2, 3]])
})

test('what is taken away is counted no longer; of the first and the last it says that one has to count anew', () => {
  const times = histogram()
  for (const second of [0, 5, 6, 10]) times.add(second * 1000)
  expect(times.remove(5000)).toBe(true)
  expect(times.parts(2)).toEqual([1, 2])
  expect(times.remove(10_000)).toBe(false)
})

test('of more instants than it keeps apart it still counts each once, about where it was', () => {
  const times = histogram()
  for (let second = 0; second < 100_000; second++) times.add(second * 1000)
  const parts = times.parts(100)
  expect(parts.reduce((sum, count) => sum + count)).toBe(100_000)
  for (const count of parts) expect(Math.abs(count - 1000)).toBeLessThanOrEqual(8)
})
