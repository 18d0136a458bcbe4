import { expect, test } from 'vitest'
import { march, marchRecorded, movement, rowsOf, type Scratch } from '../run.spec.support.ts'

const tea = {
  item: 'tea',
  branch: 'north',
  onHand: '12',
  value: '57',
  averageCost: '4.75',
  lastReceiptCost: '5',
  marketCost: null,
  lastSoldOn: '2027-03-10T10:30:00.000Z',
  lastPurchasedOn: null,
  lastReceiptOn: '2027-03-20T09:00:00.000Z',
  lastCountedOn: null,
  lastCountQuantity: null,
  onOrder: '0',
  reserved: '0',
  available: '12',
}

const coffee = {
  ...tea,
  item: 'coffee',
  branch: 'south',
  onHand: '2.5',
  value: '20',
  averageCost: '8',
  lastReceiptCost: '8',
  lastSoldOn: null,
  lastReceiptOn: '2027-03-05T09:00:00.000Z',
  available: '2.5',
}

async function stdoutOf({ tidemark }: Scratch, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tidemark(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

test('levels as JSON Lines have exactly the fields of a row, in order, sorted by item', async () => {
  const stdout = await stdoutOf(await marchRecorded(), 'levels', '--format', 'jsonl')
  expect(rowsOf(stdout)).toEqual([coffee, tea])
  expect(stdout.split('\n')[1]).toBe(JSON.stringify(tea))
})

test('levels as JSON are one array', async () => {
  expect(JSON.parse(await stdoutOf(await marchRecorded(), 'levels', '--format', 'json'))).toEqual([
    coffee,
    tea,
  ])
})

test('levels as CSV have a header and a line a row', async () => {
  expect(await stdoutOf(await marchRecorded(), 'levels', '--format', 'csv')).toBe(
    [
      Object.keys(tea).join(','),
      'coffee,south,2.5,20,8,8,,,,2027-03-05T09:00:00.000Z,,,0,0,2.5',
      'tea,north,12,57,4.75,5,,2027-03-10T10:30:00.000Z,,2027-03-20T09:00:00.000Z,,,0,0,12',
      '',
    ].join('\n'),
  )
})

test('levels as a table say which instant and knowledge they stand for, and leave out what nothing is known of', async () => {
  expect(await stdoutOf(await marchRecorded(), 'levels')).toBe(
    [
      'As of 2027-04-01T00:00:00.000Z, known through main.item-coffee@0',
      '',
      'item    branch  onHand  value  averageCost  lastReceiptCost  lastSoldOn         lastReceiptOn      onOrder  reserved  available',
      '------  ------  ------  -----  -----------  ---------------  -----------------  -----------------  -------  --------  ---------',
      'coffee  south      2.5     20         8                   8                     2027-03-05T09:00Z        0         0        2.5',
      'tea     north     12       57         4.75                5  2027-03-10T10:30Z  2027-03-20T09:00Z        0         0       12',
      '',
    ].join('\n'),
  )
})

test('levels can be had of one item or one branch', async () => {
  const here = await marchRecorded()
  expect(rowsOf(await stdoutOf(here, 'levels', '--format', 'jsonl', '--item', 'tea'))).toEqual([tea])
  expect(rowsOf(await stdoutOf(here, 'levels', '--format', 'jsonl', '--branch', 'south'))).toEqual([coffee])
  expect(await stdoutOf(here, 'levels', '--format', 'jsonl', '--item', 'milk')).toBe('')
})

test('levels as of an instant hold what happened up to its millisecond', async () => {
  const here = await marchRecorded()
  const onHandAt = async (asOf: string) =>
    rowsOf(await stdoutOf(here, 'levels', '--format', 'jsonl', '--item', 'tea', '--as-of', asOf))
  expect(await onHandAt('2027-03-10T10:29:59.999Z')).toMatchObject([{ onHand: '10', value: '45' }])
  expect(await onHandAt('2027-03-10T12:30:00+02:00')).toMatchObject([{ onHand: '6', value: '27' }])
})

test('levels as of a time without offset are refused with what to write', async () => {
  const { tidemark } = await marchRecorded()
  const { code, stderr } = await tidemark(['levels', '--as-of', '2027-03-10T10:30'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: INVALID_TIME: .*2027-03-10T10:30Z/)
})

test('totals are one row, or one for each of what they are drawn up by', async () => {
  const here = await marchRecorded()
  expect(rowsOf(await stdoutOf(here, 'totals', '--format', 'jsonl'))).toEqual([
    { onHand: '14.5', value: '77', items: 2 },
  ])
  expect(await stdoutOf(here, 'totals', '--by', 'group,branch', '--format', 'jsonl')).toBe(
    '{"group":null,"branch":"north","onHand":"12","value":"57","items":1}\n' +
      '{"group":null,"branch":"south","onHand":"2.5","value":"20","items":1}\n',
  )
  expect(await stdoutOf(here, 'totals', '--by', 'branch', '--format', 'csv')).toBe(
    'branch,onHand,value,items\nnorth,12,57,1\nsouth,2.5,20,1\n',
  )
  expect(JSON.parse(await stdoutOf(here, 'totals', '--by', 'branch', '--format', 'json'))).toHaveLength(2)
  expect(await stdoutOf(here, 'totals', '--by', 'branch')).toContain('\nnorth     12       57      1\n')
})

const voided = {
  id: 'V1',
  type: 'MovementAmended',
  occurredAt: '2027-03-21T00:00:00Z',
  item: 'tea',
  movement: 'S1',
  changes: { quantity: '3' },
}

test('a stock card tells every movement, with what stood there after it and what corrected it', async () => {
  const here = await marchRecorded()
  await here.tidemark(['record', JSON.stringify(voided)])
  const lines = rowsOf(await stdoutOf(here, 'explain', 'tea', '--format', 'jsonl'))
  expect(lines).toMatchObject([
    { id: 'R1', quantity: '10', onHand: '10', value: '45', averageCost: '4.5', cost: '45', corrections: [] },
    { id: 'S1', quantity: '-3', onHand: '7', value: '31.5', cost: '13.5', corrections: [{ id: 'V1' }] },
    { id: 'R2', quantity: '6', onHand: '13', value: '61.5', cost: '30', corrections: [] },
  ])
  expect(Object.keys(lines[1] ?? {})).toEqual([
    'id',
    'type',
    'occurredAt',
    'recordedAt',
    'branch',
    'quantity',
    'onHand',
    'value',
    'averageCost',
    'cost',
    'corrections',
  ])
  expect(await stdoutOf(here, 'explain', 'tea')).toContain('MovementAmended V1')
  expect(await stdoutOf(here, 'explain', 'tea', '--format', 'csv')).toContain(',MovementAmended V1\n')
  expect(JSON.parse(await stdoutOf(here, 'explain', 'tea', '--format', 'json'))).toEqual(lines)
})

test('a stock card can be had of one branch', async () => {
  const here = await marchRecorded()
  await here.tidemark([
    'record',
    JSON.stringify(
      movement('StockTransferred', 'T1', '2027-03-22T00:00:00Z', {
        branch: undefined,
        from: 'north',
        to: 'south',
        quantity: '2',
      }),
    ),
  ])
  expect(
    rowsOf(await stdoutOf(here, 'explain', 'tea', '--branch', 'south', '--format', 'jsonl')),
  ).toMatchObject([{ id: 'T1', branch: 'south', quantity: '2', onHand: '2', value: '9.5' }])
})

test('the stock card of an item that came later is empty, that of one nobody knows is an error', async () => {
  const here = await marchRecorded()
  const before = ['--as-of', '2027-02-01T00:00:00Z', '--format', 'jsonl']
  expect(await stdoutOf(here, 'explain', 'tea', ...before)).toBe('')
  const { code, stderr } = await here.tidemark(['explain', 'taa', ...before])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: UNKNOWN_ITEM: "taa"/)
})

test('anomalies name position, code, message and id', async () => {
  const here = await marchRecorded()
  expect(await stdoutOf(here, 'anomalies')).toBe('(none)\n')
  expect(await stdoutOf(here, 'anomalies', '--format', 'json')).toBe('[]\n')
  const back = { quantity: '1', netAmount: '8', sale: 'S0' }
  const returned = movement('StockReturnedByCustomer', 'B1', '2027-03-25T10:00:00Z', back)
  await here.tidemark(['record', JSON.stringify(returned)])
  expect(rowsOf(await stdoutOf(here, 'anomalies', '--format', 'jsonl'))).toEqual([
    { position: 5, code: 'RETURN_WITHOUT_SALE', message: expect.stringContaining('S0'), id: 'B1' },
  ])
  expect(await stdoutOf(here, 'anomalies', '--as-of', '2027-03-24T00:00:00Z', '--format', 'jsonl')).toBe('')
  expect(await stdoutOf(here, 'anomalies', '--known-through', 'main.item-tea@2', '--format', 'csv')).toBe(
    'position,code,message,id\n',
  )
})

test('head says how many events there are and which is the last', async () => {
  const here = await marchRecorded()
  const head = {
    events: march.length,
    position: march.length,
    recordedAt: '2027-04-01T00:00:00.000Z',
    lastEvent: { stream: 'main.item-coffee', revision: 0 },
  }
  expect(JSON.parse(await stdoutOf(here, 'head', '--format', 'json'))).toEqual(head)
  expect(rowsOf(await stdoutOf(here, 'head', '--format', 'jsonl'))).toEqual([head])
  expect(await stdoutOf(here, 'head')).toBe(
    'events      4\nposition    4\nrecordedAt  2027-04-01T00:00Z\nlastEvent   main.item-coffee@0\n',
  )
  expect(await stdoutOf(here, 'head', '--format', 'csv')).toBe(
    'events,position,recordedAt,lastEvent\n4,4,2027-04-01T00:00:00.000Z,main.item-coffee@0\n',
  )
})

test('the digest is that of the facts: the same in another log, another for other facts', async () => {
  const digestOf = async (here: Scratch, ...args: readonly string[]) => {
    const told: unknown = JSON.parse(await stdoutOf(here, 'digest', '--format', 'json', ...args))
    expect(told).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      format: expect.any(Number),
      asOf: expect.any(String),
      knownThrough: { stream: expect.any(String), revision: expect.any(Number) },
    })
    return typeof told === 'object' && told !== null && Reflect.get(told, 'digest')
  }
  const [one, other] = [await marchRecorded(), await marchRecorded()]
  expect(await digestOf(one)).toBe(await digestOf(other))
  expect(await digestOf(one, '--as-of', '2027-03-15T00:00:00Z')).not.toBe(await digestOf(one))
  expect(await stdoutOf(one, 'digest')).toContain(`digest        ${await digestOf(one)}\n`)
  expect(await stdoutOf(one, 'digest', '--format', 'csv')).toMatch(/^digest,format,asOf,knownThrough\n/)
})
