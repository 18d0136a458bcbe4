import { expect, test } from 'vitest'
import { countDay, type Days, missingStarts } from './days.ts'

const DAY = 86_400_000

function daysOf(...instants: number[]): Days {
  const days: Days = new Map()
  for (const instant of instants) countDay(days, instant)
  return days
}

test('a slice that holds far more than its size is cut at starts of UTC days', () => {
  const days = daysOf(0, 1, DAY, DAY + 1, 2 * DAY + 5, 2 * DAY + 6, 3 * DAY)
  expect(missingStarts(days, [-Infinity], 2)).toEqual([DAY, 2 * DAY, 3 * DAY])
  expect(missingStarts(days, [-Infinity], 3)).toEqual([2 * DAY])
  expect(missingStarts(days, [-Infinity], 4)).toEqual([])
})

test('only the slice that swelled is cut again', () => {
  const days = daysOf(-1, -DAY, -DAY - 1, 0, DAY, DAY, 2 * DAY, 2 * DAY + 1, 3 * DAY)
  expect(missingStarts(days, [-Infinity, 0], 2)).toEqual([2 * DAY, 3 * DAY])
})

test('a single day is never cut', () => {
  expect(missingStarts(daysOf(1, 2, 3, 4, 5), [-Infinity], 1)).toEqual([])
})
