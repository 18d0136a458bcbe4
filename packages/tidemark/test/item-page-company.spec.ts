import { describe, expect, it } from 'vitest'
import type { InventoryEventInput, ItemSnapshots } from '../src/index.ts'
import { define, holding, pageOf, policy } from './item-page.support.ts'
import { event, openTrade, received, sold } from './trade.ts'

async function pagesOf(
  events: readonly InventoryEventInput[],
  asOf = '2027-06-30T00:00Z',
): Promise<ItemSnapshots> {
  return (await holding(...events)).itemSnapshot('tea', { asOf })
}

const atSouth = { branch: 'south' }
const lotted = (lot: string, quantity: string, expiresOn: string) => ({
  lots: [{ lot, quantity, expiresOn }],
})

describe('the page', () => {
  it('has every field, in order, and nothing else', async () => {
    const page = await pageOf([received('R1', '2027-01-10T09:00Z', '10', '6')])
    expect(Object.keys(page)).toEqual(
      [
        'item branch asOf knownThrough name unit suggestedList prices costs merchandising group section vendor',
        'quantities margins sales codes dates lastCountQuantity lots channels',
      ].flatMap((line) => line.split(' ')),
    )
    expect(page).toMatchObject({
      item: 'tea',
      branch: 'north',
      asOf: '2027-06-30T00:00:00.000Z',
      knownThrough: { stream: 'main.item-tea', revision: 0 },
      name: 'tea',
      unit: null,
      codes: { stocked: true, tracksQuantity: true },
    })
    expect(JSON.parse(JSON.stringify(page))).toEqual(page)
  })

  it('is the same again by the point of knowledge it names, whatever is recorded later', async () => {
    const inventory = await holding(received('R1', '2027-01-10T09:00Z', '10', '6'))
    const at = { branch: 'north', asOf: '2027-06-30T00:00Z' }
    const page = await inventory.itemSnapshot('tea', at)
    await inventory.record(sold('S1', '2027-02-01T09:00Z', '1', '9'))
    expect(await inventory.itemSnapshot('tea', at)).not.toEqual(page)
    const { knownThrough } = page
    expect(knownThrough).not.toBeNull()
    expect(await inventory.itemSnapshot('tea', { ...at, knownThrough: knownThrough ?? 0 })).toEqual(page)
  })

  it('is as of now when no instant is given', async () => {
    const { inventory, clock } = openTrade()
    await inventory.record(received('R1', '2027-01-10T09:00Z', '10', '6'))
    const { asOf } = await inventory.itemSnapshot('tea', { branch: 'north' })
    expect(asOf).toBe(new Date(clock.now).toISOString())
  })

  it('is empty before the item begins, and refused for an item nobody has recorded anything of', async () => {
    const inventory = await holding(received('R1', '2027-01-10T09:00Z', '10', '6'))
    const before = await inventory.itemSnapshot('tea', { asOf: '2027-01-01T00:00Z' })
    expect(before.branches).toEqual([])
    expect(before.company.quantities.onHand).toBe('0')
    await expect(inventory.itemSnapshot('tee')).rejects.toThrow(
      expect.objectContaining({ code: 'UNKNOWN_ITEM' }),
    )
  })
})

describe('lots: number, expiry, held', () => {
  const stock = [
    received('R1', '2027-01-10T09:00Z', '10', '6', lotted('L2', '4', '2027-09-30')),
    received('R2', '2027-01-11T09:00Z', '5', '6', lotted('L1', '5', '2027-08-31')),
  ]

  it('are told with what is in none, which together are on hand', async () => {
    const hold = event('LotHeld', 'H', '2027-02-01T09:00Z', { lot: 'L1' })
    const { lots, quantities } = await pageOf([...stock, hold])
    expect(lots).toEqual([
      { lot: 'L1', expiresOn: '2027-08-31', quantity: '5', held: true },
      { lot: 'L2', expiresOn: '2027-09-30', quantity: '4', held: false },
      { lot: null, expiresOn: null, quantity: '6', held: false },
    ])
    expect(quantities).toMatchObject({ onHand: '15', held: '5', available: '10' })
  })

  it('are none where no lot has anything', async () => {
    const sale = sold('S1', '2027-02-01T09:00Z', '5', '9', { lots: [{ lot: 'L1', quantity: '5' }] })
    expect((await pageOf([...stock.slice(1), sale])).lots).toEqual([])
    expect((await pageOf([received('R1', '2027-01-10T09:00Z', '10', '6')])).lots).toEqual([])
  })

  it('of the company are those of its branches; of one name, apart where they expire or are held apart', async () => {
    const south = received('R3', '2027-01-12T09:00Z', '3', '6', {
      ...lotted('L2', '2', '2027-09-30'),
      ...atSouth,
    })
    const { company } = await pagesOf([...stock, south])
    expect(company.lots.map(({ lot, quantity }) => [lot, quantity])).toEqual([
      ['L1', '5'],
      ['L2', '6'],
      [null, '7'],
    ])
    const hold = event('LotHeld', 'H', '2027-02-01T09:00Z', { lot: 'L2', ...atSouth })
    const apart = (await pagesOf([...stock, south, hold])).company.lots.filter(({ lot }) => lot === 'L2')
    expect(apart.map(({ quantity, held }) => [quantity, held])).toEqual([
      ['4', false],
      ['2', true],
    ])
  })
})

describe('channels: allocated, reserved, available', () => {
  it('are told by branch and over the company', async () => {
    const allocated = (id: string, quantity: string, fields: object = {}) =>
      event('ChannelStockAllocated', id, '2027-02-01T09:00Z', { channel: 'web', quantity, ...fields })
    const reserved = event('StockReserved', 'V', '2027-02-02T09:00Z', {
      reservation: 'w1',
      quantity: '2',
      channel: 'web',
    })
    const { company, branches } = await pagesOf([
      allocated('A1', '5'),
      allocated('A2', '3', atSouth),
      reserved,
    ])
    expect(branches[0]?.channels).toEqual([{ channel: 'web', allocated: '5', reserved: '2', available: '3' }])
    expect(company.channels).toEqual([{ channel: 'web', allocated: '8', reserved: '2', available: '6' }])
  })
})

describe('the page over the company', () => {
  const both = [
    received('R1', '2027-01-10T09:00Z', '10', '6'),
    received('R2', '2027-01-11T09:00Z', '30', '8', atSouth),
    sold('S1', '2027-01-12T09:00Z', '4', '40'),
  ]

  it('adds up quantities and suggestions of its branches; limits are the item’s own', async () => {
    const limits = define('D', '2027-01-01T00:00Z', {
      minimum: '20',
      maximum: '50',
      branches: { south: { minimum: '40', maximum: '60' } },
    })
    const { company, branches } = await pagesOf([limits, ...both])
    expect(branches.map(({ quantities }) => quantities.suggestedOrder)).toEqual(['44', '30'])
    expect(company.quantities).toMatchObject({
      minimum: '20',
      maximum: '50',
      onHand: '36',
      available: '36',
      suggestedOrder: '74',
    })
  })

  it('has the latest date of any branch, and no count quantity: a count is one of a branch', async () => {
    const count = event('StockCounted', 'E', '2027-01-13T09:00Z', { quantity: '6' })
    const { company, branches } = await pagesOf([...both, count])
    expect(branches[0]?.lastCountQuantity).toBe('6')
    expect(company).toMatchObject({
      branch: null,
      lastCountQuantity: null,
      dates: {
        lastReceipt: '2027-01-11T09:00:00.000Z',
        lastSold: '2027-01-12T09:00:00.000Z',
        lastCounted: '2027-01-13T09:00:00.000Z',
      },
    })
  })

  it('averages all value over all on hand; last receipt is that of the branch that received last', async () => {
    expect((await pagesOf(both)).company.costs).toEqual({
      market: null,
      lastReceipt: '8',
      weightedAverage: '7.666667',
    })
    const pooled = await pagesOf([policy({ averageScope: 'company' }), ...both])
    expect(pooled.company.costs.weightedAverage).toBe('7.5')
    expect(pooled.branches.map(({ costs }) => costs.weightedAverage)).toEqual(['7.5', '7.5'])
  })

  it('keeps the averages last known, weighed, once nothing is on hand', async () => {
    const gone = [
      ...both,
      sold('S2', '2027-01-13T09:00Z', '6', '60'),
      sold('S3', '2027-01-13T09:00Z', '30', '300', atSouth),
    ]
    const { company, branches } = await pagesOf(gone)
    expect(branches.map(({ costs }) => costs.weightedAverage)).toEqual(['6', '8'])
    expect(company.costs.weightedAverage).toBe('7.666667')
  })

  it('has the market cost that all branches have, else the item’s own', async () => {
    const own = define('D', '2027-01-01T00:00Z', { marketCost: '6' })
    const there = event('MarketCostSet', 'M', '2027-02-01T00:00Z', { unitCost: '7', ...atSouth })
    const here = event('MarketCostSet', 'M2', '2027-02-01T00:00Z', { unitCost: '7' })
    expect((await pagesOf([own, ...both, there])).company.costs.market).toBe('6')
    expect((await pagesOf([own, ...both, there, here])).company.costs.market).toBe('7')
  })

  it('is flagged when a sale at any branch was below the margin this month', async () => {
    const margins = define('D', '2027-01-01T00:00Z', { expectedMargin: '40', minimumMargin: '20' })
    const { company } = await pagesOf(
      [margins, ...both, sold('S2', '2027-01-14T09:00Z', '1', '9', atSouth)],
      '2027-01-31T00:00Z',
    )
    expect(company.margins).toEqual({
      expected: '40',
      minimum: '20',
      belowExpected: true,
      belowMinimum: true,
    })
  })
})
