import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { marchRecorded, movement, rowsOf } from '../../run.spec.support.ts'
import { exported } from './export.spec.support.ts'

test('export CSV, Excel, JSON', async () => {
  const here = await marchRecorded()
  const shortfall = movement('StockSold', 'S8', '2027-03-12T09:00:00Z', {
    item: '=1+1',
    quantity: '2.5',
    netAmount: '10',
  })
  await here.tidemark(['record', JSON.stringify(shortfall)])
  await here.tidemark(['snapshot', 'create', '--name', 'March', '--as-of', '2027-03-31T22:00:00Z'])
  const { stdout } = await here.tidemark(['levels', '--snapshot', 'March', '--format', 'jsonl'])
  const rows = rowsOf(stdout) as readonly Readonly<Record<string, string | null>>[]
  expect(rows.map(({ item, onHand }) => [item, onHand])).toEqual([
    ['=1+1', '-2.5'],
    ['coffee', '2.5'],
    ['tea', '12'],
  ])

  const json = JSON.parse(await exported(here, 'march.json', 'snapshot', 'March'))
  expect(json).toMatchObject({ verified: true, rows })

  // A spreadsheet would run a text that begins with =, so it has a ' in front; numbers are left alone.
  const harmless = (name: string, value: string | null) =>
    name === 'item' && value === '=1+1' ? `'${value}` : (value ?? '')
  expect(parse(await exported(here, 'march.csv', 'snapshot', 'March'), { columns: true })).toEqual(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, harmless(name, value)])),
    ),
  )

  await exported(here, 'march.xlsx', 'snapshot', 'March')
  const { sheets } = await readXlsx(readFileSync(here.path('march.xlsx')))
  const [heading = [], ...cells] = sheets.find(({ name }) => name === 'Levels')?.rows ?? []
  const asText = (cell: unknown) =>
    cell instanceof Date ? cell.toISOString() : cell === null ? null : String(cell)
  expect(
    cells.map((row) => Object.fromEntries(heading.map((name, index) => [name, asText(row[index] ?? null)]))),
  ).toEqual(rows)
  expect(cells[0]?.slice(0, 3)).toEqual(['=1+1', 'north', -2.5])
})
