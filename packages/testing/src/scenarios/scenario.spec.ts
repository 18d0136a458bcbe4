import { deepStrictEqual, equal } from 'node:assert/strict'
import { stockProjection } from '@tidemark/domain'
import { describe, expect, it } from 'vitest'
import { projectionScenario } from './projection-scenario.ts'
import { scenario } from './scenario.ts'

const tea = { item: 'tea', branch: 'north' }
const received = { type: 'StockReceived', ...tea, quantity: '10', unitCost: '4' } as const
const sold = { type: 'StockSold', ...tea, quantity: '3', netAmount: '30' } as const

const worth =
  (expected: string) => (view: Parameters<Parameters<ReturnType<typeof scenario>['then']>[0]>[0]) =>
    equal(view.item('tea')?.at('north')?.value, expected)

describe('a scenario', () => {
  it('is given, acted on and looked at, with ids and times of its own', async () => {
    await scenario().given(received).when(sold).then(worth('28')).run()
  })

  it('is a value: going on from one leaves it as it was', async () => {
    const stocked = scenario().given(received)
    const once = stocked.when(sold).then(worth('28'))
    const twice = stocked.when(sold, sold).then(worth('16'))
    await once.run()
    await twice.run()
    await stocked.then(worth('40')).run()
  })

  it('looks at any instant, as known at any time', async () => {
    await scenario()
      .given({ ...received, occurredAt: '2027-03-01T09:00Z' }, { ...sold, occurredAt: '2027-03-02T09:00Z' })
      .when({
        type: 'ReceiptCostAdjusted',
        item: 'tea',
        receipt: '1',
        amount: '10',
        occurredAt: '2027-03-05T09:00Z',
      })
      .then(worth('40'), { asOf: '2027-03-01T09:00Z', knownThrough: '2027-03-03T00:00Z' })
      .then(worth('50'), { asOf: '2027-03-01T09:00Z' })
      .then(worth('35'))
      .run()
  })

  it('does anything with the inventory', async () => {
    await scenario()
      .given(received)
      .when(({ snapshots }) => snapshots.create({ id: 'first' }))
      .then(async (_, { snapshots }) => equal((await snapshots.verify('first')).ok, true))
      .run()
  })

  it('of a refusal has its code, and nothing is half done', async () => {
    const refused = scenario()
      .given({ type: 'CostingPolicySet', negativeStock: 'refuse' }, received)
      .when(sold, { ...sold, quantity: '100' })
    await refused.refused('INSUFFICIENT_STOCK').then(worth('40')).run()
    await expect(refused.run()).rejects.toThrow(/INSUFFICIENT|below zero/)
    await expect(refused.refused('PERIOD_CLOSED').run()).rejects.toThrow(
      /the code it is refused with: it is "INSUFFICIENT_STOCK", not "PERIOD_CLOSED"/,
    )
    await expect(scenario().when(received).refused('PERIOD_CLOSED').run()).rejects.toThrow(
      /must be refused with PERIOD_CLOSED, and is not/,
    )
  })

  it('that fails tells its whole story', async () => {
    const error = await scenario('too little')
      .given(received)
      .when(sold)
      .then(worth('29'))
      .run()
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'SCENARIO_FAILED' })
    expect(String(error)).toMatch(
      /too little\ngiven \(a movement file\):\n\{"id":"1","type":"StockReceived".*\nwhen \(a movement file\):\n\{"id":"2".*\nthen [\s\S]*28/,
    )
  })

  it('is no promise', async () => {
    const awaited = async () => scenario().given(received)
    await expect(awaited()).rejects.toThrow('a scenario is no promise')
  })
})

describe('a scenario of a projection', () => {
  const stock = projectionScenario(stockProjection)

  it('holds what the facts make of it, at any instant', () => {
    stock
      .given(received)
      .when(sold, { ...received, unitCost: '6', occurredAt: '2027-01-01T00:00Z' })
      .then(({ units }) => equal(units.tea?.branch.north?.value, 85_000_000n))
      .then(({ units }) => equal(units.tea?.branch.north?.value, 60_000_000n), { asOf: '2027-01-02T00:00Z' })
      .then(({ units }) => deepStrictEqual(Object.keys(units), []), { asOf: '2026-01-01T00:00Z' })
      .run()
  })

  it('that fails tells its whole story', () => {
    const wrong = stock.given(received).then(({ units }) => equal(units.tea?.branch.north?.value, 0n))
    expect(() => wrong.run()).toThrow(/stock\ngiven \(a movement file\):\n\{"id":"1"[\s\S]*40000000n/)
  })

  it('finds a projection whose timeline parts from its definition', () => {
    // A timeline need not ask `prepare` where nothing concerns others.
    const dropping = { ...stockProjection, prepare: () => [], concernsOthers: () => false }
    const parting = projectionScenario(dropping)
      .given(received)
      .then(() => {})
    expect(() => parting.run()).toThrow(/what a timeline comes to/)
  })
})
