import { describe, expect, it } from 'vitest'
import { define, holding, pageOf } from './item-page.support.ts'
import { event, openTrade, received, sold } from './trade.ts'

describe('expected and minimum margin: with exception flags against actual', () => {
  const margins = define('D', '2027-01-01T00:00Z', { expectedMargin: '40', minimumMargin: '20' })
  const stock = received('R1', '2027-01-10T09:00Z', '15', '6')

  it.each([
    ['10', false, false],
    ['9.99', true, false],
    ['7.5', true, false],
    ['7.49', true, true],
  ])('a sale at %s against a cost of 6', async (netAmount, belowExpected, belowMinimum) => {
    const page = await pageOf(
      [margins, stock, sold('S1', '2027-02-05T09:00Z', '1', netAmount)],
      '2027-02-28T00:00Z',
    )
    expect(page.margins).toEqual({ expected: '40', minimum: '20', belowExpected, belowMinimum })
  })

  it('flags sales of the current month of the branch only', async () => {
    const zone = event('BranchDefined', 'Z', '2026-01-01T00:00Z', {
      item: undefined,
      timeZone: 'America/New_York',
    })
    const atMonthEnd = sold('S1', '2027-02-28T23:30:00-05:00', '1', '7')
    const at = async (asOf: string) =>
      (await pageOf([zone, margins, stock, atMonthEnd], asOf)).margins.belowExpected
    expect(await at('2027-03-01T04:59:59.999Z')).toBe(true)
    expect(await at('2027-03-01T05:00Z')).toBe(false)
  })

  it('follows what the sale is known to have cost', async () => {
    const sale = sold('S1', '2027-02-05T09:00Z', '1', '10')
    const charge = event('ReceiptCostAdjusted', 'C', '2027-02-10T09:00Z', {
      branch: undefined,
      receipt: 'R1',
      amount: '1.5',
    })
    const page = await pageOf([margins, stock, sale, charge], '2027-02-28T00:00Z')
    expect(page.margins.belowExpected).toBe(true)
  })
})

describe('sales, cost of sales, GM %: current month, current year, last month, last year', () => {
  const zone = event('BranchDefined', 'Z', '2025-01-01T00:00Z', {
    item: undefined,
    timeZone: 'Europe/London',
  })
  const year = [
    zone,
    received('R1', '2026-01-10T09:00Z', '100', '6'),
    sold('S1', '2026-12-31T23:59:59.999Z', '1', '8'),
    sold('S2', '2027-01-01T00:00Z', '2', '20'),
    // Already April in London, still March in UTC.
    sold('S3', '2027-03-31T22:59:59.999Z', '3', '30'),
    sold('S4', '2027-03-31T23:00Z', '4', '48'),
    event('StockReturnedByCustomer', 'B1', '2027-04-02T09:00Z', {
      quantity: '1',
      netAmount: '12',
      sale: 'S4',
    }),
  ]

  it('by the calendar of the branch, the current periods so far, returns taken off when they come', async () => {
    expect((await pageOf(year, '2027-04-15T12:00Z')).sales).toEqual({
      currentMonth: { sales: '36', cost: '18', grossMargin: '50' },
      currentYear: { sales: '86', cost: '48', grossMargin: '44.186047' },
      lastMonth: { sales: '30', cost: '18', grossMargin: '40' },
      lastYear: { sales: '8', cost: '6', grossMargin: '25' },
    })
    expect((await pageOf(year, '2027-03-31T23:00Z')).sales.currentMonth.sales).toBe('48')
    expect((await pageOf(year, '2027-03-31T22:59:59.999Z')).sales.currentMonth.sales).toBe('30')
  })

  it('blank GM % where sales are 0, never 0 or infinite', async () => {
    const none = { sales: '0', cost: '0', grossMargin: null }
    expect((await pageOf(year, '2027-02-28T12:00Z')).sales).toMatchObject({
      currentMonth: none,
      lastMonth: { sales: '20' },
    })
    const given = [
      zone,
      received('R1', '2027-01-10T09:00Z', '9', '6'),
      sold('S1', '2027-01-11T09:00Z', '1', '0'),
    ]
    expect((await pageOf(given, '2027-01-31T12:00Z')).sales.currentMonth).toEqual({ ...none, cost: '6' })
  })

  it('without the tax that VAT items have inside their price', async () => {
    const vat = [
      define('D', '2027-01-01T00:00Z', { taxable: 'VAT' }),
      received('R1', '2027-01-10T09:00Z', '9', '6'),
      sold('S1', '2027-01-11T09:00Z', '1', '', { netAmount: undefined, grossAmount: '12', taxAmount: '2' }),
    ]
    const page = await pageOf(vat, '2027-01-31T12:00Z')
    expect(page.codes.taxable).toBe('VAT')
    expect(page.sales.currentMonth).toEqual({ sales: '10', cost: '6', grossMargin: '40' })
  })

  it('of any two instants, the first exclusive and the second inclusive, as comparisons are', async () => {
    const inventory = await holding(...year)
    const between = (from: string, to: string) => inventory.itemSales('tea', { from, to, branch: 'north' })
    expect(await between('2027-01-01T00:00Z', '2027-03-31T23:00Z')).toEqual({
      sales: '78',
      cost: '42',
      grossMargin: '46.153846',
    })
    expect((await between('2026-12-31T23:59:59.999Z', '2027-01-01T00:00Z')).sales).toBe('20')
    expect((await between('2027-01-01T00:00Z', '2027-01-01T00:00Z')).sales).toBe('0')
    await expect(between('2027-02-01T00:00Z', '2027-01-01T00:00Z')).rejects.toThrow(
      expect.objectContaining({ code: 'WRONG_ORDER' }),
    )
  })

  it('as they were known then, and corrected in the past as they are known now', async () => {
    const { inventory, clock } = openTrade()
    const before = [
      received('R1', '2027-01-10T09:00Z', '10', '6'),
      sold('S1', '2027-01-11T09:00Z', '1', '10'),
      sold('S2', '2027-01-12T09:00Z', '1', '10'),
    ]
    await inventory.record(before)
    clock.now += 1000
    const knownThrough = clock.now
    clock.now += 1000
    await inventory.record([
      event('MovementVoided', 'V', '2027-02-01T09:00Z', {
        branch: undefined,
        movement: 'S2',
        reason: 'twice',
      }),
      event('ReceiptCostAdjusted', 'C', '2027-02-01T09:00Z', {
        branch: undefined,
        receipt: 'R1',
        amount: '10',
      }),
    ])
    const asOf = '2027-02-15T00:00Z'
    const lastMonth = async (options: object) =>
      (await inventory.itemSnapshot('tea', { branch: 'north', asOf, ...options })).sales.lastMonth
    expect(await lastMonth({ knownThrough })).toEqual({ sales: '20', cost: '12', grossMargin: '40' })
    expect(await lastMonth({})).toEqual({ sales: '10', cost: '7', grossMargin: '30' })
  })

  it("of the company are the sum of its branches' own calendars", async () => {
    const tokyo = event('BranchDefined', 'Z2', '2025-01-01T00:00Z', {
      item: undefined,
      branch: 'tokyo',
      timeZone: 'Asia/Tokyo',
    })
    // In Tokyo this is February, in London January.
    const there = sold('S9', '2027-01-31T20:00Z', '1', '7', { branch: 'tokyo' })
    const inventory = await holding(...year, tokyo, there)
    const { company, branches } = await inventory.itemSnapshot('tea', { asOf: '2027-01-31T21:00Z' })
    expect(branches.map(({ branch, sales }) => [branch, sales.currentMonth.sales])).toEqual([
      ['north', '20'],
      ['tokyo', '7'],
    ])
    expect(company.sales.currentMonth.sales).toBe('27')
    const later = await inventory.itemSnapshot('tea', { asOf: '2027-02-01T01:00Z' })
    expect(later.company.sales).toMatchObject({ currentMonth: { sales: '7' }, lastMonth: { sales: '20' } })
  })
})
