import { expect, it } from 'vitest'
import { definitionsOf, FIRST_DAY, groupOf, lastInstant, tradeOf } from './trade.ts'

const movements = 20_000
const trade = [...tradeOf({ movements, seed: 3, items: 100 })]

it('the same seed makes the same trade, another seed another one', () => {
  expect([...tradeOf({ movements: 50, seed: 3, items: 100 })]).toEqual([
    ...tradeOf({ movements: 50, seed: 3, items: 100 }),
  ])
  expect([...tradeOf({ movements: 50, seed: 4, items: 100 })]).not.toEqual([
    ...tradeOf({ movements: 50, seed: 3, items: 100 }),
  ])
})

it('two movements in a hundred are recorded late, by thirty days at most', () => {
  let latest = FIRST_DAY - 30 * 86_400_000
  let late = 0
  let longest = 0
  for (const { occurredAt = '' } of trade) {
    const at = Date.parse(occurredAt)
    if (at < latest) late++
    longest = Math.max(longest, latest - at)
    latest = Math.max(latest, at)
  }
  expect(latest).toBeLessThan(lastInstant)
  expect(longest).toBeLessThanOrEqual(30 * 86_400_000)
  expect(late / movements).toBeGreaterThan(0.015)
  expect(late / movements).toBeLessThan(0.025)
})

it('a tenth of the items has three tenths of the movements', () => {
  const first = trade.filter(({ item = '' }) => Number(item.slice(1)) < 10).length
  expect(first / movements).toBeGreaterThan(0.28)
  expect(first / movements).toBeLessThan(0.36)
})

it('every item is defined with its group', () => {
  const defined = [...definitionsOf(100)]
  expect(new Set(defined.map(({ item }) => item)).size).toBe(100)
  for (const { item = '', group } of defined) expect(group).toBe(groupOf(item))
})
