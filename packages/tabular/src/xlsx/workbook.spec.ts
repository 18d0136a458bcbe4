import { type CellObject, read } from '@e965/xlsx'
import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { aCell, aReport } from '../a-report.spec.support.ts'
import type { Cell, ColumnKind } from '../column.ts'
import { columnsOf } from '../column.ts'
import { type Report, reportTable } from '../report.ts'
import { workbook } from './workbook.ts'

function bytesOf(report: Report, linesPerSheet?: number): Uint8Array {
  return Buffer.concat([...workbook(report, linesPerSheet)])
}

/** The rows of each sheet by its name, as one independent reader finds them. */
async function sheetsOf(report: Report, linesPerSheet?: number) {
  const { sheets } = await readXlsx(bytesOf(report, linesPerSheet))
  return Object.fromEntries(sheets.map(({ name, rows }) => [name, rows]))
}

/** The first cell under the heading, as another independent reader finds it. */
function cellOf(report: Report): CellObject | undefined {
  return read(bytesOf(report), { cellNF: true, cellFormula: true }).Sheets.Rows?.A2
}

test.each<[ColumnKind, Cell, Partial<CellObject>]>([
  ['text', 'tea', { t: 's', v: 'tea', z: '@' }],
  ['text', '00123', { t: 's', v: '00123', z: '@' }],
  ['text', true, { t: 'b', v: true }],
  ['number', '12', { t: 'n', v: 12, z: '#,##0;[Red]-#,##0' }],
  ['number', -12, { t: 'n', v: -12, z: '#,##0;[Red]-#,##0' }],
  ['number', '-2.5', { t: 'n', v: -2.5, z: '#,##0.0#####;[Red]-#,##0.0#####' }],
  ['amount', '-3', { t: 'n', v: -3, z: '#,##0.00####;[Red]-#,##0.00####' }],
  ['amount', '0.000001', { t: 'n', v: 0.000001 }],
  ['number', 'none', { t: 's', v: 'none', z: '@' }],
  ['instant', '2027-03-15T12:00:00.000Z', { t: 'n', v: 46_461.5, z: 'yyyy\\-mm\\-dd\\Thh:mm:ss.000\\Z' }],
  ['instant', '1899-12-31T12:00:00.000Z', { t: 's', v: '1899-12-31T12:00:00.000Z' }],
])('a cell of %s, %j, has its type and format', (kind, value, expected) => {
  expect(cellOf(aCell(kind, value))).toMatchObject(expected)
})

test('what is absent leaves the cell empty', () => {
  expect(cellOf(aCell('number', null))).toBeUndefined()
})

test('an instant reads back as that instant, to the millisecond', async () => {
  const instant = '2027-03-15T10:00:00.001Z'
  expect((await sheetsOf(aCell('instant', instant))).Rows).toEqual([['cell'], [new Date(instant)]])
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|"/c calc"!A1'])(
  'the text %j is no formula, and stays as it is',
  async (value) => {
    expect(cellOf(aCell('text', value))?.f).toBeUndefined()
    expect((await sheetsOf(aCell('text', value))).Rows).toEqual([['cell'], [value]])
  },
)

test('a number of up to 15 digits is a number, one of more is its text, and the summary counts those', async () => {
  const fitting = [
    '999999999.999999',
    '-999999999.999999',
    '100000000000000000',
    '0.000001',
    '123456789012345',
  ]
  const beyond = ['1000000000.000001', '-9007199254740993', '1234567890123.4567']
  const rows = [...fitting, ...beyond].map((n) => ({ n }))
  const sheets = await sheetsOf(aReport<{ readonly n: string }>({ n: 'number' }, rows))
  expect(sheets.Rows?.slice(1).flat()).toEqual([...fitting.map(Number), ...beyond])
  expect(sheets.Summary).toContainEqual(['Numbers written as text, of more than 15 digits', 3])
})

test('every number a cell takes comes out with the same six decimals', async () => {
  const micros = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n })
  const numbers = fc.sample(micros, { numRuns: 2000 }).map(decimalOf)
  const rows = numbers.map((n) => ({ n }))
  const sheets = await sheetsOf(aReport<{ readonly n: string }>({ n: 'number' }, rows))
  expect(sheets.Rows?.slice(1).map(([n]) => Number(n).toFixed(6))).toEqual(numbers)
})

function decimalOf(micros: bigint): string {
  const digits = String(micros < 0n ? -micros : micros).padStart(7, '0')
  return `${micros < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}

test('any text comes out of a cell as it went in, whatever XML cannot say', async () => {
  const unit = fc.constantFrom(...'ab <>&"\'_x0041\r\n\t=\u0001\u001f\u007f\ufffeé茶', '\u{1f375}', '_x0041_')
  const texts = fc.sample(fc.string({ unit, minLength: 1, maxLength: 12 }), {
    numRuns: 1000,
  })
  const rows = texts.map((t) => ({ t }))
  const sheets = await sheetsOf(aReport<{ readonly t: string }>({ t: 'text' }, rows))
  expect(sheets.Rows?.slice(1).flat()).toEqual(texts)
})

test('a text longer than a cell is cut, says so, and is counted', async () => {
  const sheets = await sheetsOf(aCell('text', 'x'.repeat(40_000)))
  const text = String(sheets.Rows?.[1]?.[0])
  expect(text).toHaveLength(32_767)
  expect(text.slice(-40)).toMatch(/^x+ \[cut, it has 40000 characters\]$/)
  expect(sheets.Summary).toContainEqual(['Texts cut to the length of a cell', 1])
})

test('rows beyond a sheet go on in the next one, under the same heading', async () => {
  const rows = [1, 2, 3, 4, 5].map((n) => ({ n }))
  const sheets = await sheetsOf(aReport<{ readonly n: number }>({ n: 'number' }, rows), 3)
  expect(sheets).toEqual({
    Summary: [
      ['Summary', 'Value'],
      ['Rows of Rows', 5],
    ],
    Rows: [['n'], [1], [2]],
    'Rows (2)': [['n'], [3], [4]],
    'Rows (3)': [['n'], [5]],
  })
})

test('every sheet has its heading frozen, bold and of text; those of rows can be filtered', async () => {
  const report = aReport<{ readonly n: number }>({ n: 'number' }, [{ n: 1 }, { n: 2 }])
  const { sheets } = await readXlsx(bytesOf(report), { readStyles: true })
  expect(sheets.map(({ name, freezePane, autoFilter }) => [name, freezePane, autoFilter?.range])).toEqual([
    ['Summary', { rows: 1 }, undefined],
    ['Rows', { rows: 1 }, 'A1:A3'],
  ])
  const heading = sheets[1]?.cells?.get('0,0')
  expect(heading).toMatchObject({ value: 'n', style: { font: { bold: true }, numFmt: '@' } })
})

test('the summary comes first, with a type for each of its values, and the rows of each table', async () => {
  const columns = columnsOf<{ readonly n: number }>({ n: 'number' })
  const report: Report = {
    head: {},
    summary: [
      { name: 'As of', kind: 'instant', value: '2027-03-15T12:00:00.000Z' },
      { name: 'Value', kind: 'amount', value: '-2.5' },
      { name: 'Name', kind: 'text', value: '=1' },
      { name: 'Nothing', kind: 'text', value: null },
    ],
    tables: [
      reportTable('First', 'first', columns, () => [{ n: 1 }]),
      reportTable('Second', 'second', columns, () => []),
    ],
  }
  const { sheets } = await readXlsx(bytesOf(report))
  expect(sheets.map(({ name }) => name)).toEqual(['Summary', 'First', 'Second'])
  expect(sheets[0]?.rows).toEqual([
    ['Summary', 'Value'],
    ['As of', new Date('2027-03-15T12:00:00.000Z')],
    ['Value', -2.5],
    ['Name', '=1'],
    ['Nothing', null],
    ['Rows of First', 1],
    ['Rows of Second', 0],
  ])
})

test('columns beyond Z have two letters', () => {
  const names = Array.from({ length: 30 }, (_, index) => `c${index}`)
  const columns = names.map((name) => ({ name, kind: 'text', of: () => name }) as const)
  const report: Report = { head: {}, summary: [], tables: [reportTable('Rows', 'rows', columns, () => [{}])] }
  const sheet = read(bytesOf(report)).Sheets.Rows
  expect([sheet?.Z2?.v, sheet?.AA2?.v, sheet?.AD2?.v]).toEqual(['c25', 'c26', 'c29'])
})
