import { expect, test } from 'vitest'
import { changesOf } from './snapshot-changes.ts'

test('what was not changed is not sent', () => {
  const plain = { name: 'March', description: '' }
  expect(changesOf(plain, { name: 'Spring' })).toEqual({ name: 'Spring' })
  expect(changesOf(plain, { name: 'March', description: 'for the bank' })).toEqual({
    description: 'for the bank',
  })
  expect(changesOf(plain, { name: 'March' })).toEqual({})
})

test('a description is not taken away', () => {
  expect(() => changesOf({ name: 'March', description: 'for the bank' }, { name: 'March' })).toThrow(
    'not taken away',
  )
})
