import { expect, test } from 'vitest'
import { percent, percentSet } from './format.ts'

const inEnglish = (text: string) => text.replaceAll(',', '.')

test('a percentage that was set is written to its last digit, one that was worked out is rounded', () => {
  expect(inEnglish(percentSet('33.255'))).toBe('33.255 %')
  expect(inEnglish(percentSet('-0.000001'))).toBe('-0.000001 %')
  expect(percentSet(null)).toBe('–')
  expect(inEnglish(percent('33.255'))).toBe('+33.3 %')
})
