import { memoryLog } from '@tidemark/log'
import { expect, test } from 'vitest'
import { problemsOf } from './integrity.ts'
import type { Reader } from './reader.ts'

test('a slice that is not what a replay gives is told, the first of all as such', async () => {
  const differences = [-Infinity, Date.UTC(2027, 2, 1)].map((sliceStart) => ({ unit: 'tea', sliceStart }))
  // All that is asked of a reader.
  const reader = { prefix: 'main.', timeline: { verify: () => ({ differences }) } } as unknown as Reader
  expect(await problemsOf(memoryLog(), reader)).toEqual([
    'tea: the first slice is not what a replay gives',
    'tea: slice of 2027-03-01T00:00:00.000Z is not what a replay gives',
  ])
})
