import { expect, test } from 'vitest'
import { levelColumns } from './level-columns.ts'

test('levels are sorted by any of their columns', () => {
  const columns = levelColumns(() => 'UTC')
  expect(columns.map(({ sort }) => sort)).toEqual(columns.map(({ name }) => name))
})
