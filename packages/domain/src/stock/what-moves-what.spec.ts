import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on } from './history.spec.support.ts'
import {
  adjustment,
  charge,
  correctedCost,
  customerReturn,
  define,
  entry,
  market,
  policy,
  posting,
  receipt,
  receiptFor,
  revaluation,
  sale,
  supplierReturn,
  transfer,
} from './trade.spec.support.ts'

/** Ten at 10 on 10 January, with a market cost set by hand. */
const stocked = [market('9'), on('2027-01-10', as('R', receipt('10', '10')))]
const stockedOn = '2027-01-10T00:00:00.000Z'

/** All a row of the table speaks of, at one branch. */
function figures(given: readonly Given[], branch = 'A') {
  const outcome = fold(given)
  const { onHand, value, average } = outcome.stock(branch)
  const { lastReceipt, market } = outcome.costs(branch)
  return { onHand, value, average, lastReceipt, on: outcome.branch(branch).lastReceiptOn, market }
}

const before = {
  onHand: '10',
  value: '100',
  average: '10',
  lastReceipt: '10',
  on: stockedOn,
  market: '9',
}

describe('a receipt', () => {
  it('adds quantity and landed cost, re-averages, and sets the bare last receipt cost and its date', () => {
    const landed = receipt('10', '12', {
      charges: [
        { code: 'freight', amount: '5' },
        { code: 'duty', amount: '15' },
      ],
    })
    expect(figures([...stocked, on('2027-01-12', landed)])).toEqual({
      onHand: '20',
      value: '240',
      average: '12',
      lastReceipt: '12',
      on: '2027-01-12T00:00:00.000Z',
      market: '9',
    })
  })

  it('for a total has that total as its bare cost, and the total / quantity as its unit cost', () => {
    expect(figures([on('2027-01-10', receiptFor('3', '100'))])).toMatchObject({
      value: '100',
      average: '33.333333',
      lastReceipt: '33.333333',
    })
  })
})

describe('a late charge or corrected cost of a receipt', () => {
  const sold = [...stocked, on('2027-01-20', as('S', sale('4')))]

  it('a charge is as if it had been on the receipt from the start; last receipt and market stay', () => {
    const charged = [...sold, on('2027-02-03', charge('R', '20'))]
    expect(figures(charged)).toEqual({ ...before, onHand: '6', value: '72', average: '12' })
    expect(fold(charged).told('S')).toEqual(['sale A -4 -48'])
  })

  it('a corrected cost re-averages from the receipt on and becomes the last receipt cost', () => {
    const corrected = [...sold, on('2027-02-03', correctedCost('R', '15'))]
    expect(figures(corrected)).toEqual({
      ...before,
      onHand: '6',
      value: '90',
      average: '15',
      lastReceipt: '15',
    })
    expect(fold(corrected).branch().costOfSales).toBe('60')
  })

  it('only a corrected bare cost moves the market cost, as if on the receipt', () => {
    const following = on(
      '2027-01-01',
      policy({ setMarketCostWithLastReceiptCostChange: true, includeAdjustments: true }),
    )
    expect(figures([following, ...stocked, charge('R', '20')]).market).toBe('10')
    expect(figures([following, ...stocked, charge('R', '20'), correctedCost('R', '15')]).market).toBe('15')
  })

  it('on an older receipt leaves the last receipt cost to the newer one', () => {
    const newer = [...stocked, on('2027-01-15', receipt('10', '14')), correctedCost('R', '12')]
    expect(figures(newer)).toMatchObject({ value: '260', average: '13', lastReceipt: '14' })
  })
})

describe('a supplier return', () => {
  it('takes quantity at the average, which it leaves as it is', () => {
    const returned = [
      ...stocked,
      on('2027-01-12', receipt('10', '20')),
      on('2027-01-13', supplierReturn('4')),
    ]
    expect(figures(returned)).toMatchObject({ onHand: '16', value: '240', average: '15', lastReceipt: '20' })
  })

  it('takes it at the average also when it names its receipt, unless a parameter says otherwise', () => {
    const returned = [
      ...stocked,
      on('2027-01-12', receipt('10', '20')),
      on('2027-01-13', supplierReturn('4', { receipt: 'R' })),
    ]
    expect(figures(returned)).toMatchObject({ onHand: '16', value: '240', average: '15' })
  })

  it('by parameter takes it at the landed unit cost of the named receipt, and the average follows', () => {
    const returned = [
      ...stocked,
      on('2027-01-11', policy({ supplierReturnCost: 'receipt' })),
      on('2027-01-12', receipt('10', '20')),
      on('2027-01-13', supplierReturn('4', { receipt: 'R' })),
    ]
    expect(figures(returned)).toMatchObject({
      onHand: '16',
      value: '260',
      average: '16.25',
      lastReceipt: '20',
    })
  })

  it('sets no date and no cost', () => {
    expect(figures([...stocked, on('2027-01-13', supplierReturn('4'))])).toEqual({
      ...before,
      onHand: '6',
      value: '60',
    })
  })
})

describe('a sale', () => {
  it('takes quantity at the average and changes no cost', () => {
    expect(figures([...stocked, on('2027-01-13', sale('4'))])).toEqual({
      ...before,
      onHand: '6',
      value: '60',
    })
  })

  it('shipped by the supplier moves no stock, but counts in sales and cost of sales', () => {
    const direct = on('2027-01-13', sale('4', { netAmount: '80', direct: { unitCost: '13' } }))
    expect(figures([...stocked, direct])).toEqual(before)
    expect(fold([...stocked, direct]).branch()).toMatchObject({ sales: '80', costOfSales: '52' })
    expect(fold([direct]).told()).toEqual([])
  })
})

describe('a customer return naming its sale', () => {
  const sold = [...stocked, on('2027-01-13', as('S', sale('4'))), on('2027-01-14', receipt('4', '35'))]

  it('comes in at the cost of that sale and re-averages', () => {
    const returned = [...sold, on('2027-01-15', customerReturn('2', { sale: 'S' }))]
    expect(figures(sold)).toMatchObject({ onHand: '10', value: '200', average: '20' })
    expect(figures(returned)).toMatchObject({
      onHand: '12',
      value: '220',
      average: '18.333333',
      lastReceipt: '35',
      on: '2027-01-14T00:00:00.000Z',
      market: '9',
    })
  })

  it('comes in at that cost as re-costed by then', () => {
    const returned = [
      ...sold,
      on('2027-01-15', as('B', customerReturn('2', { sale: 'S' }))),
      charge('R', '20'),
    ]
    expect(fold(returned).told('B')).toEqual(['customer-return A 2 24'])
  })

  it('brings back exactly what the sale cost when all of it comes back in parts', () => {
    const thirds = [
      receiptFor('3', '100'),
      as('S', sale('3')),
      ...['1', '1', '1'].map((one) => customerReturn(one, { sale: 'S' })),
    ]
    expect(figures(thirds)).toMatchObject({ onHand: '3', value: '100' })
  })

  it('also brings back what a direct sale cost', () => {
    const direct = as('S', sale('4', { direct: { unitCost: '13' } }))
    expect(
      figures([...stocked, on('2027-01-13', direct), on('2027-01-14', customerReturn('2', { sale: 'S' }))]),
    ).toMatchObject({
      onHand: '12',
      value: '126',
      average: '10.5',
    })
  })
})

describe('a customer return without', () => {
  it('comes in at the average and changes no cost', () => {
    const returned = [...stocked, on('2027-01-13', sale('4')), on('2027-01-15', customerReturn('2'))]
    expect(figures(returned)).toEqual({ ...before, onHand: '8', value: '80' })
  })
})

describe('a transfer', () => {
  const both = [...stocked, on('2027-01-11', receipt('5', '16', { branch: 'B' }))]
  const moved = transfer('A', 'B', '5', {
    charges: [
      { code: 'freight', amount: '7.5' },
      { code: 'fee', amount: '2.5' },
    ],
  })

  it("leaves the sender at the sender's average, with its costs as they were", () => {
    expect(figures([...both, on('2027-01-12', moved)])).toEqual({ ...before, onHand: '5', value: '50' })
  })

  it('re-averages the receiver, charges included; last receipt and market stay', () => {
    expect(figures([...both, on('2027-01-12', moved)], 'B')).toEqual({
      onHand: '10',
      value: '140',
      average: '14',
      lastReceipt: '16',
      on: '2027-01-11T00:00:00.000Z',
      market: '9',
    })
  })

  it("by parameter sets the receiver's last receipt to the sender's unit cost without charges, and the date", () => {
    const updating = policy({
      updateLastReceiptCostOnTransfers: true,
      setMarketCostWithLastReceiptCostChange: true,
      includeAdjustments: true,
    })
    expect(figures([...both, on('2027-01-11 12:00', updating), on('2027-01-12', moved)], 'B')).toMatchObject({
      average: '14',
      lastReceipt: '10',
      on: '2027-01-12T00:00:00.000Z',
      market: '9',
    })
  })
})

describe('an adjustment and a count variance', () => {
  it.each([
    ['found', '2', { onHand: '12', value: '120' }],
    ['lost', '-2', { onHand: '8', value: '80' }],
  ])('%s goods move at the average and change no cost', (_, quantity, moved) => {
    expect(figures([...stocked, on('2027-01-12', adjustment(quantity))])).toEqual({ ...before, ...moved })
  })

  it('goods found at a unit cost re-average', () => {
    expect(figures([...stocked, on('2027-01-12', adjustment('10', { unitCost: '20' }))])).toEqual({
      ...before,
      onHand: '20',
      value: '300',
      average: '15',
    })
  })

  it('goods lost at a unit cost take that cost along, and the average follows', () => {
    expect(figures([...stocked, on('2027-01-12', adjustment('-2', { unitCost: '30' }))])).toEqual({
      ...before,
      onHand: '8',
      value: '40',
      average: '5',
    })
  })

  it.each([
    ['more', '13', 'count A 3 30', { onHand: '13', value: '130' }],
    ['less', '7', 'count A -3 -30', { onHand: '7', value: '70' }],
  ])('a count of %s than is there moves the variance at the average', (_, counted, told, moved) => {
    const posted = [...stocked, on('2027-01-12', entry(counted)), on('2027-01-13', as('P', posting()))]
    expect(figures(posted)).toEqual({ ...before, ...moved })
    expect(fold(posted).told('P')).toEqual([told])
  })
})

describe('a count posting with a unit cost', () => {
  it('sets on hand to what was counted, value to that x the unit cost, and the average to the unit cost', () => {
    const posted = [
      ...stocked,
      on('2027-01-12', entry('8')),
      on('2027-01-13', as('P', posting({ unitCost: '12.5' }))),
    ]
    expect(figures(posted)).toEqual({ ...before, onHand: '8', value: '100', average: '12.5' })
    expect(fold(posted).told('P')).toEqual(['count A -2 -20', 'revaluation A 0 20'])
  })

  it('without entries moves no quantity and sets no date, but still sets the cost', () => {
    const posted = [...stocked, on('2027-01-13', as('P', posting({ unitCost: '12' })))]
    expect(figures(posted)).toEqual({ ...before, value: '120', average: '12' })
    expect(fold(posted).told('P')).toEqual(['revaluation A 0 20'])
    expect(fold(posted).branch()).toMatchObject({ lastCountedOn: null, lastCountQuantity: null })
  })
})

describe('a revaluation', () => {
  it('to a unit cost sets the value, and the average follows', () => {
    const revalued = [...stocked, on('2027-01-12', as('V', revaluation({ unitCost: '7' })))]
    expect(figures(revalued)).toEqual({ ...before, value: '70', average: '7' })
    expect(fold(revalued).told('V')).toEqual(['revaluation A 0 -30'])
  })

  it('by an amount adds it to the value, and the average follows', () => {
    expect(figures([...stocked, on('2027-01-12', revaluation({ amount: '-15' }))])).toEqual({
      ...before,
      value: '85',
      average: '8.5',
    })
  })
})

describe('the other events', () => {
  it('move neither stock nor costs', () => {
    const others: readonly Given[] = [
      entry('3'),
      { type: 'CountsInitialised', item: 'tea', branch: 'A' },
      {
        type: 'PurchaseOrderSaved',
        item: 'tea',
        branch: 'A',
        purchaseOrder: 'PO',
        quantity: '5',
        status: 'ordered',
      },
      { type: 'StockReserved', item: 'tea', branch: 'A', reservation: 'R1', quantity: '1' },
      { type: 'ReservationReleased', item: 'tea', branch: 'A', reservation: 'R1', quantity: '1' },
      { type: 'ChannelStockAllocated', item: 'tea', branch: 'A', channel: 'web', quantity: '1' },
      { type: 'LotCorrected', item: 'tea', branch: 'A', to: 'L1', quantity: '4' },
      { type: 'LotHeld', item: 'tea', lot: 'L1' },
      { type: 'LotReleased', item: 'tea', lot: 'L1' },
      define({ name: 'Green tea', minimum: '5' }),
    ].map((event, hour) => on(`2027-01-12 0${hour}:00`, event as Given))
    expect(figures([...stocked, ...others])).toEqual(before)
    expect(fold([...stocked, ...others]).told()).toEqual(['receipt A 10 100'])
  })
})
