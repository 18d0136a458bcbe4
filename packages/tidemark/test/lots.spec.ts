import { describe, expect, it } from 'vitest'
import { event, openTrade, received, sold } from './trade.ts'
import { AS_OF, viewOf } from './view-of.ts'

const lotted = (id: string, lot: string, quantity: string, expiresOn?: string) =>
  received(id, '2027-03-01T09:00Z', quantity, '2', {
    lots: [{ lot, quantity, ...(expiresOn === undefined ? {} : { expiresOn }) }],
  })

const threeLots = [
  lotted('R1', 'B', '5', '2027-04-02'),
  lotted('R2', 'A', '5', '2027-04-02'),
  lotted('R3', 'C', '5'),
  lotted('R4', 'OLD', '5', '2027-03-30'),
  lotted('R5', 'D', '5', '2027-04-01'),
  received('R6', '2027-03-01T09:00Z', '5', '2'),
]

describe('the lots of a view', () => {
  it('are listed by number with what is in no lot, and sum to on hand', async () => {
    const view = await viewOf(
      ...threeLots,
      event('LotHeld', 'H1', '2027-03-02T09:00Z', { branch: undefined, lot: 'C' }),
    )
    const rows = view.lots()
    expect(rows.map(({ lot, quantity, daysLeft, held }) => [lot, quantity, daysLeft, held])).toEqual([
      ['A', '5', 2, false],
      ['B', '5', 2, false],
      ['C', '5', null, true],
      ['D', '5', 1, false],
      ['OLD', '5', -1, false],
      [null, '5', null, false],
    ])
    expect(rows.every(({ value }) => value === '10')).toBe(true)
  })

  it('are not listed of items that have none', async () => {
    expect((await viewOf(received('R1', '2027-03-01T09:00Z', '5', '2'))).lots()).toEqual([])
  })

  it('that expire soon or have expired come by days left', async () => {
    const rows = (await viewOf(...threeLots)).lots({ expiringWithin: 1 })
    expect(rows.map(({ lot, daysLeft }) => [lot, daysLeft])).toEqual([
      ['OLD', -1],
      ['D', 1],
    ])
  })

  it("count days left by the calendar of the branch's zone", async () => {
    const { inventory } = openTrade()
    await inventory.record([
      event('BranchDefined', 'B1', '2027-01-01T00:00Z', { item: undefined, timeZone: 'Pacific/Auckland' }),
      lotted('R1', 'A', '5', '2027-04-01'),
    ])
    const left = async (asOf: string) => (await inventory.asOf(asOf)).lots().map(({ daysLeft }) => daysLeft)
    expect(await left('2027-03-31T10:59:59.999Z')).toEqual([1])
    expect(await left('2027-03-31T11:00Z')).toEqual([0])
  })
})

describe('choosing lots', () => {
  it('takes what expires first, then by number, then what does not expire, then what is in no lot', async () => {
    const choice = (await viewOf(...threeLots)).chooseLots('tea', 'north', '22.5')
    expect(choice).toEqual({
      lots: [
        { lot: 'D', quantity: '5' },
        { lot: 'A', quantity: '5' },
        { lot: 'B', quantity: '5' },
        { lot: 'C', quantity: '5' },
      ],
      withoutLot: '2.5',
      short: '0',
    })
  })

  it('passes over held lots and, unless told otherwise, expired ones', async () => {
    const view = await viewOf(
      ...threeLots,
      event('LotHeld', 'H1', '2027-03-02T09:00Z', { branch: undefined, lot: 'D' }),
    )
    expect(view.chooseLots('tea', 'north', '1').lots).toEqual([{ lot: 'A', quantity: '1' }])
    expect(view.chooseLots('tea', 'north', '1', { expired: true }).lots).toEqual([
      { lot: 'OLD', quantity: '1' },
    ])
  })

  it('takes the lots that are named, in their order, and no others', async () => {
    const view = await viewOf(...threeLots)
    expect(view.chooseLots('tea', 'north', '12', { lots: ['C', 'A', 'C', 'none'] })).toEqual({
      lots: [
        { lot: 'C', quantity: '5' },
        { lot: 'A', quantity: '5' },
      ],
      withoutLot: '0',
      short: '2',
    })
  })

  it('says what is short, and never chooses more than is on hand', async () => {
    const view = await viewOf(lotted('R1', 'A', '5'), sold('S1', '2027-03-02T09:00Z', '3', '9'))
    expect(view.chooseLots('tea', 'north', '4')).toEqual({
      lots: [{ lot: 'A', quantity: '2' }],
      withoutLot: '0',
      short: '2',
    })
    expect(view.chooseLots('coffee', 'north', '4').short).toBe('4')
    expect(() => view.chooseLots('tea', 'north', '-1')).toThrow(RangeError)
  })

  it('of an item without lots takes what is on hand', async () => {
    const view = await viewOf(received('R1', '2027-03-01T09:00Z', '5', '2'))
    expect(view.chooseLots('tea', 'north', '3').withoutLot).toBe('3')
  })

  it('gives lots that a sale takes as they are', async () => {
    const { inventory } = openTrade()
    await inventory.record(threeLots)
    const { lots } = (await inventory.asOf(AS_OF)).chooseLots('tea', 'north', '6')
    await inventory.record(sold('S1', '2027-03-31T11:00Z', '6', '20', { lots }))
    const left = (await inventory.asOf(AS_OF)).lots().map(({ lot, quantity }) => `${lot} ${quantity}`)
    expect(left).toEqual(['A 4', 'B 5', 'C 5', 'OLD 5', 'null 5'])
  })
})
