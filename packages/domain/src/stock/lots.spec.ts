import { describe, expect, it } from 'vitest'
import { as, fold, keyOf, on } from './history.spec.support.ts'
import {
  adjustment,
  customerReturn,
  hold,
  lotCorrection,
  receipt,
  sale,
  supplierReturn,
  transfer,
  unhold,
} from './trade.spec.support.ts'

const inLots = as(
  'R',
  receipt('10', '2', {
    lots: [
      { lot: 'L1', quantity: '6', expiresOn: '2027-03-31' },
      { lot: 'L2', quantity: '2' },
    ],
  }),
)
const ofL1 = (quantity: string) => ({ lots: [{ lot: 'L1', quantity }] })

describe('lots and the no-lot bucket', () => {
  it('a receipt brings lots; what it says of none goes into the bucket', () => {
    expect(fold([inLots]).lots()).toEqual({ '': '2', L1: '6', L2: '2' })
  })

  it.each([
    ['a sale takes from the lots it names', sale('3', ofL1('2')), { '': '1', L1: '4', L2: '2' }],
    ['a sale that names none takes from the bucket', sale('3'), { '': '-1', L1: '6', L2: '2' }],
    ['a supplier return takes from its lots', supplierReturn('3', ofL1('3')), { '': '2', L1: '3', L2: '2' }],
    ['a customer return brings its lots', customerReturn('3', ofL1('3')), { '': '2', L1: '9', L2: '2' }],
    ['an adjustment up brings its lots', adjustment('3', ofL1('3')), { '': '2', L1: '9', L2: '2' }],
    ['an adjustment down takes its lots', adjustment('-3', ofL1('-3')), { '': '2', L1: '3', L2: '2' }],
    [
      'an adjustment down may name them without a sign',
      adjustment('-3', ofL1('3')),
      { '': '2', L1: '3', L2: '2' },
    ],
    [
      'a direct sale takes none',
      sale('3', { ...ofL1('3'), direct: { unitCost: '1' } }),
      { '': '2', L1: '6', L2: '2' },
    ],
    [
      'a correction moves from lot to lot',
      lotCorrection('1', { from: 'L1', to: 'L2' }),
      { '': '2', L1: '5', L2: '3' },
    ],
    ['a correction moves out of the bucket', lotCorrection('1', { to: 'L2' }), { '': '1', L1: '6', L2: '3' }],
    ['a correction moves into the bucket', lotCorrection('1', { from: 'L2' }), { '': '3', L1: '6', L2: '1' }],
  ])('%s', (_, event, lots) => {
    expect(fold([inLots, event]).lots()).toEqual(lots)
  })

  it('a transfer takes lots along with their expiry', () => {
    const moved = fold([inLots, transfer('A', 'B', '5', ofL1('4'))])
    expect([moved.lots('A'), moved.lots('B')]).toEqual([
      { '': '1', L1: '2', L2: '2' },
      { '': '1', L1: '4' },
    ])
    expect(moved.find('lot', keyOf('B', 'L1'))).toMatchObject({ expiresOn: '2027-03-31' })
  })

  it('the latest expiry said of a lot stands', () => {
    const corrected = fold([
      inLots,
      lotCorrection('1', { to: 'L1', expiresOn: '2027-04-30' }),
      receipt('1', '2', ofL1('1')),
    ])
    expect(corrected.find('lot', keyOf('A', 'L1'))).toMatchObject({ expiresOn: '2027-04-30', quantity: '8' })
  })

  it('a correction leaves on hand, value and costs alone', () => {
    expect(fold([inLots, as('C', lotCorrection('4', { from: 'L1', to: 'L9' }))]).told('C')).toEqual([])
  })

  it.each([
    ['a sale', sale('7', ofL1('7'))],
    ['a transfer', transfer('A', 'B', '7', ofL1('7'))],
    ['a correction', lotCorrection('7', { from: 'L1', to: 'L2' })],
  ])('%s of more than a lot holds is an anomaly', (_, event) => {
    expect(fold([inLots, event]).anomalies).toEqual(['LOT_NEGATIVE'])
    expect(fold([inLots, event]).lots().L1).toBe('-1')
  })
})

describe('held lots', () => {
  const held = (given: Parameters<typeof fold>[0], lot: string, branch: string) =>
    fold(given).find('hold', keyOf(lot, branch))?.held

  it('a hold at a branch is for that branch', () => {
    const given = [inLots, hold('L1', 'A')]
    expect([held(given, 'L1', 'A'), held(given, 'L1', 'B'), held(given, 'L1', '')]).toEqual([
      true,
      undefined,
      undefined,
    ])
  })

  it('a hold without a branch is for all of them, also later ones', () => {
    expect(held([hold('L1')], 'L1', '')).toBe(true)
  })

  it('the latest fact wins at each branch', () => {
    expect(held([hold('L1', 'A'), unhold('L1', 'A')], 'L1', 'A')).toBe(false)
    const releasedAtA = [hold('L1'), unhold('L1', 'A')]
    expect([held(releasedAtA, 'L1', ''), held(releasedAtA, 'L1', 'A')]).toEqual([true, false])
  })

  it('one for all branches overrides what was said of single ones before', () => {
    const given = [hold('L1', 'A'), unhold('L1', 'B'), hold('L2', 'A'), unhold('L1')]
    expect([held(given, 'L1', 'A'), held(given, 'L1', 'B'), held(given, 'L1', '')]).toEqual([
      undefined,
      undefined,
      false,
    ])
    expect(held(given, 'L2', 'A')).toBe(true)
  })

  it('recorded late is still placed by its time', () => {
    const given = [on('2027-01-05', unhold('L1', 'A')), on('2027-01-02', hold('L1', 'A'))]
    expect(held(given, 'L1', 'A')).toBe(false)
  })

  it('stays on hand', () => {
    expect(fold([inLots, hold('L1')]).stock().onHand).toBe('10')
  })
})
