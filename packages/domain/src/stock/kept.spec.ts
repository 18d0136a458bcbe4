import { describe, expect, it } from 'vitest'
import { as, fold, keyOf, on } from './history.spec.support.ts'
import {
  adjustment,
  allocation,
  charge,
  customerReturn,
  define,
  entry,
  hold,
  lotCorrection,
  market,
  order,
  policy,
  posting,
  receipt,
  release,
  reserve,
  revaluation,
  sale,
  supplierReturn,
  transfer,
} from './trade.spec.support.ts'

describe('what an item is defined as', () => {
  const attributes = {
    name: 'Tea',
    unit: 'kg',
    stocked: true,
    maintainReceipts: false,
    taxable: 'VAT',
    discountCode: 'net',
    priceMatrix: 'M',
    priceRounding: '.09',
    merchandising: ['front'],
    group: 'drinks',
    section: 'S',
    vendor: 'V',
    suggestedList: '9',
    prices: { retail: '8' },
    expectedMargin: '40',
    minimumMargin: '30',
    minimum: '3',
    maximum: '12',
    safetyStock: '1',
  } as const

  it('is kept, attribute by attribute', () => {
    expect(fold([define(attributes)]).find('item', 'item')).toMatchObject({ ...attributes, defined: true })
  })

  it.each(Object.keys(attributes))(
    'stays in %s when something else is changed, and is cleared by null',
    (name) => {
      const other = name === 'name' ? { unit: 'g' } : { name: 'Coffee' }
      const kept = fold([define(attributes), define(other)]).find('item', 'item')
      expect(kept?.[name]).toEqual(Reflect.get(attributes, name))
      const cleared = fold([define(attributes), define({ [name]: null })]).find('item', 'item')
      expect(cleared?.[name]).toEqual(name === 'merchandising' ? [] : name === 'prices' ? {} : null)
    },
  )
})

describe('an order line', () => {
  const line = keyOf('PO', '')
  const full = order('10', { unitCost: '4', supplier: 'V1', dueOn: '2027-05-01' })

  it('keeps its cost, supplier and date, until it is saved without them', () => {
    expect(fold([full]).find('order', line)).toMatchObject({
      branch: 'A',
      purchaseOrder: 'PO',
      status: 'ordered',
      unitCost: '4',
      supplier: 'V1',
      dueOn: '2027-05-01',
    })
    expect(fold([full, order('10')]).find('order', line)).toMatchObject({
      unitCost: null,
      supplier: null,
      dueOn: null,
    })
  })
})

describe('a reservation', () => {
  const key = keyOf('A', 'W1')

  it('keeps what it is of', () => {
    const given = [reserve('W1', '3', { channel: 'web' })]
    expect(fold(given).find('reservation', key)).toEqual({
      branch: 'A',
      reservation: 'W1',
      quantity: '3',
      channel: 'web',
    })
  })

  it('is forgotten once all of it is released, and not before', () => {
    expect(fold([reserve('W1', '3'), release('W1', '2')]).find('reservation', key)).toMatchObject({
      quantity: '1',
    })
    expect(fold([reserve('W1', '3'), release('W1', '3')]).find('reservation', key)).toBeUndefined()
    expect(fold([reserve('W1', '3'), release('W1', '4')]).branch().reserved).toBe('0')
  })

  it('may be released of a channel that nothing was allocated to', () => {
    const given = [allocation('web', '5'), reserve('W1', '3', { channel: 'web' }), release('W1', '3')]
    expect(fold(given).find('channel', keyOf('A', 'web'))).toMatchObject({ allocated: '5', reserved: '0' })
  })
})

describe('what moves', () => {
  it('is told by its kind', () => {
    const given = [
      as('R', receipt('10', '2')),
      adjustment('2', { unitCost: '5' }),
      adjustment('-1', { unitCost: '5' }),
      supplierReturn('1'),
      revaluation({ unitCost: '3' }),
      entry('9'),
      posting(),
    ]
    expect(
      fold(given)
        .told()
        .map((told) => told.split(' ')[0]),
    ).toEqual(['receipt', 'adjustment', 'adjustment', 'supplier-return', 'revaluation', 'count'])
  })

  it('tells nothing of what is nothing', () => {
    expect(fold([receipt('5', '2'), entry('5'), posting()]).told()).toEqual(['receipt A 5 10'])
    expect(fold([as('R', receipt('5', '2')), sale('5'), charge('R', '3')]).told('#3')).toEqual([])
  })
})

describe('a return of more than was sold', () => {
  it('takes the rest back at the average, which its cost of sales says', () => {
    const given = [
      as('R', receipt('10', '10')),
      as('S', sale('2', { netAmount: '40' })),
      receipt('8', '20'),
      as('B', customerReturn('3', { sale: 'S', netAmount: '60' })),
    ]
    // Two at the 10 they were sold at, one at the average with them: 260 of 18.
    expect(fold(given).told('B')).toEqual([
      'anomaly RETURN_EXCEEDS_SALE',
      'customer-return A 2 20',
      'customer-return A 1 14.444444',
    ])
    expect(fold(given).branch()).toMatchObject({ costOfSales: '-14.444444', onHand: '19' })
  })

  it('says so, with the sale', () => {
    const given = [receipt('10', '10'), as('S', sale('2')), customerReturn('2', { sale: 'S' })]
    expect(fold(given).anomalies).toEqual([])
    const over = [...given, customerReturn('1', { sale: 'S' })]
    const [anomaly] = fold(over).effects.filter(({ effect }) => effect === 'anomaly')
    expect(anomaly).toMatchObject({ code: 'RETURN_EXCEEDS_SALE', detail: 'sale S' })
  })
})

describe('lots', () => {
  it('that become empty are no anomaly, and those below zero are, with their name', () => {
    const lot = (quantity: string) => ({ lots: [{ lot: 'L', quantity }] })
    const received = receipt('5', '1', lot('3'))
    expect(fold([received, sale('3', lot('3'))]).anomalies).toEqual([])
    expect(fold([received, lotCorrection('3', { from: 'L' })]).anomalies).toEqual([])
    const details = (given: Parameters<typeof fold>[0]) =>
      fold(given).effects.flatMap((effect) => (effect.effect === 'anomaly' ? [effect.detail] : []))
    expect(details([received, sale('4', lot('4'))])).toEqual(['lot L at A'])
    expect(details([received, lotCorrection('4', { from: 'L' })])).toEqual(['lot L at A'])
  })

  it('that are held are held at a branch, or at all', () => {
    expect(fold([hold('L', 'A')]).find('hold', keyOf('L', 'A'))).toMatchObject({
      lot: 'L',
      branch: 'A',
      held: true,
    })
    expect(fold([hold('L')]).find('hold', keyOf('L', ''))).toMatchObject({ lot: 'L', branch: '', held: true })
  })
})

describe('an item that is not tracked', () => {
  it('takes its market cost from every receipt, where the policy says so', () => {
    const given = [
      policy({ setMarketCostWithLastReceiptCostChange: true }),
      define({ tracksQuantity: false, marketCost: '3' }),
      receipt('1', '5'),
      market('9', 'A'),
      receipt('1', '5'),
    ]
    expect(fold(given).costs().market).toBe('5')
  })
})

describe('corrections', () => {
  it('are no facts of their own', () => {
    const amended = {
      type: 'MovementAmended',
      item: 'tea',
      movement: 'R',
      changes: { quantity: '4' },
    } as const
    expect(fold([as('R', receipt('10', '2')), amended]).facts.map(({ type }) => type)).toEqual([
      'StockReceived',
    ])
  })

  it('of one receipt leave the corrected cost of another', () => {
    const given = [
      as('R1', receipt('10', '2')),
      as('R2', receipt('10', '2')),
      { type: 'ReceiptCostAdjusted', item: 'tea', receipt: 'R1', unitCost: '3' } as const,
      { type: 'MovementAmended', item: 'tea', movement: 'R2', changes: { unitCost: '5' } } as const,
      { type: 'MovementAmended', item: 'tea', movement: 'R1', changes: { quantity: '4' } } as const,
    ]
    expect(fold(given).stock()).toMatchObject({ onHand: '14', value: '62' })
  })

  it('of a cost by an amended total stand as the later of the two', () => {
    const given = [
      as('R', receipt('10', '2')),
      { type: 'ReceiptCostAdjusted', item: 'tea', receipt: 'R', unitCost: '3' } as const,
      { type: 'MovementAmended', item: 'tea', movement: 'R', changes: { totalCost: '70' } } as const,
    ]
    expect(fold(given).stock().value).toBe('70')
  })
})

describe('a company-wide average', () => {
  it('that ends leaves to branches without stock the average of all', () => {
    const given = [
      on('2027-01-01 00:00', policy({ averageScope: 'company' })),
      on('2027-01-02 00:00', receipt('4', '10')),
      on('2027-01-03 00:00', transfer('A', 'B', '4')),
      on('2027-01-04 00:00', policy({ averageScope: 'branch' })),
      on('2027-01-05 00:00', receipt('1', '30', { branch: 'B' })),
    ]
    expect(fold(given).stock('A')).toMatchObject({ onHand: '0', average: '10' })
    expect(fold(given).stock('B')).toMatchObject({ onHand: '5', value: '70', average: '14' })
  })
})
