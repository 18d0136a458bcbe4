import { expect, test } from 'vitest'
import { marchRecorded, rowsOf, type Scratch } from '../run.spec.support.ts'

const T = ['2027-03-02T00:00:00Z', '2027-03-15T00:00:00Z', '2027-03-31T00:00:00Z'] as const

async function stdoutOf({ tidemark }: Scratch, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tidemark(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

test('three instants as a table: the bridge, then every row that changed, from the first to the last', async () => {
  expect(await stdoutOf(await marchRecorded(), 'compare', ...T)).toBe(
    [
      '1 2027-03-02T00:00:00.000Z, known through main.item-coffee@0',
      '2 2027-03-15T00:00:00.000Z, known through main.item-coffee@0',
      '3 2027-03-31T00:00:00.000Z, known through main.item-coffee@0',
      '',
      'bridge    quantity  value',
      '--------  --------  -----',
      'Opening       10       45',
      'Receipts       8.5     50',
      'Sales         -4      -18',
      'Closing       14.5     77',
      '',
      'item    branch  on hand 1  on hand 2  on hand 3  change   %  value 1  value 2  value 3  change          %',
      '------  ------  ---------  ---------  ---------  ------  --  -------  -------  -------  ------  ---------  ---',
      'coffee  south           0        2.5        2.5    +2.5            0       20       20     +20             new',
      'tea     north          10        6         12      +2    20       45       27       57     +12  26.666667',
      '',
    ].join('\n'),
  )
})

test('as JSON with every change, as JSON Lines and CSV the rows', async () => {
  const here = await marchRecorded()
  const tea = {
    item: 'tea',
    branch: 'north',
    present: [true, true, true],
    onHand: {
      amounts: ['10', '6', '12'],
      changes: [
        { by: '-4', percent: '-40' },
        { by: '6', percent: '100' },
      ],
      overall: { by: '2', percent: '20' },
    },
    value: { amounts: ['45', '27', '57'], overall: { by: '12', percent: '26.666667' } },
  }
  const told = JSON.parse(await stdoutOf(here, 'compare', ...T, '--format', 'json'))
  expect(told).toMatchObject({
    moments: T.map((asOf) => ({ asOf: asOf.replace('Z', '.000Z'), snapshot: null })),
    rows: [{ item: 'coffee', present: [false, true, true] }, tea],
    total: { onHand: { amounts: ['10', '8.5', '14.5'] }, value: { amounts: ['45', '47', '77'] } },
    bridge: [{ kind: 'opening' }, { kind: 'receipt' }, { kind: 'sale' }, { kind: 'closing' }],
    memo: [],
  })
  expect(rowsOf(await stdoutOf(here, 'compare', ...T, '--format', 'jsonl'))).toEqual(told.rows)
  expect(await stdoutOf(here, 'compare', ...T, '--format', 'csv', '--branch', 'south')).toBe(
    'item,branch,onHand1,onHand2,onHand3,onHandChange,onHandPercent,value1,value2,value3,valueChange,valuePercent,presence\n' +
      'coffee,south,0,2.5,2.5,2.5,,0,20,20,20,,new\n',
  )
})

test('one item has a bridge of its own', async () => {
  const told = await stdoutOf(
    await marchRecorded(),
    'compare',
    T[0],
    T[2],
    '--item',
    'tea',
    '--format',
    'json',
  )
  expect(JSON.parse(told)).toMatchObject({
    rows: [{ item: 'tea' }],
    bridge: [
      { kind: 'opening', value: '45' },
      { kind: 'receipt', value: '30' },
      { kind: 'sale', value: '-18' },
      { kind: 'closing', value: '57' },
    ],
  })
})

test('a line opens to the movements behind it', async () => {
  const here = await marchRecorded()
  expect(await stdoutOf(here, 'compare', T[0], T[2], '--open', 'receipt')).toBe(
    [
      'item    branch  id  type           occurredAt         recordedAt         quantity  value',
      '------  ------  --  -------------  -----------------  -----------------  --------  -----',
      'coffee  south   R3  StockReceived  2027-03-05T09:00Z  2027-04-01T00:00Z       2.5     20',
      'tea     north   R2  StockReceived  2027-03-20T09:00Z  2027-04-01T00:00Z       6       30',
      '',
    ].join('\n'),
  )
  const sales = await stdoutOf(here, 'compare', ...T, '--open', 'sale', '--item', 'tea', '--format', 'jsonl')
  expect(rowsOf(sales)).toMatchObject([{ id: 'S1', quantity: '-4', value: '-18' }])
  const { code, stderr } = await here.tidemark(['compare', ...T, '--open', 'theft'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('late-quantity')])
})

test('lots have rows of their own', async () => {
  const here = await marchRecorded()
  const receipt = {
    id: 'R4',
    type: 'StockReceived',
    occurredAt: '2027-03-16T09:00:00Z',
    item: 'milk',
    branch: 'north',
  }
  await stdoutOf(
    here,
    'record',
    JSON.stringify({ ...receipt, quantity: '5', unitCost: '1', lots: [{ lot: 'L7', quantity: '3' }] }),
  )
  const rows = await stdoutOf(here, 'compare', T[1], T[2], '--lots', '--item', 'milk', '--format', 'csv')
  expect(rows).toBe(
    'item,branch,lot,onHand1,onHand2,onHandChange,onHandPercent,presence\n' +
      'milk,north,L7,0,3,3,,new\n' +
      'milk,north,,0,2,2,,new\n',
  )
})
