import { describe, expect, it } from 'vitest'
import { isAsExpected, wide } from './compare.ts'

describe('a figure compared at the decimals it is expected with', () => {
  it.each([
    ['13.3349999', '13.33'],
    ['13.335', '13.34'],
    ['-13.335', '-13.34'],
    ['0.004', '0.00'],
    ['-0.004', '0.00'],
    ['100', '100.0000'],
  ])('%s is %s', (figure, expected) => {
    expect(isAsExpected(wide(figure), expected)).toBe(true)
  })

  it.each([
    ['13.3349999', '13.34'],
    ['13.335', '13.33'],
    ['0.5', '0'],
  ])('%s is not %s', (figure, expected) => {
    expect(isAsExpected(wide(figure), expected)).toBe(false)
  })
})
