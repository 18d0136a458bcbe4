import { prepare } from '@tidemark/projection'
import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on, record, time } from '../stock/history.spec.support.ts'
import { stockProjection } from '../stock/projection.ts'
import {
  adjustment,
  amending,
  charge,
  correctedCost,
  customerReturn,
  entry,
  market,
  order,
  policy,
  posting,
  receipt,
  receiptFor,
  revaluation,
  sale,
  supplierReturn,
  transfer,
  voiding,
} from '../stock/trade.spec.support.ts'
import { concernsOthers } from './prepare.ts'

const bought = as('R', receipt('10', '10'))
const sold = as('S', sale('4'))
const facts = (...given: readonly Given[]) => prepare(stockProjection, record(given))
const ids = (...given: readonly Given[]) => facts(...given).map((fact) => fact.id)

describe('a void', () => {
  it('makes that its fact never happened', () => {
    expect(fold([bought, sold, voiding('S')]).stock()).toEqual(fold([bought]).stock())
    expect(ids(bought, sold, voiding('S'))).toEqual(['R'])
  })

  it('leaves no fact of its own', () => {
    expect(ids(voiding('unknown'))).toEqual([])
  })

  it('of a void brings the fact back; a void of that takes it away again', () => {
    const once = [bought, sold, as('V1', voiding('S'))]
    const twice = [...once, as('V2', voiding('V1'))]
    const thrice = [...twice, voiding('V2')]
    expect([ids(...once), ids(...twice), ids(...thrice)]).toEqual([['R'], ['R', 'S'], ['R']])
  })

  it('of one of two voids of a fact leaves the other', () => {
    expect(ids(bought, sold, as('V1', voiding('S')), voiding('S'), voiding('V1'))).toEqual(['R'])
  })

  it('of an amendment brings back what it changed', () => {
    const given = [bought, as('A', amending('R', { quantity: '3' })), voiding('A')]
    expect(fold(given).stock()).toEqual(fold([bought]).stock())
  })

  it('of a charge takes the charge off', () => {
    expect(fold([bought, as('C', charge('R', '20')), voiding('C')]).stock()).toEqual(fold([bought]).stock())
  })

  it('is resolved by position, whatever its own time says', () => {
    expect(ids(bought, sold, on('2020-01-01', voiding('S')))).toEqual(['R'])
    expect(ids(bought, sold, on('2030-01-01', voiding('S')))).toEqual(['R'])
  })

  it('recorded before what it names does nothing', () => {
    expect(ids(voiding('S'), bought, sold)).toEqual(['R', 'S'])
  })

  it('that names itself does nothing', () => {
    expect(ids(bought, as('V', voiding('V')))).toEqual(['R'])
  })

  it('names facts of its own item only', () => {
    expect(ids(as('S', sale('1', { item: 'jam' })), bought, voiding('S'))).toEqual(['S', 'R'])
  })
})

describe('an amendment', () => {
  it('makes that its fact happened otherwise', () => {
    expect(fold([bought, amending('R', { quantity: '4', unitCost: '5' })]).stock()).toMatchObject({
      onHand: '4',
      value: '20',
    })
    expect(fold([bought, sold, amending('S', { netAmount: '70' })]).branch().sales).toBe('70')
  })

  it('stands with the latest value per field', () => {
    const given = [
      bought,
      amending('R', { quantity: '4', unitCost: '5' }),
      amending('R', { quantity: '6' }),
      on('2020-01-01', amending('R', { unitCost: '7' })),
    ]
    expect(fold(given).stock()).toMatchObject({ onHand: '6', value: '42' })
  })

  it('may set the quantity to 0, which keeps the costs as recorded: what stays of them is variance', () => {
    const unit = fold([
      as('R', receipt('10', '10', { charges: [{ code: 'freight', amount: '5' }] })),
      amending('R', { quantity: '0' }),
    ])
    expect(unit.stock()).toEqual({ onHand: '0', value: '0', average: null })
    expect(unit.branch().costVariance).toBe('5')
    const total = fold([as('R', receiptFor('10', '100')), amending('R', { quantity: '0' })])
    expect(total.branch().costVariance).toBe('100')
    expect([unit.branch().lastReceiptOn, total.costs().lastReceipt]).toEqual([null, null])
  })

  it.each<[string, Given]>([
    ['sale', sold],
    ['return', as('S', customerReturn('4'))],
    ['supplier return', as('S', supplierReturn('4'))],
    ['transfer', as('S', transfer('A', 'B', '4'))],
    ['adjustment', as('S', adjustment('4'))],
  ])('may set the quantity of a %s to 0: it moves nothing', (_, event) => {
    expect(fold([bought, event, amending('S', { quantity: '0' })]).told()).toEqual(['receipt A 10 100'])
  })

  it('may set a charged receipt to 0: charges and all are variance', () => {
    const given = [bought, charge('R', '20'), amending('R', { quantity: '0' })]
    expect(fold(given).branch()).toMatchObject({ onHand: '0', value: '0', costVariance: '20' })
  })

  it('moves a fact in time', () => {
    const given = [on('2027-01-05', bought), amending('R', { occurredAt: new Date(time('2027-01-09')) })]
    expect(fold(given, '2027-01-08').stock().onHand).toBe('0')
    expect(fold(given, '2027-01-09').stock().onHand).toBe('10')
    expect(fold(given).branch().lastReceiptOn).toBe('2027-01-09T00:00:00.000Z')
  })

  it('moves a fact to another branch', () => {
    const given = [bought, amending('R', { branch: 'B' })]
    expect([fold(given).stock('A').onHand, fold(given).stock('B').onHand]).toEqual(['0', '10'])
  })

  it('turns a unit cost into a total cost and back; the later one stands alone', () => {
    expect(fold([bought, amending('R', { totalCost: '55' })]).stock().value).toBe('55')
    expect(fold([as('R', receiptFor('10', '55')), amending('R', { unitCost: '3' })]).stock().value).toBe('30')
    const twice = [bought, amending('R', { totalCost: '55' }), amending('R', { unitCost: '3' })]
    expect(fold(twice).stock().value).toBe('30')
    expect(fold([...twice, amending('R', { totalCost: '44' })]).stock().value).toBe('44')
  })

  it('of the net amount takes the place of gross amount and tax', () => {
    const given = [
      as('S', sale('4', { grossAmount: '48', taxAmount: '8' })),
      amending('S', { netAmount: '36' }),
    ]
    expect(fold(given).branch().sales).toBe('36')
  })

  it('of a count entry, a posting, an order, a market cost or a revaluation is taken too', () => {
    expect(
      fold([bought, as('E', entry('9')), amending('E', { quantity: '8' }), posting()]).stock().onHand,
    ).toBe('8')
    const posted = [bought, as('P', posting({ unitCost: '2' })), amending('P', { unitCost: '3' })]
    expect(fold(posted).stock().value).toBe('30')
    expect(fold([as('O', order('9')), amending('O', { quantity: '7' })]).branch().onOrder).toBe('7')
    expect(fold([as('M', market('9')), amending('M', { unitCost: '7' })]).costs().market).toBe('7')
    expect(
      fold([bought, as('V', revaluation({ unitCost: '2' })), amending('V', { unitCost: '3' })]).stock().value,
    ).toBe('30')
  })

  it('of a field the fact does not have is left aside', () => {
    expect(
      fold([bought, as('T', transfer('A', 'B', '1')), amending('T', { branch: 'C', netAmount: '5' })]).told(),
    ).toEqual(fold([bought, transfer('A', 'B', '1')]).told())
    const allBranches = [as('M', market('9')), amending('M', { branch: 'B' })]
    expect(fold(allBranches).costs('A').market).toBe('9')
  })

  it('to below zero is left aside, but for adjustments and count entries', () => {
    expect(fold([bought, amending('R', { quantity: '-3' })]).stock().onHand).toBe('10')
    expect(fold([bought, as('X', adjustment('2')), amending('X', { quantity: '-2' })]).stock().onHand).toBe(
      '8',
    )
  })

  it('recorded before what it names does nothing', () => {
    expect(fold([amending('R', { quantity: '3' }), bought]).stock().onHand).toBe('10')
  })

  it('of a void fact does nothing, and stands again when the void is void', () => {
    const given = [bought, as('V', voiding('R')), amending('R', { quantity: '3' })]
    expect(fold(given).stock().onHand).toBe('0')
    expect(fold([...given, voiding('V')]).stock().onHand).toBe('3')
  })
})

describe('charges on a receipt', () => {
  it('add up', () => {
    expect(fold([bought, charge('R', '20'), charge('R', '-5')]).stock().value).toBe('115')
  })

  it('come on top of the charges the receipt had', () => {
    const freighted = as('R', receipt('10', '10', { charges: [{ code: 'freight', amount: '7' }] }))
    expect(fold([freighted, charge('R', '20')]).stock().value).toBe('127')
  })

  it('a corrected unit cost is the bare cost; the latest stands, and charges stay on top', () => {
    const given = [bought, correctedCost('R', '8'), charge('R', '20'), correctedCost('R', '9')]
    expect(fold(given).stock().value).toBe('110')
    expect(fold(given).costs().lastReceipt).toBe('9')
  })

  it('a corrected unit cost takes the place of a total cost', () => {
    expect(fold([as('R', receiptFor('10', '55')), correctedCost('R', '8')]).stock().value).toBe('80')
  })

  it('of a corrected unit cost and an amended one the later stands', () => {
    const first = [bought, correctedCost('R', '8'), as('A', amending('R', { unitCost: '6' }))]
    expect(fold(first).stock().value).toBe('60')
    expect(fold([...first, correctedCost('R', '7')]).stock().value).toBe('70')
    expect(fold([...first, voiding('A')]).stock().value).toBe('80')
  })

  it('follow an amended quantity, time and branch of the receipt', () => {
    const given = [
      bought,
      charge('R', '20'),
      amending('R', { quantity: '5', branch: 'B', occurredAt: new Date(time('2027-03-01')) }),
    ]
    expect(fold(given).stock('B').value).toBe('70')
    expect(fold(given, '2027-02-28').stock('B').value).toBe('0')
  })

  it('recorded before the receipt, or on what is no receipt, do nothing', () => {
    expect(fold([charge('R', '20'), bought]).stock().value).toBe('100')
    expect(fold([bought, sold, charge('S', '20')]).stock().value).toBe('60')
    expect(fold([bought, charge('unknown', '20')]).branch()).toMatchObject({
      value: '100',
      costVariance: '0',
    })
  })

  it('on a void receipt are variance in full, at the time and branch of the receipt', () => {
    const given = [
      on('2027-01-05', as('R', receipt('10', '10', { branch: 'B' }))),
      on('2027-02-01', as('C', charge('R', '20'))),
      on('2027-02-02', charge('R', '4')),
      on('2027-03-01', as('V', voiding('R'))),
    ]
    expect(fold(given, '2027-01-05').branch('B').costVariance).toBe('24')
    expect(fold(given, '2027-01-04').branch('B').costVariance).toBe('0')
    expect(fold([...given, voiding('C')]).branch('B').costVariance).toBe('4')
    expect(fold([...given, voiding('V')]).branch('B')).toMatchObject({ value: '124', costVariance: '0' })
  })

  it('a corrected unit cost of a void receipt is nothing', () => {
    expect(fold([bought, correctedCost('R', '8'), voiding('R')]).branch()).toMatchObject({
      value: '0',
      costVariance: '0',
    })
  })

  it('that arrive are facts of their own, at their own time and place in the log', () => {
    const given = [
      on('2026-12-31', policy({ lateChargeEffect: 'arrival' })),
      bought,
      on('2027-02-01', as('C', charge('R', '20'))),
    ]
    expect(facts(...given).at(-1)).toEqual({
      type: 'LateChargeArrived',
      id: 'C',
      item: 'tea',
      occurredAt: time('2027-02-01'),
      position: 3,
      recordedAt: expect.any(Number),
      receipt: 'R',
      branch: 'A',
      amount: 20_000_000n,
    })
  })
})

describe('knowledge', () => {
  it('a view known through an earlier position does not see later corrections', () => {
    const given = [bought, sold, voiding('S'), charge('R', '20')]
    const known = [2, 3, 4].map((events) => fold(given.slice(0, events)).stock().value)
    expect(known).toEqual(['60', '100', '120'])
  })
})

describe('locality', () => {
  it('gives back every event that no other concerns as the same object', () => {
    const events = record([
      bought,
      sold,
      as('S2', sale('1')),
      as('R2', receipt('5', '7')),
      voiding('S'),
      charge('R', '20'),
      customerReturn('1', { sale: 'S2' }),
    ])
    const prepared = prepare(stockProjection, events)
    const same = prepared.filter((fact) => events.some((event) => event === fact)).map((fact) => fact.id)
    expect(same).toEqual(['R2', '#7'])
    expect(prepared.map((fact) => fact.id)).toEqual(['R', 'S2', 'R2', '#7'])
  })

  it('gives back all events as they are where none concerns another', () => {
    const events = record([bought, sold, entry('3'), posting()])
    expect(prepare(stockProjection, events).every((fact, index) => fact === events[index])).toBe(true)
  })

  it('does not change the events it was given', () => {
    const events = record([
      bought,
      sold,
      charge('R', '20'),
      amending('S', { quantity: '1' }),
      customerReturn('1', { sale: 'S' }),
    ])
    const before = structuredClone(events)
    prepare(stockProjection, events)
    expect(events).toEqual(before)
  })

  it.each<[string, Given, boolean]>([
    ['a void', voiding('S'), true],
    ['an amendment', amending('S', { quantity: '1' }), true],
    ['a charge', charge('R', '1'), true],
    ['a return naming its sale', customerReturn('1', { sale: 'S' }), true],
    ['a return naming none', customerReturn('1'), false],
    ['a supplier return naming its receipt', supplierReturn('1', { receipt: 'R' }), true],
    ['a supplier return naming none', supplierReturn('1'), false],
    ['a receipt', bought, false],
    ['a sale', sold, false],
  ])('%s may concern others: says so', (_, given, concerns) => {
    expect(record([given]).map(concernsOthers)).toEqual([concerns])
  })
})
