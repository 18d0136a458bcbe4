import { expect, test } from 'vitest'
import { marchRecorded, rowsOf, type Scratch } from '../run.spec.support.ts'

const FROM = '2027-03-08T00:00:00Z'
const TO = '2027-03-31T00:00:00Z'

async function stdoutOf({ tidemark }: Scratch, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tidemark(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

const coffee = {
  item: 'coffee',
  branch: 'south',
  onHand: ['2.5', '2.5'],
  value: ['20', '20'],
  presence: 'both',
}
const tea = { item: 'tea', branch: 'north', onHand: ['10', '12'], value: ['45', '57'], presence: 'both' }
const bridge = [
  { line: 'Opening', kind: 'opening', quantity: '12.5', value: '65' },
  { line: 'Receipts', kind: 'receipt', quantity: '6', value: '30' },
  { line: 'Sales', kind: 'sale', quantity: '-4', value: '-18' },
  { line: 'Closing', kind: 'closing', quantity: '14.5', value: '77' },
]
const knownThrough = { stream: 'main.item-coffee', revision: 0 }

test('two instants as JSON: both sides, every row, and the bridge', async () => {
  expect(JSON.parse(await stdoutOf(await marchRecorded(), 'compare', FROM, TO, '--format', 'json'))).toEqual({
    from: { asOf: '2027-03-08T00:00:00.000Z', position: 4, knownThrough, snapshot: null },
    to: { asOf: '2027-03-31T00:00:00.000Z', position: 4, knownThrough, snapshot: null },
    rows: [coffee, tea],
    bridge,
    memo: [],
  })
})

test('JSON Lines and CSV have the rows', async () => {
  const here = await marchRecorded()
  expect(rowsOf(await stdoutOf(here, 'compare', FROM, TO, '--format', 'jsonl'))).toEqual([coffee, tea])
  expect(await stdoutOf(here, 'compare', FROM, TO, '--format', 'csv')).toBe(
    'item,branch,onHandFrom,onHandTo,valueFrom,valueTo,presence\n' +
      'coffee,south,2.5,2.5,20,20,both\n' +
      'tea,north,10,12,45,57,both\n',
  )
})

test('the table has the bridge, then the rows that changed', async () => {
  expect(await stdoutOf(await marchRecorded(), 'compare', FROM, TO)).toBe(
    [
      'From 2027-03-08T00:00:00.000Z, known through main.item-coffee@0',
      'To   2027-03-31T00:00:00.000Z, known through main.item-coffee@0',
      '',
      'bridge    quantity  value',
      '--------  --------  -----',
      'Opening       12.5     65',
      'Receipts       6       30',
      'Sales         -4      -18',
      'Closing       14.5     77',
      '',
      'item  branch  on hand  then  change  value  then  change',
      '----  ------  -------  ----  ------  -----  ----  ------',
      'tea   north        10    12      +2     45    57     +12',
      '',
    ].join('\n'),
  )
})

test('snapshots by id, by name, and instants may stand on either side', async () => {
  const here = await marchRecorded()
  const create = async (...args: readonly string[]): Promise<string> =>
    JSON.parse(await stdoutOf(here, 'snapshot', 'create', '--format', 'json', ...args)).id
  const early = await create('--name', 'early', '--as-of', FROM)
  const late = await create('--name', 'late', '--as-of', TO)
  const sides = [
    [early, late],
    ['early', 'late'],
    [early, TO],
    [FROM, 'late'],
  ] as const
  for (const [a, b] of sides) {
    const told: unknown = JSON.parse(await stdoutOf(here, 'compare', a, b, '--format', 'json'))
    expect(told).toMatchObject({
      from: { snapshot: a === FROM ? null : early },
      to: { snapshot: b === TO ? null : late },
      rows: [coffee, tea],
      bridge,
    })
  }
})

test('what became known between two snapshots is a line of the bridge', async () => {
  const here = await marchRecorded()
  await stdoutOf(here, 'snapshot', 'create', '--name', 'filed', '--as-of', FROM)
  const late = {
    id: 'R9',
    type: 'StockReceived',
    occurredAt: '2027-03-02T00:00:00Z',
    item: 'tea',
    branch: 'north',
  }
  await stdoutOf(here, 'record', JSON.stringify({ ...late, quantity: '5', unitCost: '4.5' }))
  const compared: unknown = JSON.parse(await stdoutOf(here, 'compare', 'filed', FROM, '--format', 'json'))
  expect(compared).toMatchObject({
    rows: [coffee, { onHand: ['10', '15'], value: ['45', '67.5'] }],
    bridge: [
      { kind: 'opening', quantity: '12.5' },
      { kind: 'late-quantity', quantity: '5', value: '22.5' },
      { kind: 'closing', quantity: '17.5' },
    ],
  })
  const then = JSON.parse(
    await stdoutOf(
      here,
      'compare',
      'filed',
      FROM,
      '--known-through',
      'main.item-coffee@0',
      '--format',
      'json',
    ),
  )
  expect(then).toMatchObject({ bridge: [{ kind: 'opening' }, { kind: 'closing', quantity: '12.5' }] })
})

test('rows that come or go are marked', async () => {
  const stdout = await stdoutOf(await marchRecorded(), 'compare', '2027-03-02T00:00:00Z', TO)
  expect(stdout).toMatch(/\ncoffee +south .* new\n/)
})

test.each([
  ['yesterday', TO, 'NOT_A_MOMENT'],
  [FROM, 'Month-End', 'NOT_A_MOMENT'],
  ['2027-03-08', TO, 'INVALID_TIME'],
  [TO, FROM, 'WRONG_ORDER'],
])('%s compared with %s is %s', async (a, b, expected) => {
  const { tidemark } = await marchRecorded()
  const { code, stdout, stderr } = await tidemark(['compare', a, b])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(new RegExp(`^tidemark: ${expected}: `))
})
