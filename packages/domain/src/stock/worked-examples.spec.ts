import { describe, expect, it } from 'vitest'
import { as, fold, type Given, on } from './history.spec.support.ts'
import {
  charge,
  customerReturn,
  define,
  entry,
  initialising,
  order,
  policy,
  posting,
  receipt,
  receiptFor,
  sale,
  transfer,
  voiding,
} from './trade.spec.support.ts'

describe('worked example A: one item through negative stock', () => {
  const story = [
    as('R1', receiptFor('3', '100', { charges: [{ code: 'freight', amount: '10' }] })),
    as('S1', sale('1')),
    as('S2', sale('3')),
    as('S3', sale('1')),
    as('R2', receipt('5', '40')),
    as('R3', receipt('1', '0')),
    as('R4', receipt('4', '50')),
  ]
  const after = (facts: number) => fold(story.slice(0, facts))

  it('a receipt of 3 for 100 with freight 10 is worth 110, last receipt 33.333333', () => {
    expect(after(1).stock()).toMatchObject({ onHand: '3', value: '110' })
    expect(after(1).costs().lastReceipt).toBe('33.333333')
  })

  it('selling 1 costs 36.666667 and leaves 73.333333', () => {
    expect(after(2).told('S1')).toEqual(['sale A -1 -36.666667'])
    expect(after(2).stock()).toMatchObject({ onHand: '2', value: '73.333333' })
  })

  it('selling 3 of 2 costs 110 and leaves -1 at -36.666667', () => {
    expect(after(3).told('S2')).toEqual(['sale A -3 -110'])
    expect(after(3).stock()).toMatchObject({ onHand: '-1', value: '-36.666667' })
  })

  it('selling 1 more leaves -2 at -73.333334', () => {
    expect(after(4).stock()).toMatchObject({ onHand: '-2', value: '-73.333334' })
  })

  it('receiving 5 at 40 leaves 3 at 120, negative-stock difference -6.666666', () => {
    expect(after(5).stock()).toMatchObject({ onHand: '3', value: '120' })
    expect(after(5).told('R2')).toEqual(['receipt A 5 200', 'negative-stock-difference A 0 -6.666666'])
  })

  it('receiving 1 at 0 leaves 4 at 120, average 30, last receipt 40', () => {
    expect(after(6).stock()).toEqual({ onHand: '4', value: '120', average: '30' })
    expect(after(6).costs().lastReceipt).toBe('40')
  })

  it('receiving 4 at 50 leaves 8 at 320, average 40', () => {
    expect(after(7).stock()).toEqual({ onHand: '8', value: '320', average: '40' })
  })
})

describe('worked example B: a count over two days, and a late sale before it', () => {
  const story = [
    on('2027-01-01', receipt('100', '2')),
    on('2027-01-02 10:00', entry('60')),
    on('2027-01-02 10:10', entry('45')),
    on('2027-01-02 10:25', entry('-5')),
    on('2027-01-02 15:00', as('afternoon', sale('10'))),
    on('2027-01-03 08:00', as('posting', posting())),
  ]
  const lateSale = on('2027-01-01 12:00', as('late', sale('4')))

  it('posting finds a variance of 0, on hand 90, value 180', () => {
    expect(fold(story).told('posting')).toEqual([])
    expect(fold(story).stock()).toMatchObject({ onHand: '90', value: '180' })
  })

  it('a sale of 4 on day 1 recorded on day 4 makes the variance +4 (+8.00); day 3 is still 90 and 180', () => {
    const known = fold([...story, lateSale])
    expect(known.told('posting')).toEqual(['count A 4 8'])
    expect(known.stock()).toMatchObject({ onHand: '90', value: '180' })
  })

  it('day 2 12:00 is then 96', () => {
    expect(fold([...story, lateSale], '2027-01-02 12:00').stock().onHand).toBe('96')
  })

  it('the last count is 100 on day 3 08:00', () => {
    expect(fold([...story, lateSale]).branch()).toMatchObject({
      lastCountQuantity: '100',
      lastCountedOn: '2027-01-03T08:00:00.000Z',
    })
  })

  it('after initialising the last count is blank, on the same date', () => {
    const known = fold([...story, lateSale, on('2027-01-05', initialising())])
    expect(known.branch()).toMatchObject({
      lastCountQuantity: null,
      lastCountedOn: '2027-01-03T08:00:00.000Z',
    })
  })
})

describe('worked example C: a purchase order from draft to a void receipt', () => {
  const story = [
    on('2027-03-01', order('100', { status: 'draft' })),
    on('2027-03-02', order('100')),
    on('2027-03-05', receipt('40', '5', { purchaseOrder: 'PO' })),
    on('2027-03-06', order('120')),
    on('2027-03-09', as('R2', receipt('90', '5.20', { purchaseOrder: 'PO' }))),
    on('2027-03-11', voiding('R2')),
  ]
  const after = (facts: number) => fold(story.slice(0, facts))

  it('a draft of 100 is not on order and not purchased', () => {
    expect(after(1).branch()).toMatchObject({ onOrder: '0', lastPurchasedOn: null })
  })

  it('saved as ordered, 100 are on order', () => {
    expect(after(2).branch()).toMatchObject({ onOrder: '100', lastPurchasedOn: '2027-03-02T00:00:00.000Z' })
  })

  it('receiving 40 leaves 60 on order', () => {
    expect(after(3).branch()).toMatchObject({ onOrder: '60' })
  })

  it('saved as 120, 80 are on order', () => {
    expect(after(4).branch()).toMatchObject({ onOrder: '80' })
  })

  it('receiving 90 leaves none on order, 130 on hand worth 668, average 5.138462', () => {
    expect(after(5).branch()).toMatchObject({ onOrder: '0' })
    expect(after(5).stock()).toEqual({ onHand: '130', value: '668', average: '5.138462' })
  })

  it('voiding that receipt leaves 40 worth 200, last receipt 5 on the 5th, 80 on order, purchased on the 6th', () => {
    expect(after(6).stock()).toMatchObject({ onHand: '40', value: '200' })
    expect(after(6).costs().lastReceipt).toBe('5')
    expect(after(6).branch()).toMatchObject({
      lastReceiptOn: '2027-03-05T00:00:00.000Z',
      onOrder: '80',
      lastPurchasedOn: '2027-03-06T00:00:00.000Z',
    })
  })
})

describe('worked example D: a late charge over a month end', () => {
  const january = [
    on('2027-01-10', as('R', receipt('10', '10'))),
    on('2027-01-20', as('S', sale('4', { netAmount: '80' }))),
  ]
  const charged = [...january, on('2027-02-03', as('C', charge('R', '20')))]
  const returned = [
    ...charged,
    on('2027-02-05', as('B', customerReturn('1', { sale: 'S', netAmount: '20' }))),
  ]
  const monthEnd = '2027-01-31'
  const marginOf = (given: readonly Given[]) => {
    const { sales, costOfSales } = fold(given, monthEnd).branch()
    return ((Number(sales) - Number(costOfSales)) / Number(sales)) * 100
  }

  it('31 January is 6 worth 60, gross margin 50 %', () => {
    expect(fold(january, monthEnd).stock()).toMatchObject({ onHand: '6', value: '60' })
    expect(marginOf(january)).toBe(50)
  })

  it('with a charge of 20 recorded on 3 February, January becomes 72, gross margin 40 %', () => {
    expect(fold(charged, monthEnd).stock()).toMatchObject({ onHand: '6', value: '72' })
    expect(marginOf(charged)).toBe(40)
  })

  it('a return of 1 naming the sale on 5 February leaves 7 worth 84', () => {
    expect(fold(returned).stock()).toMatchObject({ onHand: '7', value: '84' })
  })

  it('the bridge from 31 January as known then is 60 + late cost 12 + return 12', () => {
    const asKnownThen = Number(fold(january, monthEnd).stock().value)
    const asKnownNow = Number(fold(charged, monthEnd).stock().value)
    expect([asKnownThen, asKnownNow - asKnownThen]).toEqual([60, 12])
    expect(fold(returned).told('B')).toEqual(['customer-return A 1 12'])
  })

  it('with arrival it is 60 + charge 12 + return 10 = 82, average 11.714286, variance 8', () => {
    const arriving = fold([on('2027-01-01', policy({ lateChargeEffect: 'arrival' })), ...returned])
    expect(arriving.told('C')).toEqual(['late-charge A 0 12', 'variance A 8'])
    expect(arriving.told('B')).toEqual(['customer-return A 1 10'])
    expect(arriving.stock()).toEqual({ onHand: '7', value: '82', average: '11.714286' })
    expect(arriving.branch().costVariance).toBe('8')
    expect(
      fold([on('2027-01-01', policy({ lateChargeEffect: 'arrival' })), ...returned], monthEnd).stock().value,
    ).toBe('60')
  })
})

describe('worked example E: a transfer with charges into negative stock', () => {
  const story = [
    define({ marketCost: '6' }),
    receipt('10', '7'),
    as('S', sale('2', { branch: 'B' })),
    on('2027-02-01', as('T', transfer('A', 'B', '5', { charges: [{ code: 'freight', amount: '2.50' }] }))),
  ]

  it('B sells 2 it does not have at the market cost the item was created with: -2, -12', () => {
    expect(fold(story.slice(0, 3)).stock('B')).toEqual({ onHand: '-2', value: '-12', average: '6' })
  })

  it('the transfer leaves A with 5 worth 35', () => {
    expect(fold(story).stock('A')).toMatchObject({ onHand: '5', value: '35' })
  })

  it('the transfer leaves B with 3 worth 22.50, difference -3.00', () => {
    expect(fold(story).stock('B')).toMatchObject({ onHand: '3', value: '22.5' })
    expect(fold(story).told('T')).toEqual([
      'transfer-out A -5 -35',
      'transfer-in B 5 37.5',
      'negative-stock-difference B 0 -3',
    ])
  })

  it("B's last receipt is 6 and has no date", () => {
    expect(fold(story).costs('B').lastReceipt).toBe('6')
    expect(fold(story).branch('B').lastReceiptOn).toBeNull()
  })

  it('with the parameter it is 7 and has the date', () => {
    const updating = fold([on('2027-01-01', policy({ updateLastReceiptCostOnTransfers: true })), ...story])
    expect(updating.costs('B').lastReceipt).toBe('7')
    expect(updating.branch('B').lastReceiptOn).toBe('2027-02-01T00:00:00.000Z')
  })

  it('the total is 70 - 12 + 2.5 - 3 = 57.5', () => {
    const { stock, told } = fold(story)
    expect(told()).toContain('receipt A 10 70')
    expect(Number(stock('A').value) + Number(stock('B').value)).toBe(57.5)
  })
})
