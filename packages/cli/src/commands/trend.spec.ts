import { expect, test } from 'vitest'
import { marchRecorded, rowsOf } from '../run.spec.support.ts'

const march = ['trend', '--from', '2027-03-01T00:00:00Z', '--to', '2027-03-31T23:59:59.999Z'] as const

test('a row for every period', async () => {
  const { tidemark } = await marchRecorded()
  const { stdout, stderr } = await tidemark([...march, '--every', 'week', '--zone', 'Europe/London'])
  expect(stderr).toBe('')
  expect(stdout).toBe(
    [
      'asOf                      days  onHand  value  sales  costOfSales  grossMargin      turns  daysOfCover',
      '------------------------  ----  ------  -----  -----  -----------  -----------  ---------  -----------',
      '2027-03-07T23:59:59.999Z     7    12.5     65      0            0                0',
      '2027-03-14T23:59:59.999Z     7     8.5     47     30           18           40  16.760204    18.277778',
      '2027-03-21T23:59:59.999Z     7    14.5     77      0            0                0',
      '2027-03-28T22:59:59.999Z     7    14.5     77      0            0                0',
      '',
    ].join('\n'),
  )
})

test('by anything, from one snapshot to another, in any format', async () => {
  const { tidemark } = await marchRecorded()
  await tidemark(['snapshot', 'create', '--name', 'begin', '--as-of', '2027-03-01T00:00:00Z'])
  await tidemark(['snapshot', 'create', '--name', 'end', '--as-of', '2027-03-31T23:59:59.999Z'])
  const of = ['trend', '--from', 'begin', '--to', 'end', '--every', 'month-end', '--by', 'branch,item']
  const { stdout } = await tidemark([...of, '--format', 'csv'])
  expect(stdout).toBe(
    'asOf,days,branch,item,onHand,value,sales,costOfSales,grossMargin,turns,daysOfCover\n' +
      '2027-03-31T23:59:59.999Z,31,north,tea,12,57,30,18,40,7.436333,98.166667\n' +
      '2027-03-31T23:59:59.999Z,31,south,coffee,2.5,20,0,0,,0,\n',
  )
  const told = await tidemark([...of, '--format', 'jsonl'])
  expect(rowsOf(told.stdout)).toMatchObject([
    { from: '2027-03-01T00:00:00.000Z', item: 'tea', grossMargin: '40' },
    { item: 'coffee', grossMargin: null },
  ])
})

test.each([
  [['--every', 'fortnight'], 2, 'month-end'],
  [[], 2, '--every'],
  [['--every', 'day', '--by', 'colour'], 2, 'branch'],
  [['--every', 'day', '--zone', 'Mars/Olympus'], 1, 'INVALID_ARGUMENT'],
])('%s is refused', async (args, expected, told) => {
  const { tidemark } = await marchRecorded()
  const { code, stderr } = await tidemark([...march, ...args])
  expect([code, stderr]).toEqual([expected, expect.stringContaining(told)])
})
