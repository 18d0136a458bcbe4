import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sumLevels } from './level-sums.ts'

test('no rows come to nothing', () => {
  expect(sumLevels([])).toEqual({ totals: { onHand: '0', value: '0', items: 0, rows: 0 }, branches: [] })
})

test('an item at two branches is one item, in each of them', () => {
  const rows = [
    { item: 'tea', branch: 'south', onHand: '-1', value: '-4.5' },
    { item: 'tea', branch: 'north', onHand: '0.000001', value: '9' },
  ]
  expect(sumLevels(rows)).toEqual({
    totals: { onHand: '-0.999999', value: '4.5', items: 1, rows: 2 },
    branches: [
      { branch: 'north', onHand: '0.000001', value: '9', items: 1 },
      { branch: 'south', onHand: '-1', value: '-4.5', items: 1 },
    ],
  })
})

test('the branches always sum to the total, exactly', () => {
  const row = fc.record({
    item: fc.constantFrom('a', 'b', 'c'),
    branch: fc.constantFrom('n', 's', 'é', '\u{1f375}'),
    onHand: fc.integer({ min: -99_999, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
    value: fc.integer({ min: -99_999, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
  })
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const { totals, branches } = sumLevels(rows)
      for (const field of ['onHand', 'value'] as const) {
        // Hundredths are whole numbers here, which a double adds exactly.
        const hundredths = rows.reduce((sum, one) => sum + Math.round(Number(one[field]) * 100), 0)
        const inBranches = branches.reduce((sum, one) => sum + Math.round(Number(one[field]) * 100), 0)
        expect([Math.round(Number(totals[field]) * 100), inBranches]).toEqual([hundredths, hundredths])
      }
    }),
  )
})
