import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { movement, rowsOf, type Scratch, scratch } from '../run.spec.support.ts'

const mapping = {
  tables: { items: { file: 'items.csv', key: 'sku' } },
  columns: {
    Date: { instant: 'd/M/yyyy H:mm', zone: 'Europe/London' },
    Price: { take: 'price', from: 'items', by: 'Sku' },
    Net: { product: ['Qty', 'Price'] },
  },
  events: [
    {
      when: { Kind: 'in' },
      event: {
        type: 'StockReceived',
        id: '{No}',
        occurredAt: '{Date}',
        item: '{Sku}',
        branch: 'north',
        quantity: '{Qty}',
        totalCost: '{Net}',
        recordedAt: '{Date}',
      },
    },
    {
      when: { Kind: 'out' },
      event: {
        type: 'StockSold',
        id: '{No}',
        occurredAt: '{Date}',
        item: '{Sku}',
        branch: 'north',
        quantity: '{Qty}',
        netAmount: '{Net}',
        recordedAt: '{Date}',
      },
    },
  ],
}

const rows = [
  'No,Date,Sku,Qty,Kind',
  '1,1/3/2027 9:00,tea,10,in',
  '2,2/3/2027 9:00,tea,3,out',
  '3,3/3/2027 9:00,mug,3,out',
  '4,31/2/2027 9:00,tea,3,out',
  '5,5/3/2027 9:00,tea,0,out',
  '6,6/3/2027 9:00,tea,1,audit',
]

function filesIn(here: Scratch): { readonly csv: string; readonly map: string } {
  here.file('items.csv', ['sku,price', 'tea,1.5'])
  return { csv: here.file('rows.csv', rows), map: here.file('map.json', [mapping]) }
}

const OUTCOME = 'imported 2, already there 0, refused 3, rows without an event 1\n'
const REJECTS = [
  { line: 4, code: 'NOT_IN_TABLE', reason: expect.stringContaining('mug') },
  { line: 5, code: 'UNREADABLE_CELL', reason: expect.stringContaining('Date: "31/2/2027 9:00"') },
  { line: 6, code: 'INVALID_FIELD', reason: expect.stringContaining('quantity') },
]

test('a CSV file is imported with a mapping, and refused rows are told by their line', async () => {
  const here = scratch()
  const { csv, map } = filesIn(here)
  const rejects = here.path('rejects.jsonl')
  const { code, stdout } = await here.tidemark(['import', csv, '--map', map, '--rejects', rejects])
  expect([code, stdout]).toEqual([0, OUTCOME])
  expect(rowsOf(readFileSync(rejects, 'utf8'))).toEqual(REJECTS)
  const { stdout: levels } = await here.tidemark(['levels', '--format', 'jsonl'])
  expect(rowsOf(levels)).toMatchObject([{ item: 'tea', onHand: '7', value: '10.5' }])
  expect((await here.tidemark(['import', csv, '--map', map])).stdout).toContain('imported 0, already there 2')
})

test('a mapping with a table that is not there leaves no log behind', async () => {
  const here = scratch()
  const { csv } = filesIn(here)
  const map = here.file('other.json', [{ ...mapping, tables: { items: { file: 'no.csv', key: 'sku' } } }])
  expect((await here.tidemark(['import', csv, '--map', map])).stderr).toContain('no.csv')
  expect(existsSync(here.log)).toBe(false)
})

test('a mapping may begin with a byte order mark', async () => {
  const here = scratch()
  const { csv } = filesIn(here)
  const map = here.file('marked.json', [`\ufeff${JSON.stringify(mapping)}`])
  expect((await here.tidemark(['import', csv, '--map', map])).stdout).toBe(OUTCOME)
})

test('a dry run shows what would be refused and makes no log', async () => {
  const here = scratch()
  const { csv, map } = filesIn(here)
  const { code, stdout, stderr } = await here.tidemark(['import', csv, '--map', map, '--dry-run'])
  expect([code, stdout]).toEqual([0, `dry run, nothing is recorded: ${OUTCOME}`])
  expect(stderr).toMatch(
    /^line 4: NOT_IN_TABLE: .*\nline 5: UNREADABLE_CELL: .*\nline 6: INVALID_FIELD: .*\n$/,
  )
  expect(existsSync(here.log)).toBe(false)
})

test('a dry run knows what the log holds, and leaves it as it is', async () => {
  const here = scratch()
  const { csv, map } = filesIn(here)
  const other = movement('StockSold', '2', '2027-03-01T09:00:00Z', { quantity: '1', netAmount: '1' })
  const closed = {
    id: 'X',
    type: 'PeriodClosed',
    occurredAt: '2027-03-10T00:00:00Z',
    through: '2027-03-01T12:00:00Z',
  }
  await here.tidemark(['import', here.file('before.jsonl', [other, closed])])
  const before = (await here.tidemark(['head'])).stdout
  const { stdout, stderr } = await here.tidemark(['import', csv, '--map', map, '--dry-run'])
  expect(stdout).toContain('imported 0, already there 0, refused 5')
  expect(stderr).toContain('line 2: PERIOD_CLOSED')
  expect(stderr).toContain('line 3: MOVEMENT_CONFLICT')
  expect((await here.tidemark(['head'])).stdout).toBe(before)
})

test('a dry run of a movement file needs no mapping', async () => {
  const here = scratch()
  const file = here.file('m.jsonl', [
    movement('StockSold', '2', '2027-03-01T09:00:00Z', { quantity: '1', netAmount: '1' }),
  ])
  const { stdout } = await here.tidemark(['import', file, '--dry-run'])
  expect(stdout).toBe('dry run, nothing is recorded: imported 1, already there 0, refused 0\n')
})

test('a history keeps the times of recording its mapping gives', async () => {
  const here = scratch()
  const { csv, map } = filesIn(here)
  await here.tidemark(['import', csv, '--map', map, '--history'])
  const { stdout } = await here.tidemark(['explain', 'tea', '--format', 'jsonl'])
  expect(rowsOf(stdout)).toMatchObject([
    { id: '1', recordedAt: '2027-03-01T09:00:00.000Z' },
    { id: '2', recordedAt: '2027-03-02T09:00:00.000Z' },
  ])
})

test('convert writes the movement file, which imports to the same', async () => {
  const here = scratch()
  const { csv, map } = filesIn(here)
  const { code, stdout, stderr } = await here.tidemark(['convert', csv, '--map', map])
  expect(code).toBe(0)
  expect(rowsOf(stdout)[0]).toEqual({
    type: 'StockReceived',
    id: '1',
    occurredAt: '2027-03-01T09:00:00.000Z',
    item: 'tea',
    branch: 'north',
    quantity: '10',
    totalCost: '15',
  })
  // What is wrong with a row is told here, what is wrong with an event is for the import to say.
  expect(stderr).toMatch(/^line 4: NOT_IN_TABLE.*\nline 5: UNREADABLE_CELL.*\nrows without an event 1\n$/)
  const { stdout: outcome } = await here.tidemark(['import', '-'], { stdin: stdout })
  expect(outcome).toBe('imported 2, already there 0, refused 1\n')
  const { stdout: kept } = await here.tidemark(['convert', csv, '--map', map, '--history'])
  expect(rowsOf(kept)[0]).toHaveProperty('recordedAt')
})

test.each([
  ['that is not there', null, 'INPUT_UNREADABLE'],
  ['that is no JSON', 'events:', 'INVALID_MAPPING'],
  ['that is no mapping', '{"events":[{"event":{"type":"StockSold"}}]}', 'INVALID_MAPPING'],
  [
    'with a column the file has not',
    { events: [{ event: { ...mapping.events[0]?.event, note: '{Why}' } }] },
    'UNKNOWN_COLUMN',
  ],
  [
    'with a table that is not there',
    { ...mapping, tables: { items: { file: 'no.csv', key: 'sku' } } },
    'INPUT_UNREADABLE',
  ],
])('a mapping %s is an error, and nothing is imported', async (_what, content, code) => {
  const here = scratch()
  const { csv } = filesIn(here)
  const map = content === null ? here.path('none.json') : here.file('bad.json', [content])
  const outcome = await here.tidemark(['import', csv, '--map', map])
  expect(outcome).toMatchObject({ code: 1, stdout: '' })
  expect(outcome.stderr).toContain(`tidemark: ${code}: `)
  expect((await here.tidemark(['head', '--format', 'json'])).stdout).not.toContain('"events": 1')
})

test.each<[what: string, content: string | Buffer, problem: string]>([
  ['that is no JSON', '{', 'JSON'],
  ['that is not UTF-8', Buffer.from([0xff]), 'not UTF-8'],
  ['that is no mapping', '{"events":[]}', 'events'],
])('a mapping %s is told with its name, and not as a line of movements', async (_what, content, problem) => {
  const here = scratch()
  const { csv } = filesIn(here)
  const map = here.path('bad.json')
  writeFileSync(map, content)
  for (const command of ['import', 'convert']) {
    const { stderr } = await here.tidemark([command, csv, '--map', map])
    expect(stderr).toMatch(/^tidemark: INVALID_MAPPING: [^\n]*bad\.json[^\n]*docs\/importing\.md[^\n]*\n$/)
    expect(stderr).toContain(problem)
    expect(stderr).not.toContain('line is')
  }
})

test.each([
  ['the mapping', 'map.json'],
  ['a table of the mapping', 'items.csv'],
  ['the rows', 'rows.csv'],
])('rejects never replace %s', async (_what, name) => {
  const here = scratch()
  const { csv, map } = filesIn(here)
  const before = readFileSync(here.path(name), 'utf8')
  for (const command of ['import', 'convert']) {
    const { code, stderr } = await here.tidemark([command, csv, '--map', map, '--rejects', here.path(name)])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tidemark: REJECTS_IN_USE: /)
    expect(readFileSync(here.path(name), 'utf8')).toBe(before)
  }
})

test('rejects of a conversion never replace the log', async () => {
  const here = scratch()
  const { csv, map } = filesIn(here)
  await here.tidemark(['import', csv, '--map', map])
  const before = readFileSync(here.log)
  const { stderr } = await here.tidemark(['convert', csv, '--map', map, '--rejects', here.log])
  expect(stderr).toMatch(/^tidemark: REJECTS_IN_USE: /)
  expect(readFileSync(here.log)).toEqual(before)
})
