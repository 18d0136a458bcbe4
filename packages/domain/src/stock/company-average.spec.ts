import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on } from './history.spec.support.ts'
import {
  adjustment,
  charge,
  customerReturn,
  entry,
  policy,
  posting,
  receipt,
  receiptFor,
  revaluation,
  sale,
  transfer,
} from './trade.spec.support.ts'

const company = on('2026-12-31', policy({ averageScope: 'company' }))
const atB = { branch: 'B' }

function values(given: readonly Given[], ...branches: readonly string[]) {
  const { stock } = fold(given)
  return branches.map((branch) => [stock(branch).onHand, stock(branch).value])
}

describe('a company-wide average', () => {
  it('shares the value of the pool by on hand', () => {
    const given = [company, receipt('10', '10'), receipt('30', '20', atB)]
    expect(values(given, 'A', 'B')).toEqual([
      ['10', '175'],
      ['30', '525'],
    ])
  })

  it('gives the remainder to the last branch with stock, by code point', () => {
    const three = [receiptFor('1', '100'), receipt('1', '0', atB), receipt('1', '0', { branch: 'C' })]
    expect(values([company, ...three], 'A', 'B', 'C').map(([, value]) => value)).toEqual([
      '33.333333',
      '33.333333',
      '33.333334',
    ])
    const emptyLast = [company, entry('0', { branch: '😀' }), ...three]
    expect(values(emptyLast, 'C', '😀')).toEqual([
      ['1', '33.333334'],
      ['0', '0'],
    ])
    const astral = [
      company,
      receiptFor('1', '100', { branch: '😀' }),
      receipt('2', '0', { branch: '\uFFFD' }),
    ]
    expect(values(astral, '\uFFFD', '😀')).toEqual([
      ['2', '66.666667'],
      ['1', '33.333333'],
    ])
  })

  it('tells what it moves between branches as re-averaging, so that each bridge adds up', () => {
    const outcome = fold([company, as('R1', receipt('10', '10')), as('R2', receipt('10', '20', atB))])
    expect(outcome.told('R2')).toEqual(['receipt B 10 200', 're-averaging A 0 50', 're-averaging B 0 -50'])
  })

  it('issues at the average of the company', () => {
    const outcome = fold([company, receipt('10', '10'), receipt('10', '20', atB), as('S', sale('4'))])
    expect(outcome.told('S')).toEqual(['sale A -4 -60'])
    expect(outcome.branch().costOfSales).toBe('60')
  })

  it('lets one branch go below zero while the company has stock, at the average', () => {
    const given = [company, receipt('10', '10'), as('S', sale('3', atB))]
    expect(fold(given).told('S')).toEqual(['sale B -3 -30'])
    expect(values(given, 'A', 'B')).toEqual([
      ['10', '100'],
      ['-3', '-30'],
    ])
  })

  it('applies the rule of negative stock to the company, not to a branch', () => {
    const given = [company, receipt('10', '10'), sale('3', atB), as('R', receipt('5', '20', atB))]
    expect(
      fold(given)
        .told('R')
        .filter((line) => line.startsWith('negative')),
    ).toEqual([])
    const below = [company, receipt('10', '10'), sale('13', atB), as('R', receipt('5', '20', atB))]
    expect(fold(below).told('R')).toContain('negative-stock-difference B 0 -30')
    expect(fold(below).stock('B')).toMatchObject({ onHand: '-8', value: '-160' })
  })

  it('is worth nothing at every branch when the company has nothing on hand', () => {
    const given = [company, receipt('10', '10'), sale('10', atB)]
    expect(values(given, 'A', 'B')).toEqual([
      ['10', '0'],
      ['-10', '0'],
    ])
  })

  it('a transfer moves value at the average; its charges are spread over the company', () => {
    const given = [
      company,
      receipt('10', '10'),
      as('T', transfer('A', 'B', '4', { charges: [{ code: 'freight', amount: '5' }] })),
    ]
    expect(fold(given).told('T')).toEqual([
      'transfer-out A -4 -40',
      'transfer-in B 4 45',
      're-averaging A 0 3',
      're-averaging B 0 -3',
    ])
    expect(values(given, 'A', 'B')).toEqual([
      ['6', '63'],
      ['4', '42'],
    ])
  })

  it('a transfer by parameter sets the last receipt cost of its receiver to the average', () => {
    const updating = on('2026-12-31', policy({ updateLastReceiptCostOnTransfers: true }))
    const given = [company, updating, receipt('10', '10'), receipt('10', '20', atB), transfer('A', 'C', '4')]
    expect(fold(given).costs('C').lastReceipt).toBe('15')
  })

  it('a revaluation at a branch is one of the company', () => {
    const given = [company, receipt('10', '10'), receipt('10', '20', atB)]
    expect(fold([...given, revaluation({ unitCost: '12' })]).stock('B')).toMatchObject({
      value: '120',
      average: '12',
    })
    expect(fold([...given, revaluation({ amount: '20' })]).stock('B')).toMatchObject({
      value: '160',
      average: '16',
    })
  })

  it('counts, adjustments, returns and late charges follow it', () => {
    const given = [
      company,
      as('R', receipt('10', '10')),
      as('S', sale('2')),
      receipt('8', '20', atB),
      adjustment('4', atB),
      entry('9'),
      posting(),
      customerReturn('1', { sale: 'S' }),
      charge('R', '20'),
    ]
    expect(values(given, 'A', 'B')).toEqual([
      ['10', '158.181818'],
      ['12', '189.818182'],
    ])
    expect(fold(given).stock('B').average).toBe('15.818182')
  })

  it('keeps the average of the company while nothing is on hand', () => {
    const given = [company, receiptFor('3', '100'), sale('3', atB), sale('1', { branch: 'C' })]
    expect(fold([...given.slice(0, 2), sale('3'), as('X', sale('3', atB))]).told('X')).toEqual([
      'sale B -3 -100',
    ])
  })

  it('marks an open count when goods are transferred', () => {
    const given = [company, receipt('10', '10'), entry('4'), transfer('A', 'B', '1'), entry('5')]
    expect(fold(given).anomalies).toEqual(['MOVEMENT_DURING_COUNT'])
    const atReceiver = [
      company,
      receipt('10', '10'),
      entry('4', atB),
      transfer('A', 'B', '1'),
      entry('5', atB),
    ]
    expect(fold(atReceiver).anomalies).toEqual(['MOVEMENT_DURING_COUNT'])
  })
})

describe('a change of the scope of averaging', () => {
  const two = [receipt('10', '10'), receipt('10', '20', atB)]

  it('to the company re-averages what is there, told as such', () => {
    const outcome = fold([...two, as('P', on('2027-02-01', policy({ averageScope: 'company' })))])
    expect(outcome.told('P')).toEqual(['re-averaging A 0 50', 're-averaging B 0 -50'])
    expect(outcome.stock('A')).toEqual({ onHand: '10', value: '150', average: '15' })
  })

  it('to the company leaves no value where the company has nothing on hand', () => {
    const given = [receipt('10', '10'), receipt('1', '20', atB), sale('11', atB)]
    const outcome = fold([...given, as('P', on('2027-02-01', policy({ averageScope: 'company' })))])
    expect([outcome.stock('A').value, outcome.stock('B').value]).toEqual(['0', '0'])
    expect(outcome.told('P')).toEqual([
      'negative-stock-difference A 0 100',
      're-averaging A 0 -200',
      're-averaging B 0 200',
    ])
  })

  it('to the company below zero on hand weighs the averages known at the branches by their quantities', () => {
    const short = [receipt('2', '10'), sale('4'), revaluation({ amount: '-6' }), receipt('1', '10', atB)]
    const outcome = fold([...short, on('2027-02-01', policy({ averageScope: 'company' }))])
    expect(fold(short).stock('A')).toEqual({ onHand: '-2', value: '-26', average: '13' })
    expect(outcome.stock('A').average).toBe('12')
  })

  it('back to branches leaves each its share and goes on from there', () => {
    const back = on('2027-02-01', policy({ averageScope: 'branch' }))
    const outcome = fold([company, ...two, back, on('2027-02-02', receipt('10', '25', atB))])
    expect([outcome.stock('A').average, outcome.stock('B').average]).toEqual(['15', '20'])
  })

  it('back to branches leaves one without stock the average of the company', () => {
    const back = on('2027-02-01', policy({ averageScope: 'branch' }))
    const outcome = fold([company, ...two, sale('10', atB), back, on('2027-02-02', as('S', sale('1', atB)))])
    expect(outcome.told('S')).toEqual(['sale B -1 -15'])
  })

  it('moves nothing for an item that has not begun', () => {
    expect(fold([company, on('2027-02-01', policy({ averageScope: 'branch' }))]).told()).toEqual([])
  })
})
