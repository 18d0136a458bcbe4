import { expect, test } from 'vitest'
import { compareFoldOrder } from './order.ts'
import type { Typed } from './projection.ts'
import { initialState, type PureState, reduce } from './pure.ts'
import { defineReducer, type Whole } from './reducer.ts'

interface Sale extends Typed {
  readonly item: string
  readonly customer: string
  readonly units: number
}

interface Buyers {
  readonly units: { readonly [customer: string]: number }
  readonly last: readonly string[]
}

const nobody: Buyers = { units: {}, last: [] }

const buyers = defineReducer({
  name: 'buyers',
  version: 1,
  initial: nobody,
  unitOf: ({ item }: Sale) => item,
  common: { initial: null, fold: () => null },
  prepare: (sales: readonly Sale[]) => sales.toSorted(compareFoldOrder),
  concernsOthers: () => false,
  on: {
    // Changes it in place.
    Sale: (state, { customer, units }) => {
      state.units[customer] = (state.units[customer] ?? 0) + units
      state.last.unshift(customer)
      state.last.splice(2)
    },
    // Gives another.
    Forgotten: () => nobody,
  },
})

function folded(...facts: readonly (readonly [type: string, customer: string, units: number])[]) {
  let state: PureState<Whole<Buyers>, null> = initialState(buyers)
  for (const [index, [type, customer, units]] of facts.entries())
    state = reduce(buyers, state, { type, item: 'tea', customer, units, occurredAt: index, position: index })
  return buyers.stateIn(state.units.tea)
}

test('changes a state in place, or gives another, and leaves the one before as it was', () => {
  expect(folded(['Sale', 'ann', 1], ['Sale', 'bob', 2], ['Sale', 'ann', 3])).toEqual({
    units: { ann: 4, bob: 2 },
    last: ['ann', 'bob'],
  })
  expect(folded(['Sale', 'ann', 1], ['Forgotten', '', 0])).toEqual(nobody)
  expect(folded(['Sale', 'ann', 1], ['Forgotten', '', 0], ['Sale', 'bob', 2])).toEqual({
    units: { bob: 2 },
    last: ['bob'],
  })
  expect(nobody).toEqual({ units: {}, last: [] })
})

test('a unit whose facts it has no function for is as it was before anything happened, and one without facts is not there', () => {
  expect(folded(['Seen', 'ann', 1])).toBe(nobody)
  expect(folded()).toBeUndefined()
})

test('what it gives is frozen: nobody can change what a later fact is folded over', () => {
  expect(Object.isFrozen(folded(['Sale', 'ann', 1])?.units)).toBe(true)
})

test('a state may be a number, a text or nothing', () => {
  const count = defineReducer({
    name: 'count',
    version: 1,
    initial: 0,
    unitOf: ({ item }: Sale) => item,
    common: { initial: null, fold: () => null },
    prepare: (sales: readonly Sale[]) => sales.toSorted(compareFoldOrder),
    concernsOthers: () => false,
    on: { Sale: (sold, { units }) => sold + units },
  })
  let state: PureState<Whole<number>, null> = initialState(count)
  for (const position of [0, 1])
    state = reduce(count, state, {
      type: 'Sale',
      item: 'tea',
      customer: 'ann',
      units: 2,
      occurredAt: 0,
      position,
    })
  expect(count.stateIn(state.units.tea)).toBe(4)
})
