import { describe, expect, it } from 'vitest'
import { initialRecord, json, micros, text } from './field.ts'
import type { Placed } from './order.ts'
import { defineProjection } from './projection.ts'
import { initialState, prepare, reduce } from './pure.ts'

/** A small shop: units sold a shelf, under a price that is the same for the whole shop. */
type Sold = {
  readonly type: 'sold'
  readonly article: string
  readonly shelf: string
  readonly units: bigint
} & Placed
type Cleared = { readonly type: 'cleared'; readonly article: string; readonly shelf: string } & Placed
type Priced = { readonly type: 'priced'; readonly price: bigint } & Placed
type Shop = Sold | Cleared | Priced

const shop = defineProjection({
  name: 'shop',
  version: 1,
  records: { shelf: { units: micros, takings: micros, last: text, seen: json<readonly string[]>([]) } },
  unitOf: (event: Shop) => (event.type === 'priced' ? null : event.article),
  common: {
    initial: 1n,
    fold: (price: bigint, event: Shop) => (event.type === 'priced' ? event.price : price),
  },
  prepare: (events: readonly Shop[]): readonly Shop[] => [...events].reverse(),
  concernsOthers: () => false,
  on: {
    sold: (draft, fact, { common, emit }) => {
      if (fact.type !== 'sold') return
      const shelf = draft.shelf.at(fact.shelf)
      shelf.units += fact.units
      shelf.takings += fact.units * common
      shelf.last = fact.shelf
      emit?.(`${fact.article} ${fact.units}`)
    },
    cleared: (draft, fact) => {
      if (fact.type === 'cleared') draft.shelf.remove(fact.shelf)
    },
    priced: (draft, _fact, { common }) => {
      for (const key of draft.shelf.keys()) draft.shelf.at(key).last = `${key} now at ${common}`
    },
  },
})

let position = 0
function sold(article: string, shelf: string, units: bigint, occurredAt = 0): Sold {
  return { type: 'sold', article, shelf, units, occurredAt, position: ++position }
}
function priced(price: bigint, occurredAt = 0): Priced {
  return { type: 'priced', price, occurredAt, position: ++position }
}
function fold(...events: readonly Shop[]) {
  return prepare(shop, events).reduce((state, fact) => reduce(shop, state, fact), initialState(shop))
}

describe('preparing a history', () => {
  it('puts facts in the order of folding, whatever the order they come in', () => {
    const [a, b, c] = [sold('tea', 'x', 1n, 5), sold('tea', 'x', 1n, 3), sold('jam', 'x', 1n, 3)]
    expect(prepare(shop, [c, a, b])).toEqual([b, c, a])
  })

  it('puts facts of no unit before facts of units at the same instant, though recorded later', () => {
    const sale = sold('tea', 'x', 1n, 7)
    const price = priced(9n, 7)
    expect(prepare(shop, [sale, price])).toEqual([price, sale])
    expect(fold(sale, price).units.tea?.shelf.x?.takings).toBe(9n)
  })
})

describe('reducing', () => {
  it('changes the records of one unit and leaves the state before as it was', () => {
    const before = fold(sold('tea', 'x', 1n), sold('jam', 'x', 1n))
    const after = reduce(shop, before, sold('tea', 'x', 2n))
    expect(before.units.tea?.shelf.x?.units).toBe(1n)
    expect(after.units.tea?.shelf.x?.units).toBe(3n)
    expect(after.units.jam).toBe(before.units.jam)
  })

  it('freezes what it returns', () => {
    const { units } = fold(sold('tea', 'x', 1n))
    expect([units, units.tea, units.tea?.shelf.x].every(Object.isFrozen)).toBe(true)
  })

  it('gives a fact of no unit to every unit that has begun, and to none that has not', () => {
    const state = fold(
      sold('tea', 'x', 1n, 1),
      sold('jam', 'y', 1n, 2),
      priced(4n, 3),
      sold('egg', 'z', 1n, 4),
    )
    expect(state.common).toBe(4n)
    expect(state.units.tea?.shelf.x?.last).toBe('x now at 4')
    expect(state.units.jam?.shelf.y?.last).toBe('y now at 4')
    expect(state.units.egg?.shelf.z).toMatchObject({ last: 'z', takings: 4n })
  })

  it('folds a type it has no recipe for into a unit that has begun', () => {
    const unknown = { ...sold('tea', 'x', 1n), type: 'lost' } as unknown as Sold
    expect(reduce(shop, initialState(shop), unknown).units.tea).toEqual({ shelf: {} })
  })

  it('takes any text as unit and as key, `__proto__` included', () => {
    const odd = ['__proto__', 'constructor', 'toString', '', '😀']
    const state = fold(
      ...odd.flatMap((name) => [sold(name, name, 2n), sold(name, 'x', 1n), sold(name, name, 3n)]),
    )
    expect(Object.keys(state.units).toSorted()).toEqual(odd.toSorted())
    for (const name of odd) expect(state.units[name]?.shelf[name]?.units).toBe(5n)
    expect(Object.hasOwn(Object.prototype, 'shelf')).toBe(false)
  })

  it('takes any text as the name of a field, `__proto__` included', () => {
    const record = initialRecord({ units: micros, ['__proto__']: json({ odd: true }) })
    expect(Object.keys(record)).toEqual(['units', '__proto__'])
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype)
  })

  it('forgets a removed record', () => {
    const shelf = '__proto__'
    const cleared: Cleared = { type: 'cleared', article: 'tea', shelf, occurredAt: 1, position: ++position }
    expect(fold(sold('tea', shelf, 2n), cleared).units.tea?.shelf).toEqual({})
    const again = fold(sold('tea', shelf, 2n), cleared, sold('tea', shelf, 1n, 2))
    expect(again.units.tea?.shelf[shelf]?.units).toBe(1n)
  })

  it('tells effects to a listener, and folds the same without one', () => {
    const told: unknown[] = []
    const fact = sold('tea', 'x', 2n)
    const heard = reduce(shop, initialState(shop), fact, (effect) => told.push(effect))
    expect(told).toEqual(['tea 2'])
    expect(heard).toEqual(reduce(shop, initialState(shop), fact))
  })

  it('starts every record from the initial values, whatever became of the others', () => {
    const state = fold(sold('tea', 'x', 1n), sold('tea', 'y', 2n), priced(5n, 1), sold('jam', 'x', 1n, 2))
    expect(state.units.tea?.shelf.y).toEqual({ units: 2n, takings: 2n, last: 'y now at 5', seen: [] })
    expect(state.units.jam?.shelf.x).toEqual({ units: 1n, takings: 5n, last: 'x', seen: [] })
    expect(initialState(shop)).toEqual({ common: 1n, units: {} })
  })
})
