import { describe, expect, it } from 'vitest'
import type { InventoryEventInput } from '../src/index.ts'
import { define, pageOf } from './item-page.support.ts'
import { event, openTrade, received, sold } from './trade.ts'

describe('suggested list price: a reference, not a level; up to 7 named price levels beside it', () => {
  const prices = { retail: '9', trade: '8', staff: '7', web: '9.5', club: '6', export: '5', delivery: '9.45' }
  const defined = define('D1', '2027-01-01T00:00Z', { suggestedList: '12.5', prices })

  it('is told beside the levels', async () => {
    const page = await pageOf([defined])
    expect(page.suggestedList).toBe('12.5')
    expect(page.prices).toEqual(prices)
  })

  it('is that of the moment, and of the branch where it has its own', async () => {
    const later = define('D2', '2027-03-01T00:00Z', {
      suggestedList: '13',
      branches: { north: { suggestedList: '14', prices: { retail: '10' } } },
    })
    expect((await pageOf([defined, later], '2027-02-28T23:59:59.999Z')).suggestedList).toBe('12.5')
    const north = await pageOf([defined, later])
    expect([north.suggestedList, north.prices]).toEqual(['14', { retail: '10' }])
    expect((await pageOf([defined, later], undefined, 'south')).suggestedList).toBe('13')
  })
})

describe('merchandising classes: free-form; plus group, section, vendor', () => {
  it('are told as of the moment, and of the branch where it has its own', async () => {
    const { merchandising, group, section, vendor } = await pageOf([
      define('D', '2027-01-01T00:00Z', {
        merchandising: ['front', 'window'],
        group: 'drinks',
        section: 'hot',
        vendor: 'V1',
        branches: { north: { section: 'counter' } },
      }),
    ])
    expect({ merchandising, group, section, vendor }).toEqual({
      merchandising: ['front', 'window'],
      group: 'drinks',
      section: 'counter',
      vendor: 'V1',
    })
  })
})

describe('minimum and maximum quantity: per branch; suggested order when available and on order fall below', () => {
  const limits = define('D', '2027-01-01T00:00Z', {
    minimum: '20',
    maximum: '50',
    safetyStock: '2',
    branches: { north: { minimum: '10' } },
  })
  const stock = received('R1', '2027-01-10T09:00Z', '15', '7')
  const suggestedOf = async (...events: readonly InventoryEventInput[]) =>
    (await pageOf([limits, ...events])).quantities

  it('is nothing while available and on order are at the minimum or above', async () => {
    const reserved = event('StockReserved', 'V', '2027-02-01T09:00Z', { reservation: 'web-1', quantity: '3' })
    expect(await suggestedOf(stock, reserved)).toEqual({
      minimum: '10',
      maximum: '50',
      onHand: '15',
      reserved: '3',
      held: '0',
      available: '10',
      onOrder: '0',
      suggestedOrder: '0',
    })
  })

  it('is maximum - available - on order below it', async () => {
    const sale = sold('S1', '2027-02-01T09:00Z', '9', '90')
    const order = event('PurchaseOrderSaved', 'O', '2027-02-02T09:00Z', {
      purchaseOrder: 'PO',
      quantity: '5',
      status: 'ordered',
    })
    expect((await suggestedOf(stock, sale)).suggestedOrder).toBe('46')
    expect(await suggestedOf(stock, sale, order)).toMatchObject({ onOrder: '5', suggestedOrder: '41' })
  })

  it('counts what is on order, so that nothing is ordered twice', async () => {
    const order = event('PurchaseOrderSaved', 'O', '2027-02-02T09:00Z', {
      purchaseOrder: 'PO',
      quantity: '46',
      status: 'ordered',
    })
    const sale = sold('S1', '2027-02-01T09:00Z', '9', '90')
    expect((await suggestedOf(stock, sale, order)).suggestedOrder).toBe('0')
  })

  it('is what the reorder list says: without a maximum, what is missing up to the minimum', async () => {
    const noMaximum = define('D2', '2027-01-02T00:00Z', { maximum: null })
    const sale = sold('S1', '2027-02-01T09:00Z', '9', '90')
    expect((await suggestedOf(noMaximum, stock, sale)).suggestedOrder).toBe('6')
    const { inventory } = openTrade()
    await inventory.record([limits, noMaximum, stock, sale])
    const [row] = (await inventory.asOf('2027-02-28T00:00Z')).reorder()
    expect(row).toMatchObject({ branch: 'north', maximum: null, suggested: '6' })
  })

  it('is none without a minimum, or where quantity is not tracked', async () => {
    const noMinimum = define('D2', '2027-01-02T00:00Z', {
      minimum: null,
      branches: { north: { minimum: null } },
    })
    expect((await suggestedOf(noMinimum)).suggestedOrder).toBeNull()
    const untracked = define('D2', '2027-01-02T00:00Z', { tracksQuantity: false })
    expect((await suggestedOf(untracked)).suggestedOrder).toBeNull()
  })
})

describe('codes: item attributes', () => {
  it.each([
    ['stocked', false, true],
    ['maintainReceipts', true, null],
    ['discountCode', 'discountable', null],
    ['discountCode', 'net', null],
    ['priceMatrix', 'M1', null],
    ...['yes', 'no', 'always', 'VAT'].map((taxable) => ['taxable', taxable, null] as const),
    ...['none', '.01', '.09', '1.00', '5.00'].map((rounding) => ['priceRounding', rounding, null] as const),
  ] as const)('%s %s, by item, by branch and by moment', async (code, value, unset) => {
    const item = [define('D', '2027-02-01T00:00Z', { [code]: value })]
    expect((await pageOf(item)).codes).toMatchObject({ [code]: value })
    expect(
      (await pageOf([...item, received('R', '2027-01-01T00:00Z', '1', '1')], '2027-01-31T00:00Z')).codes,
    ).toMatchObject({ [code]: unset })
    const branch = [define('D', '2027-02-01T00:00Z', { branches: { north: { [code]: value } } })]
    expect((await pageOf(branch)).codes).toMatchObject({ [code]: value })
    expect((await pageOf(branch, undefined, 'south')).codes).toMatchObject({ [code]: unset })
  })

  it('tracksQuantity, of the item alone', async () => {
    const untracked = [define('D', '2027-02-01T00:00Z', { tracksQuantity: false })]
    expect((await pageOf(untracked)).codes.tracksQuantity).toBe(false)
    expect((await pageOf([define('D', '2027-02-01T00:00Z', {})])).codes.tracksQuantity).toBe(true)
  })
})
