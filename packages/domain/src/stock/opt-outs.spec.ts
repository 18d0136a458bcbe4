import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on } from './history.spec.support.ts'
import {
  adjustment,
  allocation,
  charge,
  customerReturn,
  define,
  entry,
  lotCorrection,
  market,
  order,
  policy,
  posting,
  receipt,
  reserve,
  sale,
  supplierReturn,
  transfer,
} from './trade.spec.support.ts'

const freight = { charges: [{ code: 'freight', amount: '10' }] }
const following = on('2026-12-30', policy({ setMarketCostWithLastReceiptCostChange: true }))
const withLanded = on(
  '2026-12-30',
  policy({ setMarketCostWithLastReceiptCostChange: true, includeAdjustments: true }),
)
const created = (attributes: Parameters<typeof define>[0]) => on('2026-12-31', define(attributes))

/** What a landed receipt of 10 at 7 makes of an item's costs. */
function costsAfterReceipt(...before: readonly Given[]) {
  return fold([...before, receipt('10', '7', freight)]).costs()
}

describe('a tracked item with market cost unset or above zero, and so last receipt', () => {
  it.each([
    ['unset, unset', []],
    ['unset, above zero', [created({ lastReceiptCost: '3' })]],
    ['above zero, unset', [market('6')]],
    ['above zero, above zero', [created({ marketCost: '6' })]],
  ])('%s: a receipt sets the bare last receipt cost and re-averages landed', (_, before) => {
    const { lastReceipt, average } = costsAfterReceipt(...before)
    expect([lastReceipt, average]).toEqual(['7', '8'])
  })

  it('market is unchanged, bare or landed, by parameters', () => {
    const item = created({ marketCost: '6' })
    expect(costsAfterReceipt(item).market).toBe('6')
    expect(costsAfterReceipt(item, following).market).toBe('7')
    expect(costsAfterReceipt(item, withLanded).market).toBe('8')
  })
})

describe('a tracked item with market cost zero', () => {
  it.each([
    ['unset', {}, null],
    ['zero', { lastReceiptCost: '0' }, '0'],
    ['above zero', { lastReceiptCost: '4' }, '4'],
  ])(
    'last receipt %s: a receipt leaves last receipt and market, and re-averages landed',
    (_, attributes, lastReceipt) => {
      expect(costsAfterReceipt(created({ marketCost: '0', ...attributes }), withLanded)).toEqual({
        market: '0',
        lastReceipt,
        average: '8',
      })
    },
  )

  it('is as well opted out by a market cost set by hand, at every branch or at one', () => {
    expect(costsAfterReceipt(market('0'))).toMatchObject({ market: '0', lastReceipt: null })
    const atA = fold([market('0', 'A'), receipt('10', '7'), receipt('10', '7', { branch: 'B' })])
    expect([atA.costs('A').lastReceipt, atA.costs('B').lastReceipt]).toEqual([null, '7'])
  })

  it('is in again once a person clears or raises the zero', () => {
    const again = fold([
      created({ marketCost: '0' }),
      receipt('1', '7'),
      define({ marketCost: null }),
      receipt('1', '9'),
    ])
    expect(again.costs()).toMatchObject({ market: null, lastReceipt: '9' })
  })
})

describe('a tracked item with market cost above zero and last receipt zero', () => {
  const frozen = created({ marketCost: '6', lastReceiptCost: '0' })

  it('a receipt changes no cost, and value moves at the frozen average', () => {
    const outcome = fold([frozen, withLanded, receipt('10', '7', freight)])
    expect(outcome.costs()).toEqual({ market: '6', lastReceipt: '0', average: '6' })
    expect(outcome.stock()).toMatchObject({ onHand: '10', value: '60' })
  })

  it('freezes costs, never quantities or dates', () => {
    const outcome = fold([frozen, on('2027-01-05', receipt('10', '7')), on('2027-01-06', sale('4'))])
    expect(outcome.stock()).toMatchObject({ onHand: '6', value: '36' })
    expect(outcome.branch().lastReceiptOn).toBe('2027-01-05T00:00:00.000Z')
  })

  it('an average known before stays as it was', () => {
    const later = [
      receipt('10', '8'),
      market('6'),
      define({ lastReceiptCost: '0' }),
      receipt('10', '7', freight),
    ]
    expect(fold(later).stock()).toEqual({ onHand: '20', value: '160', average: '8' })
  })

  it.each<[string, readonly Given[]]>([
    [
      'a return naming a dearer sale',
      [as('S', sale('1')), define({ lastReceiptCost: '0' }), customerReturn('1', { sale: 'S' })],
    ],
    ['goods found at a cost', [define({ lastReceiptCost: '0' }), adjustment('5', { unitCost: '1' })]],
    ['goods lost at a cost', [define({ lastReceiptCost: '0' }), adjustment('-5', { unitCost: '1' })]],
    [
      'goods transferred in',
      [define({ lastReceiptCost: '0' }), receipt('1', '1', { branch: 'B' }), transfer('B', 'A', '1')],
    ],
  ])('%s leaves the average as it is', (_, given) => {
    expect(fold([created({ marketCost: '6' }), receipt('10', '8'), ...given]).stock().average).toBe('8')
  })

  it('what a transfer carries beyond the frozen average is variance', () => {
    const moved = fold([
      frozen,
      receipt('10', '7'),
      define({ branches: { B: { lastReceiptCost: '9' } } }),
      on('2027-01-05', as('T', transfer('A', 'C', '5', { charges: [{ code: 'freight', amount: '2' }] }))),
    ])
    expect(moved.told('T')).toEqual(['transfer-out A -5 -30', 'transfer-in C 5 30', 'variance C 2'])
  })

  it('within a company-wide average the charges of a transfer are variance as well', () => {
    const moved = fold([
      on('2026-12-30', policy({ averageScope: 'company' })),
      frozen,
      receipt('10', '7'),
      on('2027-01-05', as('T', transfer('A', 'C', '5', { charges: [{ code: 'freight', amount: '2' }] }))),
    ])
    expect(moved.told('T')).toEqual(['variance C 2', 'transfer-out A -5 -30', 'transfer-in C 5 30'])
    expect(moved.stock('C')).toEqual({ onHand: '5', value: '30', average: '6' })
  })

  it('a charge that arrives late is variance', () => {
    const charged = fold([
      on('2026-12-30', policy({ lateChargeEffect: 'arrival' })),
      frozen,
      as('R', receipt('10', '7')),
      as('C', charge('R', '20')),
    ])
    expect(charged.told('C')).toEqual(['variance A 20'])
  })
})

describe('an item whose quantity is not tracked, with market cost above zero', () => {
  const untracked = created({ tracksQuantity: false, marketCost: '6' })

  it('a receipt leaves last receipt, and there is no average; market goes by parameters', () => {
    expect(costsAfterReceipt(untracked)).toEqual({ market: '6', lastReceipt: null, average: null })
    expect(costsAfterReceipt(untracked, following)).toEqual({ market: '7', lastReceipt: null, average: null })
    expect(costsAfterReceipt(untracked, withLanded)).toEqual({
      market: '8',
      lastReceipt: null,
      average: null,
    })
  })

  it('has no on hand and no value, whatever moves', () => {
    const outcome = fold([
      untracked,
      receipt('10', '7'),
      as('S', sale('2')),
      customerReturn('1', { sale: 'S' }),
      supplierReturn('1'),
      adjustment('3'),
      transfer('A', 'B', '1'),
      entry('4'),
      posting({ unitCost: '5' }),
      { type: 'CostRevalued', item: 'tea', branch: 'A', amount: '5' },
    ])
    expect(outcome.told()).toEqual([])
    expect([outcome.stock('A'), outcome.stock('B')]).toEqual(
      Array(2).fill({ onHand: '0', value: '0', average: null }),
    )
  })

  it('its sales cost quantity x market cost', () => {
    expect(fold([untracked, sale('3', { netAmount: '30' })]).branch()).toMatchObject({
      sales: '30',
      costOfSales: '18',
    })
  })

  it('its returns take off what the named sale cost, or quantity x market cost', () => {
    const given = [
      untracked,
      as('S', sale('3')),
      market('10'),
      customerReturn('2', { sale: 'S' }),
      customerReturn('1'),
    ]
    expect(fold(given.slice(0, 4)).branch().costOfSales).toBe('6')
    expect(fold(given).branch().costOfSales).toBe('-4')
  })

  it('keeps its dates, its last count and its orders', () => {
    const outcome = fold([
      untracked,
      {
        type: 'PurchaseOrderSaved',
        item: 'tea',
        branch: 'A',
        purchaseOrder: 'PO',
        quantity: '9',
        status: 'ordered',
      },
      on('2027-01-05', receipt('4', '7', { purchaseOrder: 'PO' })),
      on('2027-01-06', sale('1')),
      on('2027-01-07', entry('8')),
      on('2027-01-08', posting()),
    ])
    expect(outcome.branch()).toMatchObject({
      lastReceiptOn: '2027-01-05T00:00:00.000Z',
      lastSoldOn: '2027-01-06T00:00:00.000Z',
      lastCountedOn: '2027-01-08T00:00:00.000Z',
      lastCountQuantity: '8',
      onOrder: '5',
    })
  })

  it('has no lots: a correction of them moves nothing', () => {
    expect(fold([untracked, lotCorrection('5', { to: 'L' })]).lots()).toEqual({ '': '0' })
  })

  it('a transfer sets the date of its receiver by parameter, and no cost', () => {
    const moved = fold([
      on('2026-12-30', policy({ updateLastReceiptCostOnTransfers: true })),
      untracked,
      on('2027-01-05', transfer('A', 'B', '1')),
    ])
    expect(moved.branch('B').lastReceiptOn).toBe('2027-01-05T00:00:00.000Z')
    expect(moved.costs('B').lastReceipt).toBeNull()
  })
})

describe('an item whose quantity is not tracked, with market cost zero', () => {
  it('none of its costs change, under any parameters', () => {
    const untracked = created({ tracksQuantity: false, marketCost: '0' })
    expect(costsAfterReceipt(untracked, withLanded)).toEqual({
      market: '0',
      lastReceipt: null,
      average: null,
    })
  })

  it('its sales cost nothing', () => {
    const untracked = created({ tracksQuantity: false, marketCost: '0' })
    expect(fold([untracked, sale('3')]).branch().costOfSales).toBe('0')
    expect(fold([created({ tracksQuantity: false }), sale('3')]).branch().costOfSales).toBe('0')
  })
})

describe('a new item', () => {
  it('with a market cost above zero starts with it as last receipt and average', () => {
    const item = created({ marketCost: '6' })
    expect(fold([item]).costs()).toEqual({ market: '6', lastReceipt: '6', average: '6' })
    expect(fold([item, sale('2')]).branch().costOfSales).toBe('12')
  })

  it('with a market cost at one branch starts so at that branch', () => {
    const item = created({ marketCost: '6', branches: { B: { marketCost: '8' } } })
    expect(fold([item]).costs('A')).toEqual({ market: '6', lastReceipt: '6', average: '6' })
    expect(fold([item]).costs('B')).toEqual({ market: '8', lastReceipt: '8', average: '8' })
    expect(fold([item, sale('2', { branch: 'B' })]).branch('B').costOfSales).toBe('16')
  })

  it('with a last receipt cost beside it starts its average with the market cost all the same', () => {
    const beside = { marketCost: '6', lastReceiptCost: '5' }
    const started = { market: '6', lastReceipt: '5', average: '6' }
    expect(fold([created(beside)]).costs()).toEqual(started)
    expect(fold([created({ branches: { B: beside } })]).costs('B')).toEqual(started)
  })

  it('is still new after it was ordered, promised or set aside: nothing of it has moved', () => {
    const item = define({ marketCost: '6' })
    for (const before of [order('5'), reserve('web', '1'), allocation('web', '0')]) {
      expect(fold([before, item]).costs().average).toBe('6')
    }
  })

  it('with a market cost at a branch starts the average of the company while that is one', () => {
    const company = on('2026-12-30', policy({ averageScope: 'company' }))
    const item = define({ branches: { A: { marketCost: '6' }, B: { marketCost: '8' } } })
    expect(fold([company, item, sale('1')]).branch().costOfSales).toBe('7')
    expect(fold([company, order('5'), item, sale('1')]).branch().costOfSales).toBe('7')
  })

  it('without one has costs unset until the first receipt sets them', () => {
    const unset = { market: null, lastReceipt: null, average: null }
    expect(fold([created({ name: 'Tea' })]).costs()).toEqual(unset)
    expect(fold([created({ name: 'Tea' }), sale('2')]).costs()).toEqual(unset)
    expect(fold([created({ name: 'Tea' }), sale('2'), receipt('5', '4')]).costs()).toEqual({
      market: null,
      lastReceipt: '4',
      average: '4',
    })
  })

  it('is new only once: an item that has moved, or was defined before, gets only its market cost', () => {
    expect(fold([sale('1'), define({ marketCost: '6' })]).costs()).toMatchObject({
      market: '6',
      lastReceipt: null,
    })
    expect(fold([define({ name: 'Tea' }), define({ marketCost: '6' })]).costs()).toEqual({
      market: '6',
      lastReceipt: null,
      average: null,
    })
  })
})

describe('free goods', () => {
  it('re-average and set the date, but leave last receipt and market cost: they are no opt-out', () => {
    const given = [withLanded, receipt('1', '8'), on('2027-01-05', receipt('1', '0')), receipt('2', '10')]
    const free = fold(given.slice(0, 3))
    expect(free.costs()).toEqual({ market: '8', lastReceipt: '8', average: '4' })
    expect(free.branch().lastReceiptOn).toBe('2027-01-05T00:00:00.000Z')
    expect(fold(given).costs()).toEqual({ market: '10', lastReceipt: '10', average: '7' })
  })

  it('as the first receipt leave last receipt and market unset', () => {
    expect(fold([withLanded, receipt('4', '0', freight)]).costs()).toEqual({
      market: null,
      lastReceipt: null,
      average: '2.5',
    })
  })
})

describe('switching off the tracking of quantities', () => {
  it('is done while nothing is on hand anywhere', () => {
    const given = [receipt('2', '5'), sale('2'), define({ tracksQuantity: false }), receipt('3', '5')]
    expect(fold(given).stock().onHand).toBe('0')
    expect(fold(given).anomalies).toEqual([])
  })

  it('is an anomaly, and not done, while something is on hand somewhere', () => {
    const given = [receipt('2', '5', { branch: 'B' }), define({ tracksQuantity: false }), receipt('3', '5')]
    expect(fold(given).stock().onHand).toBe('3')
    expect(fold(given).anomalies).toEqual(['TRACKING_WITH_STOCK'])
  })

  it('can be undone', () => {
    const given = [define({ tracksQuantity: false }), define({ tracksQuantity: true }), receipt('3', '5')]
    expect(fold(given).stock()).toMatchObject({ onHand: '3', value: '15' })
  })
})
