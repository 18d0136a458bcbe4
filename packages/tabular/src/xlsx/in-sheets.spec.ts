import { expect, test } from 'vitest'
import { inSheets } from './in-sheets.ts'

test.each([
  [0, [[]]],
  [2, [[1, 2]]],
  [3, [[1, 2], [3]]],
  [
    4,
    [
      [1, 2],
      [3, 4],
    ],
  ],
])('%d rows, two a sheet', (count, expected) => {
  const parts = inSheets(
    Array.from({ length: count }, (_, index) => index + 1),
    2,
  )
  const sheets: (readonly number[])[] = []
  do sheets.push([...parts.sheet()])
  while (!parts.isEnded())
  expect(sheets).toEqual(expected)
  expect(parts.count()).toBe(count)
})
