import { expect, it } from 'vitest'
import { foldAnomalies, movementKinds } from './effects.ts'

it('bridges list the kinds of movement in this order, for ever', () => {
  expect(movementKinds).toEqual([
    'receipt',
    'late-charge',
    'supplier-return',
    'sale',
    'customer-return',
    'transfer-in',
    'transfer-out',
    'adjustment',
    'count',
    'revaluation',
    'negative-stock-difference',
    're-averaging',
  ])
})

it('every anomaly says in words what is odd', () => {
  const words = Object.values(foldAnomalies)
  expect(new Set(words).size).toBe(words.length)
  for (const text of words) expect(text).toMatch(/^[a-z][a-z ;,]{15,}/)
})
