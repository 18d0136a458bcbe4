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
  expect(missingStarts(days, [-Infinity], 1, 2)).toEqual([DAY, 2 * DAY, 3 * DAY])
  expect(missingStarts(days, [-Infinity], 2, 2)).toEqual([2 * DAY])
  expect(missingStarts(days, [-Infinity], 4, 2)).toEqual([])
})

test('only the slice that swelled is cut again', () => {
  const days = daysOf(-1, -DAY, -DAY - 1, 0, DAY, DAY, 2 * DAY, 2 * DAY + 1, 3 * DAY)
  expect(missingStarts(days, [-Infinity, 0], 2, 2)).toEqual([2 * DAY])
})

test('a single day is never cut', () => {
  expect(missingStarts(daysOf(1, 2, 3, 4, 5), [-Infinity], 1, 2)).toEqual([])
})

test('a slice begins with a month, if there is enough in it', () => {
  const day = (text: string) => Date.parse(text)
  const daily = Array.from({ length: 90 }, (_, n) => day('2024-01-01') + n * DAY)
  const months = [day('2024-02-01'), day('2024-03-01')]
  expect(missingStarts(daysOf(...daily), [-Infinity], 40, 2)).toEqual(months)
  expect(missingStarts(daysOf(...daily), [-Infinity], 8, 2)).toContain(day('2024-03-01'))
  // Also where nothing happened on its first day.
  const seldom = daily.filter((_, n) => n % 20 === 0)
  expect(missingStarts(daysOf(...seldom), [-Infinity], 2, 2)).toEqual([day('2024-02-01'), day('2024-03-01')])
  expect(missingStarts(daysOf(...seldom), [-Infinity], 80, 0.05)).toEqual([day('2024-03-01')])
})

test('a slice begins with the last day of a month, too, if there is enough in that day', () => {
  const day = (text: string) => Date.parse(text)
  const daily = Array.from({ length: 90 }, (_, n) => day('2024-01-01') + n * DAY)
  const starts = missingStarts(daysOf(...daily), [-Infinity], 16, 2)
  for (const text of ['2024-01-31', '2024-02-01', '2024-02-29', '2024-03-01'])
    expect(starts).toContain(day(text))
  expect(missingStarts(daysOf(...daily), [-Infinity], 40, 2)).not.toContain(day('2024-01-31'))
})
