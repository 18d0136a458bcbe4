import { describe, expect, it } from 'vitest'
import { as, fold, keyOf, on } from './history.spec.support.ts'
import {
  adjustment,
  entry,
  initialising,
  lotCorrection,
  posting,
  receipt,
  sale,
  transfer,
} from './trade.spec.support.ts'

const stocked = on('2027-01-01', receipt('10', '2'))
const inLots = on(
  '2027-01-01',
  receipt('10', '2', {
    lots: [
      { lot: 'L1', quantity: '6' },
      { lot: 'L2', quantity: '2' },
    ],
  }),
)

describe('count entries', () => {
  it('move nothing and add up until posted; a negative one corrects an earlier one', () => {
    const counting = fold([stocked, entry('8'), entry('5'), on('2027-01-02', entry('-1'))])
    expect(counting.stock().onHand).toBe('10')
    expect(counting.branch()).toMatchObject({
      lastCountQuantity: '12',
      lastCountedOn: '2027-01-02T00:00:00.000Z',
    })
  })

  it('of one branch are not those of another', () => {
    const counting = fold([stocked, entry('8'), entry('5', { branch: 'B' }), posting({ branch: 'B' })])
    expect([counting.stock('A').onHand, counting.stock('B').onHand]).toEqual(['10', '5'])
    expect(counting.branch('A').lastCountQuantity).toBe('8')
  })

  it('of different count names at one branch add up: the name is a label', () => {
    expect(
      fold([stocked, entry('8', { count: 'shelf' }), entry('5', { count: 'cellar' }), posting()]).stock()
        .onHand,
    ).toBe('13')
  })
})

describe('posting a count', () => {
  it('makes on hand what was counted', () => {
    expect(fold([stocked, entry('7'), posting()]).stock()).toMatchObject({ onHand: '7', value: '14' })
  })

  it('corrects it for what moved since the first entry', () => {
    expect(fold([stocked, entry('7'), sale('3'), receipt('1', '2'), posting()]).stock().onHand).toBe('5')
  })

  it('never counted is not counted as zero: without entries it moves nothing and sets no date', () => {
    const posted = fold([stocked, posting()])
    expect(posted.stock().onHand).toBe('10')
    expect(posted.branch()).toMatchObject({ lastCountedOn: null, lastCountQuantity: null })
  })

  it('counted as zero is counted', () => {
    const posted = fold([stocked, entry('0'), posting()])
    expect(posted.stock()).toMatchObject({ onHand: '0', value: '0' })
    expect(posted.branch().lastCountQuantity).toBe('0')
  })

  it('sets the date of posting, and the total of the entries as last count quantity', () => {
    const posted = fold([stocked, entry('7'), entry('1'), on('2027-01-03', posting())])
    expect(posted.branch()).toMatchObject({
      lastCountQuantity: '8',
      lastCountedOn: '2027-01-03T00:00:00.000Z',
    })
  })

  it('ends the count: the next entry opens another one', () => {
    const again = [stocked, entry('7'), posting(), sale('2'), entry('6')]
    expect(fold(again).branch().lastCountQuantity).toBe('6')
    expect(fold([...again, as('P', posting())]).told('P')).toEqual(['count A 1 2'])
    expect(fold([...again, posting(), as('P', posting())]).told('P')).toEqual([])
  })

  it('starts from what is there just before the first entry, facts of the same instant included', () => {
    const noon = '2027-01-02 12:00'
    const told = fold([
      stocked,
      on(noon, sale('3')),
      on(noon, entry('7')),
      on(noon, sale('1')),
      as('P', on(noon, posting())),
    ])
    expect(told.told('P')).toEqual([])
    expect(told.stock().onHand).toBe('6')
  })

  it('is derived again when a fact before the count comes late: the variance changes, the result does not', () => {
    const counted = [stocked, on('2027-01-02', entry('7')), as('P', on('2027-01-03', posting()))]
    const late = [...counted, on('2027-01-01 12:00', sale('2'))]
    expect([fold(counted).told('P'), fold(late).told('P')]).toEqual([['count A -3 -6'], ['count A -1 -2']])
    expect([fold(counted).stock().onHand, fold(late).stock().onHand]).toEqual(['7', '7'])
  })
})

describe('initialising counts', () => {
  it('clears unposted entries and the last count quantity; the date stays', () => {
    const cleared = [stocked, on('2027-01-02', entry('7')), on('2027-01-03', initialising())]
    expect(fold(cleared).branch()).toMatchObject({
      lastCountQuantity: null,
      lastCountedOn: '2027-01-02T00:00:00.000Z',
    })
    expect(fold([...cleared, on('2027-01-04', posting())]).stock().onHand).toBe('10')
    expect(fold([...cleared, on('2027-01-04', posting())]).branch().lastCountedOn).toBe(
      '2027-01-02T00:00:00.000Z',
    )
  })

  it('lets the next entry start a count of its own', () => {
    const given = [stocked, entry('3'), initialising(), sale('4'), entry('6'), as('P', posting())]
    expect(fold(given).told('P')).toEqual([])
  })

  it('forgets the lots of unposted entries', () => {
    const given = [
      inLots,
      entry('3', { lots: [{ lot: 'L1', quantity: '3' }] }),
      initialising(),
      entry('10'),
      posting(),
    ]
    expect(fold(given).lots()).toEqual({ '': '2', L1: '6', L2: '2' })
  })
})

describe('a count with lots', () => {
  it('sets the lots it names and the no-lot bucket; lots it does not name stay', () => {
    const given = [inLots, entry('9', { lots: [{ lot: 'L1', quantity: '5' }] }), as('P', posting())]
    expect(fold(given).lots()).toEqual({ '': '4', L1: '5', L2: '2' })
    expect(fold(given).told('P')).toEqual(['count A 1 2'])
  })

  it('adds up the lots of its entries', () => {
    const given = [
      inLots,
      entry('4', { lots: [{ lot: 'L1', quantity: '4' }] }),
      entry('2', { lots: [{ lot: 'L1', quantity: '2' }] }),
      entry('-1', { lots: [{ lot: 'L1', quantity: '-1' }] }),
      entry('2', { lots: [{ lot: 'L2', quantity: '2' }] }),
      entry('2'),
      posting(),
    ]
    expect(fold(given).lots()).toEqual({ '': '2', L1: '5', L2: '2' })
    expect(fold(given).branch().lastCountQuantity).toBe('9')
  })

  it('corrects each lot for what moved in it since the first entry', () => {
    const given = [
      inLots,
      entry('5', { lots: [{ lot: 'L1', quantity: '5' }] }),
      sale('2', { lots: [{ lot: 'L1', quantity: '2' }] }),
      posting(),
    ]
    expect(fold(given).lots()).toEqual({ '': '0', L1: '3', L2: '2' })
  })

  it('leaves no trace on its lots once posted or initialised', () => {
    const given = [inLots, entry('10', { lots: [{ lot: 'L1', quantity: '6' }] })]
    for (const end of [posting(), initialising()]) {
      expect(fold([...given, end]).find('lot', keyOf('A', 'L1'))).toEqual(
        fold([inLots]).find('lot', keyOf('A', 'L1')),
      )
    }
  })

  it('finds a lot that was not known', () => {
    const given = [stocked, entry('12', { lots: [{ lot: 'new', quantity: '4' }] }), posting()]
    expect(fold(given).lots()).toEqual({ '': '8', new: '4' })
  })

  it('counts a named lot as gone when it says zero', () => {
    const given = [inLots, entry('2', { lots: [{ lot: 'L1', quantity: '0' }] }), posting()]
    expect(fold(given).lots()).toEqual({ '': '2', L1: '0', L2: '2' })
  })

  it('is not disturbed by goods relabelled while it is open', () => {
    const given = [
      inLots,
      entry('10', {
        lots: [
          { lot: 'L1', quantity: '6' },
          { lot: 'L2', quantity: '2' },
        ],
      }),
      lotCorrection('1', { from: 'L1', to: 'L2' }),
      as('P', posting()),
    ]
    expect(fold(given).told('P')).toEqual([])
    expect(fold(given).lots()).toEqual({ '': '2', L1: '5', L2: '3' })
  })

  it('tells when a lot ends up below zero', () => {
    const given = [
      inLots,
      entry('1', { lots: [{ lot: 'L1', quantity: '1' }] }),
      sale('4', { lots: [{ lot: 'L1', quantity: '4' }] }),
      as('P', posting()),
    ]
    expect(fold(given).told('P')).toContain('anomaly LOT_NEGATIVE')
    expect(fold(given).lots().L1).toBe('-3')
  })
})

describe('a count that names no lot, of goods in lots', () => {
  it('is of all that is there: on hand becomes what was counted, the variance falls to the no-lot bucket', () => {
    const posted = fold([inLots, entry('9'), as('P', posting())])
    expect(posted.told('P')).toEqual(['count A -1 -2'])
    expect(posted.stock().onHand).toBe('9')
    expect(posted.lots()).toEqual({ '': '1', L1: '6', L2: '2' })
  })
})

describe('goods that move during a count', () => {
  it.each([
    ['sold', sale('1')],
    ['received', receipt('1', '2')],
    ['adjusted', adjustment('-1')],
    ['transferred out', transfer('A', 'B', '1')],
    ['transferred in', transfer('B', 'A', '1')],
  ])('%s between the first entry and a later one are an anomaly', (_, movement) => {
    expect(fold([stocked, entry('4'), movement, entry('6')]).anomalies).toEqual(['MOVEMENT_DURING_COUNT'])
  })

  it('are none after the last entry, before the first one, or at another branch', () => {
    expect(fold([stocked, sale('1'), entry('4'), entry('5'), sale('1'), posting()]).anomalies).toEqual([])
    expect(fold([stocked, entry('4'), sale('1', { branch: 'B' }), entry('6')]).anomalies).toEqual([])
  })
})
