import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on } from './history.spec.support.ts'
import {
  charge,
  correctedCost,
  customerReturn,
  define,
  market,
  policy,
  receipt,
  receiptFor,
  revaluation,
  sale,
  supplierReturn,
  transfer,
  voiding,
} from './trade.spec.support.ts'

/** A history under parameters that hold from before it. */
function under(parameters: Parameters<typeof policy>[0], given: readonly Given[]) {
  return fold([on('2026-12-31', policy(parameters)), ...given])
}

const freight = (amount: string) => ({ charges: [{ code: 'freight', amount }] })

describe('setMarketCostWithLastReceiptCostChange', () => {
  it('false, the default, leaves the market cost to be set by hand', () => {
    expect(fold([receipt('1', '5')]).costs().market).toBeNull()
    expect(fold([market('9'), receipt('1', '5')]).costs().market).toBe('9')
  })

  it('true lets the market cost follow the bare cost of a receipt', () => {
    const follow = { setMarketCostWithLastReceiptCostChange: true }
    expect(under(follow, [receipt('2', '5', freight('1'))]).costs().market).toBe('5')
    expect(under(follow, [market('9'), receipt('2', '5')]).costs().market).toBe('5')
  })

  it('true leaves it where a receipt does not change the last receipt cost', () => {
    const follow = { setMarketCostWithLastReceiptCostChange: true }
    expect(under(follow, [receipt('2', '5'), market('9'), receipt('2', '5')]).costs().market).toBe('9')
  })
})

describe('includeAdjustments', () => {
  const both = { setMarketCostWithLastReceiptCostChange: true, includeAdjustments: true }

  it('with the parameter above makes market take the landed cost; last receipt stays bare', () => {
    expect(under(both, [receipt('2', '5', freight('3'))]).costs()).toMatchObject({
      market: '6.5',
      lastReceipt: '5',
    })
  })

  it('leaves late charges out of the market cost', () => {
    const charged = under(both, [as('R', receipt('2', '5', freight('3'))), charge('R', '4')])
    expect(charged.costs()).toEqual({ market: '6.5', lastReceipt: '5', average: '8.5' })
  })

  it('leaves the market cost where charges take all the cost away: that is no opt-out', () => {
    expect(under(both, [receipt('2', '5', freight('-10'))]).costs()).toMatchObject({
      market: null,
      lastReceipt: '5',
    })
  })

  it('alone does nothing', () => {
    expect(under({ includeAdjustments: true }, [receipt('2', '5', freight('3'))]).costs().market).toBeNull()
  })
})

describe('updateLastReceiptCostOnTransfers', () => {
  const moved = [receipt('4', '5'), on('2027-02-01', transfer('A', 'B', '2', freight('1')))]

  it('false, the default, leaves cost and date of the receiver as they are', () => {
    expect(fold(moved).costs('B').lastReceipt).toBeNull()
    expect(fold(moved).branch('B').lastReceiptOn).toBeNull()
  })

  it("true sets the receiver's cost without charges, and its date; the sender's stay", () => {
    const { costs, branch } = under({ updateLastReceiptCostOnTransfers: true }, moved)
    expect(costs('B')).toEqual({ market: null, lastReceipt: '5', average: '5.5' })
    expect(branch('B').lastReceiptOn).toBe('2027-02-01T00:00:00.000Z')
    expect(branch('A').lastReceiptOn).toBe('2027-01-01T01:00:00.000Z')
  })

  it('true sets no cost of zero: goods that came free are no opt-out', () => {
    const free = [receipt('4', '0'), receipt('1', '7', { branch: 'B' }), transfer('A', 'B', '2')]
    expect(under({ updateLastReceiptCostOnTransfers: true }, free).costs('B').lastReceipt).toBe('7')
  })
})

describe('averageScope', () => {
  const two = [receipt('10', '10'), receipt('10', '20', { branch: 'B' })]

  it('branch, the default, averages each branch by itself', () => {
    const { stock } = fold(two)
    expect([stock('A').average, stock('B').average]).toEqual(['10', '20'])
  })

  it('company averages over all branches', () => {
    const { stock } = under({ averageScope: 'company' }, two)
    expect(stock('A')).toEqual({ onHand: '10', value: '150', average: '15' })
    expect(stock('B')).toEqual({ onHand: '10', value: '150', average: '15' })
  })
})

describe('supplierReturnCost', () => {
  const bought = [as('R', receipt('10', '10', freight('20'))), receipt('10', '20')]
  const returned = [...bought, supplierReturn('5', { receipt: 'R' })]

  it('average, the default, takes goods back out at the average', () => {
    expect(fold(returned).stock()).toEqual({ onHand: '15', value: '240', average: '16' })
  })

  it("receipt takes them at the named receipt's landed unit cost", () => {
    expect(under({ supplierReturnCost: 'receipt' }, returned).stock()).toMatchObject({
      onHand: '15',
      value: '260',
    })
  })

  it('receipt takes late charges and corrected costs of that receipt into account', () => {
    const dearer = [...returned, charge('R', '10'), correctedCost('R', '11')]
    const { told } = under({ supplierReturnCost: 'receipt' }, dearer)
    expect(told('#4')).toEqual(['supplier-return A -5 -70'])
  })

  it('receipt falls back to the average where no receipt is named, or the named one is void', () => {
    expect(under({ supplierReturnCost: 'receipt' }, [...bought, supplierReturn('5')]).stock().value).toBe(
      '240',
    )
    const { stock, anomalies } = under({ supplierReturnCost: 'receipt' }, [...returned, voiding('R')])
    expect(stock()).toMatchObject({ onHand: '5', value: '100' })
    expect(anomalies).toEqual(['RETURN_WITHOUT_RECEIPT'])
  })
})

describe('customerReturnCost', () => {
  const returned = [
    receipt('10', '10'),
    as('S', sale('5')),
    receipt('5', '30'),
    customerReturn('5', { sale: 'S' }),
  ]

  it('sale, the default, takes goods back in at the cost of the named sale', () => {
    expect(fold(returned).stock()).toMatchObject({ onHand: '15', value: '250' })
  })

  it('average takes them in at the average', () => {
    expect(under({ customerReturnCost: 'average' }, returned).stock()).toMatchObject({
      onHand: '15',
      value: '300',
    })
  })
})

describe('lateChargeEffect', () => {
  const bought = [on('2027-01-10', as('R', receipt('10', '10'))), on('2027-01-20', as('S', sale('4')))]
  const arriving = { lateChargeEffect: 'arrival' } as const

  it('receipt, the default, acts as if the charge had been on the receipt from the start', () => {
    const { stock, told } = fold([...bought, on('2027-02-03', charge('R', '20'))])
    expect(told('S')).toEqual(['sale A -4 -48'])
    expect(stock()).toMatchObject({ onHand: '6', value: '72' })
  })

  it("arrival acts at the charge's own time: the share still on hand goes to value, the rest to variance", () => {
    const charged = [...bought, on('2027-02-03', as('C', charge('R', '20')))]
    const { told, stock } = under(arriving, charged)
    expect(told('S')).toEqual(['sale A -4 -40'])
    expect(told('C')).toEqual(['late-charge A 0 12', 'variance A 8'])
    expect(stock()).toMatchObject({ onHand: '6', value: '72', average: '12' })
    expect(fold([on('2026-12-31', policy(arriving)), ...charged], '2027-02-02').stock().value).toBe('60')
  })

  it('arrival puts all of it to value while at least what was received is on hand', () => {
    const more = [
      ...bought,
      on('2027-01-25', receipt('20', '10')),
      on('2027-02-03', as('C', charge('R', '20'))),
    ]
    expect(under(arriving, more).told('C')).toEqual(['late-charge A 0 20'])
  })

  it('arrival puts all of it to variance where nothing or less is on hand', () => {
    for (const sold of ['6', '9']) {
      const gone = [...bought, on('2027-01-25', sale(sold)), on('2027-02-03', as('C', charge('R', '20')))]
      expect(under(arriving, gone).told('C')).toEqual(['variance A 20'])
    }
  })

  it('arrival puts all of it to variance where the charge occurred before the receipt', () => {
    expect(under(arriving, [...bought, on('2027-01-05', as('C', charge('R', '20')))]).told('C')).toEqual([
      'variance A 20',
    ])
  })

  it('arrival looks at the branch of the receipt', () => {
    const elsewhere = [
      ...bought,
      on('2027-01-21', transfer('A', 'B', '6')),
      on('2027-02-03', as('C', charge('R', '20'))),
    ]
    expect(under(arriving, elsewhere).told('C')).toEqual(['variance A 20'])
  })

  it('arrival leaves a corrected unit cost on the receipt', () => {
    expect(under(arriving, [...bought, on('2027-02-03', correctedCost('R', '12'))]).told('S')).toEqual([
      'sale A -4 -48',
    ])
  })

  it('arrival adds the charge to the landed cost a later supplier return goes out at', () => {
    const back = [
      ...bought,
      on('2027-02-03', charge('R', '20')),
      on('2027-02-04', as('B', supplierReturn('1', { receipt: 'R' }))),
    ]
    expect(under({ ...arriving, supplierReturnCost: 'receipt' }, back).told('B')).toEqual([
      'supplier-return A -1 -12',
    ])
  })

  it('arrival adds it to that cost also where the average of the receiving branch is frozen', () => {
    const back = [
      on('2027-01-10', as('R', receipt('10', '10'))),
      on('2027-01-11', define({ branches: { A: { lastReceiptCost: '0' } } })),
      on('2027-02-03', as('C', charge('R', '20'))),
      on('2027-02-04', as('B', supplierReturn('1', { branch: 'B', receipt: 'R' }))),
    ]
    const { told } = under({ ...arriving, supplierReturnCost: 'receipt' }, back)
    expect(told('C')).toEqual(['variance A 20'])
    expect(told('B')).toEqual(['supplier-return B -1 -12'])
  })

  it("is decided by the policy in force at the charge's own instant, not at the receipt's", () => {
    const change = on('2027-02-01', policy(arriving))
    const early = on('2027-01-31', as('C', charge('R', '20')))
    const late = on('2027-02-01', as('C', charge('R', '20')))
    expect(fold([...bought, change, early]).told('C')).toEqual([])
    expect(fold([...bought, change, late]).told('C')).toEqual(['late-charge A 0 12', 'variance A 8'])
  })

  it('a late charge whose receipt is void is variance in full, either way', () => {
    const voided = [...bought, on('2027-02-03', as('C', charge('R', '20'))), on('2027-02-04', voiding('R'))]
    expect(fold(voided).told('C')).toEqual(['variance A 20'])
    expect(under(arriving, voided).told('C')).toEqual(['variance A 20'])
    expect(fold(voided, '2027-01-10').branch().costVariance).toBe('20')
    expect(fold([on('2026-12-31', policy(arriving)), ...voided], '2027-01-10').branch().costVariance).toBe(
      '0',
    )
  })
})

describe('negativeStock', () => {
  it('allow, the default, lets on hand go below zero, to be seen', () => {
    expect(fold([receipt('1', '5'), sale('3')]).stock()).toMatchObject({ onHand: '-2', value: '-10' })
  })

  it('refuse is part of the policy in force; replay itself refuses nothing', () => {
    const { state, stock } = under({ negativeStock: 'refuse' }, [receipt('1', '5'), sale('3')])
    expect(state.common).toMatchObject({ policy: { negativeStock: 'refuse' } })
    expect(stock().onHand).toBe('-2')
  })
})

describe('a policy', () => {
  it('changes only the parameters it names', () => {
    const { state } = fold([policy({ includeAdjustments: true }), policy({ averageScope: 'company' })])
    expect(state.common).toMatchObject({ policy: { includeAdjustments: true, averageScope: 'company' } })
  })

  it('changed in the past acts from its own time on, whenever it was recorded', () => {
    const recordedLast = [
      on('2027-01-01', receipt('1', '5')),
      on('2027-01-03', receipt('1', '7')),
      on('2027-01-02', policy({ setMarketCostWithLastReceiptCostChange: true })),
    ]
    expect(fold(recordedLast, '2027-01-02').costs().market).toBeNull()
    expect(fold(recordedLast).costs().market).toBe('7')
  })

  it('is in force for the facts of its own instant, even those recorded before it', () => {
    const sameInstant = [
      on('2027-01-01', receipt('1', '5')),
      on('2027-01-01', policy({ setMarketCostWithLastReceiptCostChange: true })),
    ]
    expect(fold(sameInstant).costs().market).toBe('5')
  })

  it('does not touch what a revaluation or a receipt for a total comes to', () => {
    const given = [receiptFor('4', '10'), revaluation({ amount: '2' })]
    expect(under({ averageScope: 'company', includeAdjustments: true }, given).stock()).toEqual(
      fold(given).stock(),
    )
  })
})
