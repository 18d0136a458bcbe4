import { describe, expect, it } from 'vitest'
import type { InventoryEventInput } from '../src/index.ts'
import { define, pageOf, policy, transferred } from './item-page.support.ts'
import { event, received, sold } from './trade.ts'

describe('last sold on: sale or return, this branch', () => {
  const lastSold = async (...events: readonly InventoryEventInput[]) => (await pageOf(events)).dates.lastSold

  it('is the later of the last sale and the last return', async () => {
    const sale = sold('S1', '2027-02-05T09:00Z', '1', '10')
    const back = event('StockReturnedByCustomer', 'B', '2027-02-07T09:00Z', {
      quantity: '1',
      netAmount: '10',
    })
    expect(await lastSold(sale)).toBe('2027-02-05T09:00:00.000Z')
    expect(await lastSold(sale, back)).toBe('2027-02-07T09:00:00.000Z')
  })

  it('is not set by another branch, or by goods that leave otherwise', async () => {
    expect(
      await lastSold(
        sold('S1', '2027-02-05T09:00Z', '1', '10', { branch: 'south' }),
        event('StockAdjusted', 'A', '2027-02-06T09:00Z', { quantity: '-1', reason: 'damage' }),
      ),
    ).toBeNull()
  })
})

describe('last purchased on: a PO with the item saved as ordered; not the due date', () => {
  const order = (id: string, occurredAt: string, status: string) =>
    event('PurchaseOrderSaved', id, occurredAt, {
      purchaseOrder: 'PO',
      quantity: '5',
      status,
      dueOn: '2027-12-01',
    })

  it('is when it was last saved as ordered', async () => {
    const saved = [order('O1', '2027-02-01T09:00Z', 'draft'), order('O2', '2027-02-02T09:00Z', 'ordered')]
    expect((await pageOf(saved.slice(0, 1))).dates.lastPurchased).toBeNull()
    expect((await pageOf(saved)).dates.lastPurchased).toBe('2027-02-02T09:00:00.000Z')
    const closed = [...saved, order('O3', '2027-02-09T09:00Z', 'closed')]
    expect((await pageOf(closed)).dates.lastPurchased).toBe('2027-02-02T09:00:00.000Z')
  })
})

describe('last receipt on: with or without PO; transfers only by parameter', () => {
  const lastReceipt = async (...events: readonly InventoryEventInput[]) =>
    (await pageOf(events)).dates.lastReceipt

  it('is that of the last receipt, of an order or not, also of free goods', async () => {
    const one = received('R1', '2027-02-01T09:00Z', '1', '5', { purchaseOrder: 'PO' })
    expect(await lastReceipt(one)).toBe('2027-02-01T09:00:00.000Z')
    const free = received('R2', '2027-02-02T09:00Z', '1', '0')
    expect(await lastReceipt(one, free)).toBe('2027-02-02T09:00:00.000Z')
  })

  it('is set by a transfer only by parameter', async () => {
    const south = received('R1', '2027-01-10T09:00Z', '10', '7', { branch: 'south' })
    const moved = transferred('T1', '2027-02-01T09:00Z', '4')
    expect(await lastReceipt(south, moved)).toBeNull()
    expect(await lastReceipt(policy({ updateLastReceiptCostOnTransfers: true }), south, moved)).toBe(
      '2027-02-01T09:00:00.000Z',
    )
  })
})

describe('last counted on: later of last entry, last posting; and last count quantity', () => {
  const counted = (id: string, occurredAt: string, quantity: string) =>
    event('StockCounted', id, occurredAt, { quantity })
  const entries = [
    received('R1', '2027-01-01T00:00Z', '100', '2'),
    counted('E1', '2027-01-02T10:00Z', '60'),
    counted('E2', '2027-01-02T10:10Z', '45'),
    counted('E3', '2027-01-02T10:25Z', '-5'),
  ]
  const posted = [
    ...entries,
    sold('S1', '2027-01-02T15:00Z', '10', '50'),
    event('CountPosted', 'C', '2027-01-03T08:00Z'),
  ]
  const countOf = async (events: readonly InventoryEventInput[]) => {
    const { dates, lastCountQuantity, quantities } = await pageOf(events)
    return [dates.lastCounted, lastCountQuantity, quantities.onHand]
  }

  it('entries add up', async () => {
    expect(await countOf(entries)).toEqual(['2027-01-02T10:25:00.000Z', '100', '100'])
  })

  it('posting corrects for movement since counting', async () => {
    expect(await countOf(posted)).toEqual(['2027-01-03T08:00:00.000Z', '100', '90'])
  })

  it('posting is derived again when a fact before the count comes late', async () => {
    const late = sold('S0', '2027-01-01T12:00Z', '4', '20')
    expect(await countOf([...posted, late])).toEqual(['2027-01-03T08:00:00.000Z', '100', '90'])
    expect((await pageOf([...posted, late], '2027-01-02T12:00Z')).quantities.onHand).toBe('96')
  })

  it('the quantity is blank after counts are initialised, the date stays', async () => {
    const initialised = event('CountsInitialised', 'I', '2027-01-05T08:00Z')
    expect(await countOf([...posted, initialised])).toEqual(['2027-01-03T08:00:00.000Z', null, '90'])
  })
})

describe('no date where it never happened', () => {
  it('is blank, never an epoch', async () => {
    const page = await pageOf([define('D', '2027-01-01T00:00Z', {})])
    expect(page.dates).toEqual({ lastSold: null, lastPurchased: null, lastReceipt: null, lastCounted: null })
    expect(page.lastCountQuantity).toBeNull()
  })

  it('is blank at a branch where the item has never been', async () => {
    const page = await pageOf(
      [received('R1', '2027-01-10T09:00Z', '1', '5'), define('D', '2027-01-11T00:00Z', { marketCost: '6' })],
      undefined,
      'elsewhere',
    )
    expect(page).toMatchObject({
      branch: 'elsewhere',
      quantities: { onHand: '0' },
      costs: { market: '6', lastReceipt: null, weightedAverage: null },
      dates: { lastReceipt: null },
      lots: [],
    })
  })
})
