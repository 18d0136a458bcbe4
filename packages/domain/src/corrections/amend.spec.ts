import { describe, expect, it } from 'vitest'
import { parseEvent } from '../events/parse.ts'
import { amend, amendableFields } from './amend.ts'
import type { KnownEvent } from './known-event.ts'

const at = { id: '1', occurredAt: '2027-03-01T09:00Z', item: 'tea' }
const here = { ...at, branch: 'A' }
const moved = { ...here, quantity: '5' }

function known(input: object): KnownEvent {
  return { ...parseEvent(input), position: 1, recordedAt: 0 }
}

const receipt = { ...moved, type: 'StockReceived', unitCost: '4' }
const sale = { ...moved, type: 'StockSold', grossAmount: '12', taxAmount: '2' }

describe('what may be amended', () => {
  it.each<[string, object, readonly string[]]>([
    ['a receipt', receipt, ['branch', 'quantity', 'totalCost', 'unitCost']],
    ['a sale', sale, ['branch', 'netAmount', 'quantity']],
    [
      'a return',
      { ...moved, type: 'StockReturnedByCustomer', netAmount: '9' },
      ['branch', 'netAmount', 'quantity'],
    ],
    ['a return to a supplier', { ...moved, type: 'StockReturnedToSupplier' }, ['branch', 'quantity']],
    ['a transfer', { ...at, type: 'StockTransferred', from: 'A', to: 'B', quantity: '1' }, ['quantity']],
    [
      'an adjustment',
      { ...moved, type: 'StockAdjusted', reason: 'found' },
      ['branch', 'quantity', 'unitCost'],
    ],
    ['a count entry', { ...moved, type: 'StockCounted' }, ['branch', 'quantity']],
    ['a posting', { ...here, type: 'CountPosted' }, ['branch', 'unitCost']],
    [
      'an order',
      { ...moved, type: 'PurchaseOrderSaved', purchaseOrder: 'P', status: 'ordered' },
      ['branch', 'quantity', 'unitCost'],
    ],
    ['a market cost', { ...at, type: 'MarketCostSet', unitCost: '4' }, ['unitCost']],
    ['a market cost of a branch', { ...here, type: 'MarketCostSet', unitCost: '4' }, ['branch', 'unitCost']],
    ['a revaluation to a cost', { ...here, type: 'CostRevalued', unitCost: '4' }, ['branch', 'unitCost']],
    ['a revaluation by an amount', { ...here, type: 'CostRevalued', amount: '4' }, ['branch']],
    ['a definition', { ...at, type: 'ItemDefined' }, []],
    ['a late charge', { ...at, type: 'ReceiptCostAdjusted', receipt: 'R', amount: '4' }, []],
  ])('of %s is its time and its own fields', (_, input, fields) => {
    expect(amendableFields(known(input)).toSorted()).toEqual([...fields, 'occurredAt'].sort())
  })
})

describe('an amended event', () => {
  it('says one thing in one way: a unit cost takes the place of a total, net of gross and tax', () => {
    const total = known({ ...moved, type: 'StockReceived', totalCost: '20' })
    expect(amend(total, { unitCost: 3_000_000n })).not.toHaveProperty('totalCost')
    expect(amend(known(receipt), { totalCost: 9_000_000n })).not.toHaveProperty('unitCost')
    const net = amend(known(sale), { netAmount: 8_000_000n })
    expect(net).toMatchObject({ netAmount: 8_000_000n })
    expect(net).not.toHaveProperty('grossAmount')
    expect(net).not.toHaveProperty('taxAmount')
  })

  it('keeps all that is not amended, and leaves the recorded one as it was', () => {
    const event = known(receipt)
    expect(amend(event, { quantity: 1n })).toEqual({ ...event, quantity: 1n })
    expect(event).toMatchObject({ quantity: 5_000_000n })
  })

  it('takes no quantity below zero, and everything else beside it', () => {
    expect(amend(known(receipt), { quantity: -1n, unitCost: 7n })).toMatchObject({
      quantity: 5_000_000n,
      unitCost: 7n,
    })
    expect(amend(known(receipt), { quantity: 0n })).toMatchObject({ quantity: 0n })
  })

  it.each(['StockAdjusted', 'StockCounted'])('%s may be below zero', (type) => {
    const event = known({ ...moved, type, ...(type === 'StockAdjusted' ? { reason: 'lost' } : {}) })
    expect(amend(event, { quantity: -1n })).toMatchObject({ quantity: -1n })
  })
})
