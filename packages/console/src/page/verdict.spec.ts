import { expect, test } from 'vitest'
import { verdictOf } from './verdict.ts'

const right = { id: 's', ok: true, expected: 'a', actual: 'a', items: [], archive: 'none' } as const
const wrong = { ...right, ok: false, actual: 'b', items: ['tea', 'milk'] } as const

test('a replay that gives what was frozen is said to', () => {
  expect(verdictOf(right)).toBe('Verified: a replay gives exactly what was frozen.')
  expect(verdictOf({ ...right, archive: 'whole' })).toBe(
    'Verified: a replay gives exactly what was frozen. Its rows in the archive are whole.',
  )
})

test('a damaged archive is said to be damaged, and the replay right', () => {
  expect(verdictOf({ ...right, ok: false, archive: 'damaged' })).toBe(
    'A replay gives exactly what was frozen. Its rows in the archive are damaged.',
  )
})

test('a replay that differs is said to, in which items, and in how many more', () => {
  expect(verdictOf({ ...wrong, archive: 'whole' })).toBe(
    'A replay differs from what was frozen, in tea, milk. Its rows in the archive are whole.',
  )
  expect(verdictOf({ ...wrong, archive: 'damaged' })).toBe(
    'A replay differs from what was frozen, in one or more of tea, milk. Its rows in the archive are damaged.',
  )
  const items = Array.from({ length: 1022 }, (_, index) => `i${index}`)
  expect(verdictOf({ ...wrong, items })).toMatch(/^A replay differs .*, i19 and 1,002 more\.$/)
  expect(verdictOf({ ...wrong, items: [] })).toBe('A replay differs from what was frozen.')
})
