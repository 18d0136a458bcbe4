import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { type LevelFields, levelColumns } from '@tidemark/tabular'
import { expect, test } from 'vitest'
import { marchRecorded, movement, NOW, rowsOf, type Scratch, scratch } from '../../run.spec.support.ts'
import { exported } from './export.spec.support.ts'

const T1 = '2027-03-15T00:00:00Z'
const T2 = '2027-03-31T22:00:00Z'
const AFTER = 'main.item-coffee@0'

function read(here: Scratch, name: string): string {
  return readFileSync(here.path(name), 'utf8')
}

function json(here: Scratch, name: string): unknown {
  return JSON.parse(read(here, name))
}

async function takenSnapshot(here: Scratch): Promise<string> {
  const { stdout } = await here.tidemark([
    ...['snapshot', 'create', '--name', 'Mid-March', '--as-of', T1, '--format', 'json'],
  ])
  return String(Reflect.get(JSON.parse(stdout), 'id'))
}

test('levels as CSV are those of the view, with the line ends of RFC 4180', async () => {
  const here = await marchRecorded()
  const { stdout } = await here.tidemark(['levels', '--as-of', T1, '--format', 'csv'])
  const text = await exported(here, 'levels.csv', 'levels', '--as-of', T1)
  expect(text).toBe(stdout.replaceAll('\n', '\r\n'))
  expect(await exported(here, 'marked.csv', 'levels', '--as-of', T1, '--bom')).toBe(`\ufeff${text}`)
})

test('levels as JSON Lines are those of the view', async () => {
  const here = await marchRecorded()
  const { stdout } = await here.tidemark(['levels', '--as-of', T1, '--item', 'tea', '--format', 'jsonl'])
  expect(await exported(here, 'tea.jsonl', 'levels', '--as-of', T1, '--item', 'tea')).toBe(stdout)
})

test('levels as JSON say what they stand for, with their sums and the digest of the view', async () => {
  const here = await marchRecorded()
  await exported(here, 'levels.json', 'levels', '--as-of', T1)
  const rows = rowsOf((await here.tidemark(['levels', '--as-of', T1, '--format', 'jsonl'])).stdout)
  const { stdout } = await here.tidemark(['digest', '--as-of', T1, '--format', 'json'])
  const { digest, format } = JSON.parse(stdout)
  expect(json(here, 'levels.json')).toEqual({
    asOf: '2027-03-15T00:00:00.000Z',
    knownThrough: { stream: 'main.item-coffee', revision: 0 },
    snapshot: null,
    only: { item: null, branch: null },
    totals: { onHand: '8.5', value: '47', items: 2, rows: 2 },
    digest: { format, digest },
    rows,
    branches: [
      { branch: 'north', onHand: '6', value: '27', items: 1 },
      { branch: 'south', onHand: '2.5', value: '20', items: 1 },
    ],
  })
})

test('levels of one item or branch say so, and have no digest of the whole', async () => {
  const here = await marchRecorded()
  await exported(here, 'north.json', 'levels', '--as-of', T1, '--branch', 'north')
  expect(json(here, 'north.json')).toMatchObject({
    only: { item: null, branch: 'north' },
    totals: { rows: 1 },
    digest: null,
  })
})

test('a file of levels has every field of a level', async () => {
  const here = await marchRecorded()
  const { stdout } = await here.tidemark(['levels', '--format', 'jsonl'])
  for (const row of rowsOf(stdout)) {
    expect(Object.keys(row as LevelFields)).toEqual(levelColumns.map(({ name }) => name))
  }
})

test('a snapshot is exported by its id or name, verified, and the same after late entries', async () => {
  const here = await marchRecorded()
  const id = await takenSnapshot(here)
  const first = await exported(here, 'a.json', 'snapshot', id)
  expect(JSON.parse(first)).toMatchObject({
    asOf: '2027-03-15T00:00:00.000Z',
    knownThrough: { stream: 'main.item-coffee', revision: 0 },
    snapshot: { id, name: 'Mid-March', takenAt: new Date(NOW).toISOString(), cause: { kind: 'manual' } },
    verified: true,
    totals: { onHand: '8.5', value: '47', items: 2, rows: 2 },
  })
  const late = movement('StockSold', 'S9', '2027-03-02T10:00:00Z', { quantity: '1', netAmount: '9' })
  await here.tidemark(['record', JSON.stringify(late)], { now: NOW + 1000 })
  for (const extension of ['json', 'csv', 'xlsx', 'jsonl']) {
    await exported(here, `b.${extension}`, 'snapshot', 'Mid-March')
    await here.tidemark(['export', 'snapshot', id, '--to', here.path(`c.${extension}`)], {
      now: NOW + 86_400_000,
    })
    expect(readFileSync(here.path(`c.${extension}`))).toEqual(readFileSync(here.path(`b.${extension}`)))
  }
  expect(read(here, 'b.json')).toBe(first)
})

test('a comparison has the sides, rows, bridge and memo lines of the command that shows it', async () => {
  const here = await marchRecorded()
  const id = await takenSnapshot(here)
  const { stdout } = await here.tidemark(['compare', 'Mid-March', T2, '--format', 'json'])
  const shown = JSON.parse(stdout)
  await exported(here, 'compared.json', 'compare', 'Mid-March', T2)
  expect(json(here, 'compared.json')).toMatchObject({
    from: { asOf: shown.from.asOf, knownThrough: shown.from.knownThrough, snapshot: id },
    to: { asOf: shown.to.asOf, knownThrough: shown.to.knownThrough, snapshot: null },
    rows: shown.rows,
    bridge: shown.bridge,
    memo: shown.memo,
  })
  expect(await exported(here, 'compared.csv', 'compare', 'Mid-March', T2)).toContain(
    '\r\ntea,north,6,12,6,27,57,30,both\r\n',
  )
})

test('a bridge is its lines', async () => {
  const here = await marchRecorded()
  expect(await exported(here, 'bridge.csv', 'bridge', T1, T2)).toBe(
    'line,kind,quantity,value\r\nOpening,opening,8.5,47\r\nReceipts,receipt,6,30\r\nClosing,closing,14.5,77\r\n',
  )
})

test('sides known at an earlier time are exported as known then', async () => {
  const here = await marchRecorded()
  const late = movement('StockSold', 'S9', '2027-03-02T10:00:00Z', { quantity: '1', netAmount: '9' })
  await here.tidemark(['record', JSON.stringify(late)])
  const then = await exported(here, 'then.csv', 'bridge', T1, T2, '--known-through', AFTER)
  expect(then).toContain('Closing,closing,14.5,77')
  expect(await exported(here, 'now.csv', 'bridge', T1, T2)).toContain('Closing,closing,13.5,')
})

test('a stock card is that of the item, at one branch or all', async () => {
  const here = await marchRecorded()
  const { stdout } = await here.tidemark(['explain', 'tea', '--as-of', T2, '--format', 'jsonl'])
  expect(await exported(here, 'card.jsonl', 'card', 'tea', '--as-of', T2)).toBe(stdout)
  await exported(here, 'south.json', 'card', 'tea', '--branch', 'south', '--as-of', T2)
  expect(json(here, 'south.json')).toMatchObject({ item: 'tea', branch: 'south', lines: [] })
})

test('a card of an item that does not exist is an error, and no file', async () => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark(['export', 'card', 'tee', '--to', here.path('card.csv')])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: UNKNOWN_ITEM: "tee"/)])
  expect(existsSync(here.path('card.csv'))).toBe(false)
})

test.each([['levels'], ['snapshot', 'S'], ['compare', T1, T2], ['bridge', T1, T2], ['card', 'tea']])(
  'export %s makes no log that is not there, and no file',
  async (...args) => {
    const here = scratch()
    const { code, stderr } = await here.tidemark(['export', ...args, '--to', here.path('x.csv')])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: LOG_NOT_FOUND: /)])
    expect(readdirSync(here.path('.'))).toEqual([])
  },
)

test.each([
  [['levels'], "required option '--to <file>' not specified"],
  [['levels', '--to', 'levels.xls'], 'The name must end in .csv, .xlsx, .json, .jsonl.'],
  [['levels', '--to', 'levels.xlsx', '--bom'], '--bom is for files ending in .csv'],
  [['levels', '--to', 'levels.csv', '--snapshot', 'S', '--as-of', T1], 'cannot be used with'],
])('export %j is a usage error', async (args, words) => {
  const here = await marchRecorded()
  const { code, stdout, stderr } = await here.tidemark(['export', ...args])
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)])
  expect(stderr).toMatch(/^tidemark: /)
})

test('an earlier file is replaced, and nothing else is left beside it', async () => {
  const here = await marchRecorded()
  writeFileSync(here.path('levels.csv'), 'old')
  expect(await exported(here, 'levels.csv', 'levels')).toMatch(/^item,branch,/)
  expect(readdirSync(here.path('.')).filter((name) => /levels|part/.test(name))).toEqual(['levels.csv'])
})

test('a file that cannot be written is an error, and leaves nothing', async () => {
  const here = await marchRecorded()
  mkdirSync(here.path('dir.csv'))
  for (const name of ['no/levels.csv', 'dir.csv']) {
    const { code, stdout, stderr } = await here.tidemark(['export', 'levels', '--to', here.path(name)])
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      expect.stringMatching(/^tidemark: EXPORT_UNWRITABLE: .*dir/),
    ])
  }
  expect(readdirSync(here.path('.')).filter((name) => name.includes('part'))).toEqual([])
})

test('the log is never replaced by an export of it, whatever name it goes by', async () => {
  const { path, tidemark, file } = scratch()
  const log = path('inventory.json')
  await tidemark([
    'import',
    file('m.jsonl', [movement('StockReceived', 'R', T1, { quantity: '1', unitCost: '1' })]),
    '--log',
    log,
  ])
  symlinkSync(log, path('link.json'))
  linkSync(log, path('hard.json'))
  const before = readFileSync(log)
  for (const to of [log, path('link.json'), path('hard.json')]) {
    const { code, stderr } = await tidemark(['export', 'levels', '--log', log, '--to', to])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: EXPORT_IN_USE: /)])
  }
  expect(readFileSync(log)).toEqual(before)
})

test('the cache is never replaced by an export', async () => {
  const here = await marchRecorded()
  const cache = here.path('cache.json')
  await here.tidemark(['levels', '--cache', cache])
  const before = readFileSync(cache)
  const { code, stderr } = await here.tidemark(['export', 'levels', '--cache', cache, '--to', cache])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: EXPORT_IN_USE: /)])
  expect(readFileSync(cache)).toEqual(before)
})

test('Ctrl-C leaves the earlier file as it was, and says so', async () => {
  const here = await marchRecorded()
  writeFileSync(here.path('levels.xlsx'), 'old')
  const { code, stdout, stderr } = await here.tidemark(
    ['export', 'levels', '--to', here.path('levels.xlsx')],
    {
      onInterrupt: (listener) => {
        listener()
        return () => {}
      },
    },
  )
  expect([code, stdout, stderr]).toEqual([
    130,
    '',
    `interrupted: ${here.path('levels.xlsx')} is not written\n`,
  ])
  expect(read(here, 'levels.xlsx')).toBe('old')
  expect(readdirSync(here.path('.')).filter((name) => name.includes('part'))).toEqual([])
})
