import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on } from './history.spec.support.ts'
import {
  adjustment,
  charge,
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
  voiding,
} from './trade.spec.support.ts'

describe('amount = quantity x unit cost', () => {
  it('is rounded half away from zero to a micro', () => {
    expect(fold([receipt('0.5', '0.000001')]).stock().value).toBe('0.000001')
    expect(fold([receipt('0.4', '0.000001')]).stock().value).toBe('0')
    expect(fold([receipt('3.333333', '0.3')]).stock().value).toBe('1')
  })

  it('takes the largest numbers there are', () => {
    expect(fold([receipt('999999999999.999999', '999999.999999')]).stock()).toMatchObject({
      onHand: '999999999999.999999',
      value: '999999999998999999',
    })
  })
})

describe('cost of what is issued', () => {
  it('is value x quantity / on hand, rounded half away from zero', () => {
    expect(fold([receiptFor('3', '110'), as('S', sale('1'))]).told('S')).toEqual(['sale A -1 -36.666667'])
    expect(fold([receiptFor('3', '100'), as('S', sale('1'))]).told('S')).toEqual(['sale A -1 -33.333333'])
    expect(fold([receiptFor('2', '0.000001'), as('S', sale('1'))]).told('S')).toEqual(['sale A -1 -0.000001'])
  })

  it('is carried by the value: the average is never rounded and multiplied again', () => {
    const thirds = [receiptFor('3', '100'), as('S1', sale('1')), as('S2', sale('1')), as('S3', sale('1'))]
    expect(fold(thirds).told().slice(1)).toEqual([
      'sale A -1 -33.333333',
      'sale A -1 -33.333334',
      'sale A -1 -33.333333',
    ])
  })

  it('is all the value when all that is on hand goes', () => {
    const gone = fold([receiptFor('3', '100'), as('S', sale('3'))])
    expect(gone.told('S')).toEqual(['sale A -3 -100'])
    expect(gone.stock()).toEqual({ onHand: '0', value: '0', average: '33.333333' })
  })
})

describe('with nothing or less on hand', () => {
  it('goods issued leave at the last known average', () => {
    const short = [receipt('2', '5'), sale('2'), as('S', sale('3'))]
    expect(fold(short).told('S')).toEqual(['sale A -3 -15'])
    expect(fold([...short, as('S2', sale('1'))]).told('S2')).toEqual(['sale A -1 -5'])
  })

  it('the average is kept as the pair it came from, so that nothing is rounded twice', () => {
    expect(fold([receiptFor('3', '100'), sale('3'), as('S', sale('3'))]).told('S')).toEqual([
      'sale A -3 -100',
    ])
  })

  it('goods in at the average add their cost', () => {
    const found = [receipt('2', '5'), sale('4'), as('F', adjustment('3'))]
    expect(fold(found).told('F')).toEqual(['adjustment A 3 15'])
    expect(fold(found).stock()).toEqual({ onHand: '1', value: '5', average: '5' })
  })

  it('the average follows a receipt that leaves on hand at zero or below', () => {
    const short = [receipt('2', '5'), sale('6'), receipt('3', '8')]
    expect(fold(short).stock()).toEqual({ onHand: '-1', value: '-8', average: '8' })
    expect(fold([...short, receipt('1', '9')]).stock()).toEqual({ onHand: '0', value: '0', average: '9' })
  })
})

describe('with no average yet', () => {
  it('a movement takes the last receipt cost', () => {
    expect(fold([define({ lastReceiptCost: '4' }), market('6'), as('S', sale('2'))]).told('S')).toEqual([
      'sale A -2 -8',
    ])
  })

  it('else the market cost', () => {
    expect(fold([market('6'), as('S', sale('2'))]).told('S')).toEqual(['sale A -2 -12'])
    expect(fold([market('6'), as('F', adjustment('2'))]).told('F')).toEqual(['adjustment A 2 12'])
    expect(fold([market('6'), entry('2'), as('P', posting())]).told('P')).toEqual(['count A 2 12'])
    expect(fold([market('6'), as('T', transfer('A', 'B', '1'))]).told('T')).toEqual([
      'transfer-out A -1 -6',
      'transfer-in B 1 6',
    ])
  })

  it('else nothing, and there is still no average after it', () => {
    const unknown = [as('S', sale('2'))]
    expect(fold(unknown).told('S')).toEqual(['sale A -2 0'])
    expect(fold(unknown).stock()).toEqual({ onHand: '-2', value: '0', average: null })
    expect(fold([...unknown, market('6'), as('S2', sale('1'))]).told('S2')).toEqual(['sale A -1 -6'])
  })

  it('goods that came free of cost do set an average, of zero', () => {
    expect(fold([receipt('2', '0'), sale('2'), market('6'), as('S', sale('1'))]).told('S')).toEqual([
      'sale A -1 0',
    ])
  })
})

describe('goods in that carry their own cost and find nothing or less on hand', () => {
  const short = [receipt('10', '10'), as('S0', sale('12'))]

  it.each<[string, Given, readonly string[]]>([
    [
      'a receipt with its charges',
      receipt('5', '8', { charges: [{ code: 'freight', amount: '5' }] }),
      ['receipt A 5 45', 'negative-stock-difference A 0 2'],
    ],
    [
      'a customer return at the cost of its sale',
      customerReturn('5', { sale: 'S0' }),
      ['customer-return A 5 50'],
    ],
    [
      'an adjustment with a unit cost',
      adjustment('5', { unitCost: '8' }),
      ['adjustment A 5 40', 'negative-stock-difference A 0 4'],
    ],
  ])(
    '%s: value becomes their total x new on hand / their quantity, the difference is told apart',
    (_, event, told) => {
      expect(fold([...short, as('X', event)]).told('X')).toEqual(told)
    },
  )

  it('a transfer in does so as well', () => {
    const moved = fold([...short, receipt('5', '8', { branch: 'B' }), as('T', transfer('B', 'A', '5'))])
    expect(moved.told('T')).toEqual([
      'transfer-out B -5 -40',
      'transfer-in A 5 40',
      'negative-stock-difference A 0 4',
    ])
    expect(moved.stock()).toEqual({ onHand: '3', value: '24', average: '8' })
  })

  it('the difference makes value bridges add up', () => {
    const outcome = fold([...short, receipt('5', '8')])
    const told = outcome.effects.reduce(
      (sum, effect) => sum + (effect.effect === 'moved' ? effect.value : 0n),
      0n,
    )
    expect(told).toBe(24_000_000n)
    expect(outcome.stock().value).toBe('24')
  })

  it('at exactly zero on hand there is no difference: a receipt at zero on hand sets the average', () => {
    const outcome = fold([receiptFor('3', '100'), sale('3'), as('R', receipt('2', '7'))])
    expect(outcome.told('R')).toEqual(['receipt A 2 14'])
    expect(outcome.stock()).toEqual({ onHand: '2', value: '14', average: '7' })
  })
})

describe('goods out at a stated cost', () => {
  it('take that cost while the value present covers it', () => {
    const outcome = fold([receipt('10', '10'), as('X', adjustment('-2', { unitCost: '12' }))])
    expect(outcome.told('X')).toEqual(['adjustment A -2 -24'])
    expect(outcome.stock()).toMatchObject({ onHand: '8', value: '76', average: '9.5' })
  })

  it('take at most the value present while stock remains; the rest is cost variance', () => {
    const outcome = fold([receipt('10', '1'), as('X', adjustment('-2', { unitCost: '12' }))])
    expect(outcome.told('X')).toEqual(['adjustment A -2 -10', 'variance A 14'])
    expect(outcome.stock()).toEqual({ onHand: '8', value: '0', average: '0' })
    expect(outcome.branch().costVariance).toBe('14')
  })

  it('take nothing from goods worth less than nothing', () => {
    const outcome = fold([
      receipt('10', '1'),
      revaluation({ amount: '-30' }),
      as('X', adjustment('-2', { unitCost: '12' })),
    ])
    expect(outcome.told('X')).toEqual(['adjustment A -2 0', 'variance A 24'])
    expect(outcome.stock()).toMatchObject({ onHand: '8', value: '-20' })
  })

  it('leave nothing behind at zero on hand: what is left goes to the negative-stock difference', () => {
    const outcome = fold([receipt('10', '10'), as('X', adjustment('-10', { unitCost: '4' }))])
    expect(outcome.told('X')).toEqual(['adjustment A -10 -40', 'negative-stock-difference A 0 -60'])
    expect(outcome.stock()).toEqual({ onHand: '0', value: '0', average: '10' })
  })

  it('a supplier return by parameter does the same', () => {
    const outcome = fold([
      on('2026-12-31', policy({ supplierReturnCost: 'receipt' })),
      as('R', receipt('1', '50')),
      receipt('3', '10'),
      sale('2'),
      as('X', supplierReturn('1', { receipt: 'R' })),
    ])
    expect(outcome.told('X')).toEqual(['supplier-return A -1 -40', 'variance A 10'])
    expect(outcome.stock()).toMatchObject({ onHand: '1', value: '0' })
  })

  it('below zero on hand the stated cost stands', () => {
    const outcome = fold([receipt('1', '10'), as('X', adjustment('-3', { unitCost: '12' }))])
    expect(outcome.told('X')).toEqual(['adjustment A -3 -36'])
    expect(outcome.stock()).toMatchObject({ onHand: '-2', value: '-26', average: '10' })
  })
})

describe('whenever on hand becomes zero, value becomes zero', () => {
  it.each<[string, readonly Given[]]>([
    [
      'by goods found',
      [receiptFor('3', '100'), sale('4'), revaluation({ amount: '1' }), as('X', adjustment('1'))],
    ],
    ['by a receipt', [receipt('3', '10'), sale('5'), as('X', receipt('2', '12'))]],
    ['by a count', [receiptFor('3', '100'), revaluation({ amount: '5' }), entry('0'), as('X', posting())]],
    ['by a transfer', [receiptFor('3', '100'), as('X', transfer('A', 'B', '3'))]],
  ])('%s', (_, given) => {
    expect(fold(given).stock()).toMatchObject({ onHand: '0', value: '0' })
  })

  it('and what is left goes to the negative-stock difference', () => {
    const outcome = fold([
      receipt('3', '10'),
      sale('4'),
      revaluation({ amount: '-2' }),
      as('X', receipt('1', '10')),
    ])
    expect(outcome.told('X')).toEqual(['receipt A 1 10', 'negative-stock-difference A 0 2'])
  })
})

describe('a revaluation at zero on hand', () => {
  const empty = [receipt('3', '10'), sale('3')]

  it('to a unit cost makes it the kept average', () => {
    const outcome = fold([...empty, as('V', revaluation({ unitCost: '7' })), as('S', sale('1'))])
    expect(outcome.told('V')).toEqual([])
    expect(outcome.told('S')).toEqual(['sale A -1 -7'])
  })

  it('by an amount is cost variance', () => {
    const outcome = fold([...empty, as('V', revaluation({ amount: '7' }))])
    expect(outcome.told('V')).toEqual(['variance A 7'])
    expect(outcome.stock()).toEqual({ onHand: '0', value: '0', average: '10' })
  })
})

describe('a revaluation below zero on hand', () => {
  it('sets value and average alike', () => {
    const short = [receipt('3', '10'), sale('5')]
    expect(fold([...short, revaluation({ unitCost: '7' })]).stock()).toEqual({
      onHand: '-2',
      value: '-14',
      average: '7',
    })
    expect(fold([...short, revaluation({ amount: '-6' })]).stock()).toEqual({
      onHand: '-2',
      value: '-26',
      average: '13',
    })
  })
})

describe('a count posting with a unit cost', () => {
  it('sets the value of what is then on hand; the change is a revaluation', () => {
    const outcome = fold([receipt('10', '10'), entry('8'), sale('3'), as('P', posting({ unitCost: '4' }))])
    expect(outcome.told('P')).toEqual(['count A -2 -20', 'revaluation A 0 -30'])
    expect(outcome.stock()).toEqual({ onHand: '5', value: '20', average: '4' })
  })

  it('at zero counted makes the unit cost the kept average', () => {
    const outcome = fold([receipt('10', '10'), entry('0'), as('P', posting({ unitCost: '4' }))])
    expect(outcome.stock()).toEqual({ onHand: '0', value: '0', average: '4' })
  })
})

describe('a fact that names another', () => {
  it.each<[string, readonly Given[]]>([
    [
      'that is void',
      [as('S', sale('2')), receipt('8', '20'), as('B', customerReturn('2', { sale: 'S' })), voiding('S')],
    ],
    ['that is unknown', [receipt('10', '20'), as('B', customerReturn('2', { sale: 'S' }))]],
    [
      'that has not happened yet at that point',
      [
        receipt('10', '20'),
        as('B', customerReturn('2', { sale: 'S' })),
        on('2027-06-01', as('S', sale('2'))),
      ],
    ],
  ])('%s counts as naming none, and is an anomaly', (_, given) => {
    const outcome = fold([receipt('10', '10'), ...given])
    const average = given[0]?.id === 'S' ? (100 + 160) / 18 : 15
    expect(outcome.told('B')).toEqual([
      'anomaly RETURN_WITHOUT_SALE',
      `customer-return A 2 ${Number((2 * average).toFixed(6))}`,
    ])
  })

  it('a return of more than is left of its sale: the excess names none, and is an anomaly', () => {
    const outcome = fold([
      receipt('10', '10'),
      as('S', sale('3')),
      receipt('7', '30'),
      as('B1', customerReturn('2', { sale: 'S' })),
      as('B2', customerReturn('2', { sale: 'S' })),
    ])
    expect(outcome.told('B1')).toEqual(['customer-return A 2 20'])
    expect(outcome.told('B2')).toEqual([
      'anomaly RETURN_EXCEEDS_SALE',
      'customer-return A 1 10',
      'customer-return A 1 18.235294',
    ])
  })

  it('a charge that occurred before its receipt still acts on the receipt', () => {
    const outcome = fold([on('2027-01-10', as('R', receipt('2', '10'))), on('2027-01-01', charge('R', '4'))])
    expect(outcome.stock().value).toBe('24')
  })
})

describe('the order of folding', () => {
  it('is that of occurrence, not of recording', () => {
    const outcome = fold([
      on('2027-01-03', as('S', sale('1'))),
      on('2027-01-01', receipt('1', '10')),
      on('2027-01-02', receipt('1', '20')),
    ])
    expect(outcome.told('S')).toEqual(['sale A -1 -15'])
  })

  it('at one instant is that of recording', () => {
    const noon = '2027-01-01 12:00'
    const saleFirst = [on(noon, as('S', sale('1'))), on(noon, as('R', receipt('1', '20')))]
    expect(fold([market('5'), ...saleFirst]).told('S')).toEqual(['sale A -1 -5'])
    expect(fold([market('5'), ...saleFirst.toReversed()]).told('S')).toEqual(['sale A -1 -20'])
  })
})
