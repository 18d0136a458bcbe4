import { describe, expect, it } from 'vitest'
import { foldCommon } from './common-history.ts'
import type { Placed } from './order.ts'
import { defineProjection } from './projection.ts'

type Rate = { readonly type: 'rate'; readonly rate: string } & Placed

const rates = defineProjection({
  name: 'rates',
  version: 1,
  records: {},
  unitOf: (_event: Rate) => null,
  common: { initial: 'none', fold: (_rate: string, event: Rate) => event.rate },
  prepare: (events: readonly Rate[]) => events,
  concernsOthers: () => false,
  on: {},
})

const rate = (name: string, occurredAt: number, position: number): Rate => ({
  type: 'rate',
  rate: name,
  occurredAt,
  position,
})

describe('what all units share', () => {
  const history = foldCommon(rates, [rate('late', 20, 1), rate('early', 10, 2), rate('corrected', 20, 3)])

  it('is a step function of time, in the order of folding', () => {
    expect(history.steps.map((step) => step.common)).toEqual(['early', 'late', 'corrected'])
  })

  it.each([
    [9, 'none'],
    [10, 'early'],
    [19, 'early'],
    [20, 'corrected'],
    [99, 'corrected'],
  ])('at %s it is %s: a change is in force from its own instant on', (instant, expected) => {
    expect(history.at(instant)).toBe(expected)
  })
})
