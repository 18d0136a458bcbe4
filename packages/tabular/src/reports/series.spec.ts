import { expect, test } from 'vitest'
import { type ItemPageFields, itemPageReport } from './item-page.ts'
import { type MatrixFields, matrixReport } from './matrix.ts'
import { csvOf, jsonOf, sheetsOf } from './reading-back.spec.support.ts'
import { trendReport } from './trend.ts'

const knownThrough = { stream: 'main.item-tea', revision: 3 }
const moment = (asOf: string, snapshot: string | null = null) => ({ asOf, knownThrough, snapshot })

const figures = (amounts: readonly string[], by: string, percent: string | null) => ({
  amounts,
  overall: { by, percent },
})

const row = (item: string, present: readonly boolean[], ...amounts: readonly string[]): MatrixFields => ({
  item,
  branch: 'north',
  present,
  onHand: figures(amounts, '-1', '-50'),
  value: figures(amounts, '-1', null),
})

test('several moments have every row with all figures, what each adds up to, and the bridge over all', async () => {
  const total = {
    onHand: figures(['2', '5', '1'], '-1', '-50'),
    value: figures(['4', '9', '2'], '-2', '-50'),
  }
  const bridge = [{ line: 'Closing', kind: 'closing', quantity: '1', value: '2' }]
  const report = matrixReport({
    moments: [
      moment('2027-01-31T00:00:00.000Z', 'jan'),
      moment('2027-02-28T00:00:00.000Z'),
      moment('2027-03-31T00:00:00.000Z'),
    ],
    rows: [
      row('cup', [false, true, false], '0', '3', '0'),
      row('milk', [false, false, true], '0', '0', '1'),
      row('mug', [true, true, false], '1', '1', '0'),
      row('tea', [true, true, true], '2', '1', '-1'),
    ],
    total,
    bridge,
    memo: [],
  })
  expect(csvOf(report).split('\r\n')).toEqual([
    'item,branch,onHand1,onHand2,onHand3,onHandChange,onHandPercent,value1,value2,value3,valueChange,valuePercent,presence',
    'cup,north,0,3,0,-1,-50,0,3,0,-1,,passing',
    'milk,north,0,0,1,-1,-50,0,0,1,-1,,new',
    'mug,north,1,1,0,-1,-50,1,1,0,-1,,vanished',
    'tea,north,2,1,-1,-1,-50,2,1,-1,-1,,both',
    '',
  ])
  const { Summary, Bridge, Memo } = await sheetsOf(report)
  expect(Summary).toEqual([
    ['Summary', 'Value'],
    ['1: as of', new Date('2027-01-31T00:00:00.000Z')],
    ['1: known through', 'main.item-tea@3'],
    ['1: snapshot', 'jan'],
    ['1: on hand', 2],
    ['1: value', 4],
    ['2: as of', new Date('2027-02-28T00:00:00.000Z')],
    ['2: known through', 'main.item-tea@3'],
    ['2: on hand', 5],
    ['2: value', 9],
    ['3: as of', new Date('2027-03-31T00:00:00.000Z')],
    ['3: known through', 'main.item-tea@3'],
    ['3: on hand', 1],
    ['3: value', 2],
    ['Change of on hand', -1],
    ['Change of value', -2],
    ['New rows', 1],
    ['Vanished rows', 1],
    ['Passing rows', 1],
    ['Rows of Comparison', 4],
    ['Rows of Bridge', 1],
    ['Rows of Memo', 0],
  ])
  expect(Bridge).toEqual([
    ['line', 'kind', 'quantity', 'value'],
    ['Closing', 'closing', 1, 2],
  ])
  expect(Memo).toEqual([['line', 'kind', 'value']])
  expect(jsonOf(report)).toMatchObject({ total, bridge, memo: [] })
})

test('a trend has a row for every period and group, and says of which calendar', async () => {
  const period = {
    from: '2027-02-01T00:00:00.000Z',
    asOf: '2027-02-28T23:59:59.999Z',
    days: 28,
    onHand: '-2',
    value: '40',
    sales: '12.5',
    costOfSales: '10',
    grossMargin: '20',
    turns: null,
    daysOfCover: null,
  }
  const rows = [
    { ...period, branch: 'north', group: null },
    { ...period, branch: '=south', group: 'drinks' },
  ]
  const report = trendReport({ every: 'month-end', zone: 'UTC', by: ['branch', 'group'], knownThrough, rows })
  expect(csvOf(report).split('\r\n')).toEqual([
    'asOf,days,branch,group,onHand,value,sales,costOfSales,grossMargin,turns,daysOfCover',
    '2027-02-28T23:59:59.999Z,28,north,,-2,40,12.5,10,20,,',
    "2027-02-28T23:59:59.999Z,28,'=south,drinks,-2,40,12.5,10,20,,",
    '',
  ])
  const { Summary, Trend } = await sheetsOf(report)
  expect(Summary).toEqual([
    ['Summary', 'Value'],
    ['Every', 'month-end'],
    ['Time zone', 'UTC'],
    ['By', 'branch, group'],
    ['Known through', 'main.item-tea@3'],
    ['From', new Date(period.from)],
    ['To', new Date(period.asOf)],
    ['Rows of Trend', 2],
  ])
  expect(Trend?.[2]?.slice(1, 6)).toEqual([28, '=south', 'drinks', -2, 40])
  expect(jsonOf(report)).toEqual({
    every: 'month-end',
    zone: 'UTC',
    by: ['branch', 'group'],
    knownThrough,
    rows,
  })
})

const sales = { sales: '30', cost: '18', grossMargin: '40' }
const page: ItemPageFields = {
  item: 'tea',
  branch: null,
  name: 'Tea',
  unit: 'box',
  suggestedList: '12.5',
  prices: { retail: '11', trade: '9' },
  costs: { market: '4.4', lastReceipt: '5', weightedAverage: '4.75' },
  merchandising: ['hot', 'leaf'],
  group: 'drinks',
  section: null,
  vendor: 'ACME',
  quantities: {
    minimum: '10',
    maximum: '40',
    onHand: '11',
    reserved: '1',
    held: '0',
    available: '10',
    onOrder: '0',
    suggestedOrder: '0',
  },
  margins: { expected: '30', minimum: '25', belowExpected: true, belowMinimum: false },
  sales: {
    currentMonth: sales,
    currentYear: sales,
    lastMonth: sales,
    lastYear: { ...sales, grossMargin: null },
  },
  codes: {
    stocked: true,
    tracksQuantity: true,
    maintainReceipts: null,
    taxable: 'VAT',
    discountCode: null,
    priceMatrix: null,
    priceRounding: '.09',
  },
  dates: {
    lastSold: '2027-03-21T16:00:00.000Z',
    lastPurchased: null,
    lastReceipt: '2027-03-20T09:00:00.000Z',
    lastCounted: null,
  },
  lastCountQuantity: null,
  lots: [{ lot: 'A7', expiresOn: '2027-04-20', quantity: '5', held: false }],
  channels: [],
}

test('the page of an item is a row for each branch, and down the summary for the first', async () => {
  const north: ItemPageFields = {
    ...page,
    branch: 'north',
    channels: [{ channel: 'web', allocated: '3', reserved: '1', available: '2' }],
  }
  const report = itemPageReport({ moment: moment('2027-03-31T00:00:00.000Z'), pages: [page, north] })
  const sheets = await sheetsOf(report)
  expect(Object.keys(sheets)).toEqual(['Summary', 'Page', 'Prices', 'Lots', 'Channels'])
  const [heading = [], first = []] = sheets.Page ?? []
  const shown = Object.fromEntries(heading.map((name, index) => [name, first[index]]))
  expect(shown).toEqual({
    item: 'tea',
    branch: null,
    name: 'Tea',
    unit: 'box',
    suggestedList: 12.5,
    marketCost: 4.4,
    lastReceiptCost: 5,
    weightedAverageCost: 4.75,
    merchandising: 'hot; leaf',
    group: 'drinks',
    section: null,
    vendor: 'ACME',
    minimum: 10,
    maximum: 40,
    onHand: 11,
    reserved: 1,
    held: 0,
    available: 10,
    onOrder: 0,
    suggestedOrder: 0,
    expectedMargin: 30,
    minimumMargin: 25,
    belowExpectedMargin: true,
    belowMinimumMargin: false,
    currentMonthSales: 30,
    currentMonthCost: 18,
    currentMonthGrossMargin: 40,
    currentYearSales: 30,
    currentYearCost: 18,
    currentYearGrossMargin: 40,
    lastMonthSales: 30,
    lastMonthCost: 18,
    lastMonthGrossMargin: 40,
    lastYearSales: 30,
    lastYearCost: 18,
    lastYearGrossMargin: null,
    stocked: true,
    tracksQuantity: true,
    maintainReceipts: null,
    taxable: 'VAT',
    discountCode: null,
    priceMatrix: null,
    priceRounding: '.09',
    lastSoldOn: new Date('2027-03-21T16:00:00.000Z'),
    lastPurchasedOn: null,
    lastReceiptOn: new Date('2027-03-20T09:00:00.000Z'),
    lastCountedOn: null,
    lastCountQuantity: null,
  })
  const down = new Map(sheets.Summary?.map(([name, value]) => [name, value]))
  for (const [name, value] of Object.entries(shown)) expect([name, down.get(name)]).toEqual([name, value])
  expect(sheets.Prices).toEqual([
    ['branch', 'level', 'price'],
    [null, 'retail', 11],
    [null, 'trade', 9],
    ['north', 'retail', 11],
    ['north', 'trade', 9],
  ])
  expect(sheets.Lots?.[2]).toEqual(['north', 'A7', '2027-04-20', 5, false])
  expect(sheets.Channels?.slice(1)).toEqual([['north', 'web', 3, 1, 2]])
  expect(jsonOf(report)).toMatchObject({
    item: 'tea',
    asOf: '2027-03-31T00:00:00.000Z',
    pages: [page, north],
  })
  expect(csvOf(report).split('\r\n')).toHaveLength(4)
})
