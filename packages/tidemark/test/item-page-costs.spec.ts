import { describe, expect, it } from 'vitest'
import type { InventoryEventInput } from '../src/index.ts'
import { define, freight, pageOf, policy, transferred } from './item-page.support.ts'
import { event, openTrade, received, sold } from './trade.ts'

describe('costs: current market, last receipt, weighted average, with every parameter and opt-out', () => {
  const receipt = received('R1', '2027-01-10T09:00Z', '10', '7', freight('10'))
  const costsOf = async (...events: readonly InventoryEventInput[]) => (await pageOf(events)).costs

  it('a receipt sets last receipt bare and the average landed; market is set by hand', async () => {
    expect(await costsOf(receipt)).toEqual({ market: null, lastReceipt: '7', weightedAverage: '8' })
    const market = event('MarketCostSet', 'M', '2027-02-01T00:00Z', { unitCost: '9' })
    expect(await costsOf(receipt, market)).toEqual({ market: '9', lastReceipt: '7', weightedAverage: '8' })
  })

  it('setMarketCostWithLastReceiptCostChange: market follows the last receipt', async () => {
    const following = policy({ setMarketCostWithLastReceiptCostChange: true })
    expect((await costsOf(following, receipt)).market).toBe('7')
  })

  it('includeAdjustments: market includes the charges of the receipt, last receipt does not', async () => {
    const both = policy({ setMarketCostWithLastReceiptCostChange: true, includeAdjustments: true })
    expect(await costsOf(both, receipt)).toEqual({ market: '8', lastReceipt: '7', weightedAverage: '8' })
  })

  it('updateLastReceiptCostOnTransfers: a transfer sets last receipt of its receiver, without charges', async () => {
    const south = received('R1', '2027-01-10T09:00Z', '10', '7', { branch: 'south' })
    const moved = transferred('T1', '2027-02-01T09:00Z', '4', freight('2'))
    expect(await costsOf(south, moved)).toEqual({ market: null, lastReceipt: null, weightedAverage: '7.5' })
    const updating = policy({ updateLastReceiptCostOnTransfers: true })
    expect(await costsOf(updating, south, moved)).toMatchObject({ lastReceipt: '7', weightedAverage: '7.5' })
  })

  it('averageScope company: one average at every branch', async () => {
    const south = received('R2', '2027-01-11T09:00Z', '10', '12', { branch: 'south' })
    expect((await costsOf(receipt, south)).weightedAverage).toBe('8')
    expect((await costsOf(policy({ averageScope: 'company' }), receipt, south)).weightedAverage).toBe('10')
  })

  it('supplierReturnCost receipt: goods go back at the landed cost of their receipt', async () => {
    const dear = received('R2', '2027-01-11T09:00Z', '10', '12')
    const back = event('StockReturnedToSupplier', 'B', '2027-02-01T09:00Z', { quantity: '5', receipt: 'R1' })
    expect((await costsOf(receipt, dear, back)).weightedAverage).toBe('10')
    expect(
      (await costsOf(policy({ supplierReturnCost: 'receipt' }), receipt, dear, back)).weightedAverage,
    ).toBe('10.666667')
  })

  it('customerReturnCost average: goods come back at the average, not at the cost of their sale', async () => {
    const sale = sold('S1', '2027-01-12T09:00Z', '5', '100')
    const dear = received('R2', '2027-01-13T09:00Z', '5', '12')
    const back = event('StockReturnedByCustomer', 'B', '2027-02-01T09:00Z', {
      quantity: '5',
      netAmount: '100',
      sale: 'S1',
    })
    expect((await costsOf(receipt, sale, dear, back)).weightedAverage).toBe('9.333333')
    expect(
      (await costsOf(policy({ customerReturnCost: 'average' }), receipt, sale, dear, back)).weightedAverage,
    ).toBe('10')
  })

  it('lateChargeEffect: a late charge acts from the receipt on, or when it arrives', async () => {
    const charge = event('ReceiptCostAdjusted', 'C', '2027-03-01T09:00Z', {
      branch: undefined,
      receipt: 'R1',
      amount: '10',
    })
    const early = '2027-02-01T00:00Z'
    expect((await pageOf([receipt, charge], early)).costs.weightedAverage).toBe('9')
    const arriving = [policy({ lateChargeEffect: 'arrival' }), receipt, charge]
    expect((await pageOf(arriving, early)).costs.weightedAverage).toBe('8')
    expect((await pageOf(arriving)).costs.weightedAverage).toBe('9')
  })

  it('negativeStock: what would go below zero is let in and shown, or refused', async () => {
    const tooMuch = sold('S1', '2027-02-01T09:00Z', '12', '100')
    expect((await pageOf([receipt, tooMuch])).quantities.onHand).toBe('-2')
    const { inventory } = openTrade()
    await inventory.record([policy({ negativeStock: 'refuse' }), receipt])
    await expect(inventory.record(tooMuch)).rejects.toThrow(
      expect.objectContaining({ code: 'INSUFFICIENT_STOCK' }),
    )
  })

  it('market zero, set by a person: last receipt and market stay; the average does not', async () => {
    const optedOut = define('D', '2027-01-01T00:00Z', { marketCost: '0', lastReceiptCost: '5' })
    expect(await costsOf(optedOut, receipt)).toEqual({ market: '0', lastReceipt: '5', weightedAverage: '8' })
  })

  it('market above zero and last receipt zero: all three stay', async () => {
    const optedOut = define('D', '2027-01-01T00:00Z', { marketCost: '6', lastReceiptCost: '0' })
    expect(await costsOf(optedOut, receipt)).toEqual({ market: '6', lastReceipt: '0', weightedAverage: '6' })
  })

  it('quantity not tracked: no last receipt and no average; market by the parameters', async () => {
    const untracked = define('D', '2027-01-01T00:00Z', { tracksQuantity: false, marketCost: '6' })
    expect(await costsOf(untracked, receipt)).toEqual({
      market: '6',
      lastReceipt: null,
      weightedAverage: null,
    })
    const following = policy({ setMarketCostWithLastReceiptCostChange: true })
    expect((await costsOf(following, untracked, receipt)).market).toBe('7')
  })

  it('quantity not tracked and market zero: none of the costs is updated', async () => {
    const untracked = define('D', '2027-01-01T00:00Z', { tracksQuantity: false, marketCost: '0' })
    const following = policy({ setMarketCostWithLastReceiptCostChange: true })
    expect(await costsOf(following, untracked, receipt)).toEqual({
      market: '0',
      lastReceipt: null,
      weightedAverage: null,
    })
  })

  it('a new item with a market cost starts with it as last receipt and average', async () => {
    const fresh = define('D', '2027-01-01T00:00Z', { marketCost: '6' })
    expect(await costsOf(fresh)).toEqual({ market: '6', lastReceipt: '6', weightedAverage: '6' })
  })
})
