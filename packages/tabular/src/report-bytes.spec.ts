import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { fileFormats } from './file-format.ts'
import { aLevel } from './levels.spec.support.ts'
import { reportBytes } from './report-bytes.ts'
import { levelColumns, levelsReport } from './reports/levels.ts'

const levels = [
  aLevel(),
  aLevel({ item: '=cmd', branch: 'süd, "old"', onHand: '-2.5', value: '-0.000001', averageCost: null }),
  aLevel({ item: '茶\u{1f375}', lastCountQuantity: '1234567890.123456' }),
]

const report = levelsReport({
  moment: {
    asOf: '2027-03-31T21:59:59.999Z',
    knownThrough: { stream: 'main.item-tea', revision: 3 },
    snapshot: null,
  },
  digest: null,
  only: { item: null, branch: null },
  rows: () => levels,
})

function written(...[format, options]: [(typeof fileFormats)[number], { bom?: boolean }?]): Buffer {
  return Buffer.concat([...reportBytes(report, format, options)])
}

test('CSV is read back to equal values: a number below zero is one, a text that begins with = has its mark', () => {
  const rows = parse(written('csv'), { columns: true })
  const expected = levels.map((level) =>
    Object.fromEntries(Object.entries(level).map(([name, value]) => [name, value ?? ''])),
  )
  expect(rows).toEqual(expected.map((row) => (row.item === '=cmd' ? { ...row, item: "'=cmd" } : row)))
})

test('CSV ends its lines as RFC 4180 says', () => {
  const text = written('csv').toString()
  expect(text.split('\r\n')).toHaveLength(levels.length + 2)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test('CSV begins with a byte order mark when told, other formats never', () => {
  const mark = Buffer.from('\ufeff')
  expect(written('csv').subarray(0, 3)).not.toEqual(mark)
  expect(written('csv', { bom: true })).toEqual(Buffer.concat([mark, written('csv')]))
  expect(written('json', { bom: true })).toEqual(written('json'))
})

test('JSON is one object: what it stands for, the sums, and the rows as they are', () => {
  expect(JSON.parse(written('json').toString())).toEqual({
    asOf: '2027-03-31T21:59:59.999Z',
    knownThrough: { stream: 'main.item-tea', revision: 3 },
    snapshot: null,
    only: { item: null, branch: null },
    totals: { onHand: '9.5', value: '53.999999', items: 3, rows: 3 },
    digest: null,
    rows: levels,
    branches: [
      { branch: 'north', onHand: '12', value: '54', items: 2 },
      { branch: 'süd, "old"', onHand: '-2.5', value: '-0.000001', items: 1 },
    ],
  })
})

test('JSON Lines are the rows as they are', () => {
  const lines = written('jsonl').toString().trimEnd().split('\n')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(levels)
})

test('Excel is read back to equal values: numbers, dates, texts', async () => {
  const { sheets } = await readXlsx(written('xlsx'))
  const rows = sheets.find(({ name }) => name === 'Levels')?.rows
  expect(rows?.[0]).toEqual(levelColumns.map(({ name }) => name))
  const values = levels.map((level) => levelColumns.map(({ kind, of }) => inExcel(kind, of(level))))
  expect(rows?.slice(1)).toEqual(values)
})

/** What a cell should come to: a double, a date or a text. */
function inExcel(kind: string, value: unknown): unknown {
  if (value === null || kind === 'text' || value === '1234567890.123456') return value
  return kind === 'instant' ? new Date(String(value)) : Number(value)
}

test('rows are gone through once for each file, and not before it is asked for', () => {
  let asked = 0
  const counted = {
    ...report,
    tables: report.tables.map((table) => ({
      ...table,
      rows: () => {
        asked++
        return table.rows()
      },
    })),
  }
  const [first, ...others] = counted.tables
  if (first === undefined) throw new Error('no table')
  for (const format of fileFormats) {
    asked = 0
    const pieces = reportBytes({ ...counted, tables: [first, ...others] }, format)
    expect(asked).toBeLessThan(2)
    for (const _piece of pieces);
    expect(asked).toBe(format === 'csv' || format === 'jsonl' ? 1 : others.length + 1)
  }
})
