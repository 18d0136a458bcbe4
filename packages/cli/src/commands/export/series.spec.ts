import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { marchRecorded, movement } from '../../run.spec.support.ts'
import { exported } from './export.spec.support.ts'

const T1 = '2027-03-02T00:00:00Z'
const T2 = '2027-03-15T00:00:00Z'
const T3 = '2027-03-31T22:00:00Z'
const MARCH = ['--from', '2027-03-01T00:00:00Z', '--every', 'week']

test('several moments have every figure of each, and those of the command that shows them', async () => {
  const here = await marchRecorded()
  await here.tidemark(['snapshot', 'create', '--name', 'Mid-March', '--as-of', T2])
  const { stdout } = await here.tidemark(['compare', T1, 'Mid-March', T3, '--format', 'csv'])
  const text = await exported(here, 'several.csv', 'compare', T1, 'Mid-March', T3)
  expect(text).toBe(stdout.replaceAll('\n', '\r\n'))
  expect(text).toContain('\r\ntea,north,10,6,12,2,20,45,27,57,12,26.666667,both\r\n')
  const shown = JSON.parse((await here.tidemark(['compare', T1, 'Mid-March', T3, '--format', 'json'])).stdout)
  const { moments, rows, total, bridge, memo } = JSON.parse(
    await exported(here, 'several.json', 'compare', T1, 'Mid-March', T3),
  )
  const inFiles = shown.moments.map(
    ({ position: _place, ...moment }: { readonly position: number }) => moment,
  )
  expect({ moments, rows, total, bridge, memo }).toEqual({ ...shown, moments: inFiles })
})

test('a trend has the rows of the command that shows it, and says of which calendar', async () => {
  const here = await marchRecorded()
  const by = ['--by', 'branch', '--zone', 'Europe/London']
  const { stdout } = await here.tidemark(['trend', ...MARCH, ...by, '--to', T3, '--format', 'csv'])
  const text = await exported(here, 'trend.csv', 'trend', ...MARCH, ...by, '--until', T3)
  expect(text).toBe(stdout.replaceAll('\n', '\r\n'))
  const { stdout: rows } = await here.tidemark(['trend', ...MARCH, ...by, '--to', T3, '--format', 'json'])
  expect(JSON.parse(await exported(here, 'trend.json', 'trend', ...MARCH, ...by, '--until', T3))).toEqual({
    every: 'week',
    zone: 'Europe/London',
    by: ['branch'],
    knownThrough: { stream: 'main.item-coffee', revision: 0 },
    rows: JSON.parse(rows),
  })
})

test('a trend without an end is a usage error', async () => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark(['export', 'trend', ...MARCH, '--to', here.path('t.csv')])
  expect([code, stderr]).toEqual([2, expect.stringContaining("required option '--until <T>' not specified")])
})

test('the page of an item has the pages of the command that shows it', async () => {
  const here = await marchRecorded()
  const { stdout } = await here.tidemark(['item', 'tea', '--as-of', T3, '--format', 'json'])
  const { company, branches } = JSON.parse(stdout)
  const page = JSON.parse(await exported(here, 'tea.json', 'item', 'tea', '--as-of', T3))
  expect(page).toEqual({
    item: 'tea',
    asOf: company.asOf,
    knownThrough: company.knownThrough,
    snapshot: null,
    pages: [company, ...branches],
    prices: [],
    lots: [],
    channels: [],
  })
  const north = await exported(here, 'north.jsonl', 'item', 'tea', '--branch', 'north', '--as-of', T3)
  expect(JSON.parse(north)).toEqual(branches[0])
})

test('the page of an item in a snapshot stays as it was', async () => {
  const here = await marchRecorded()
  await here.tidemark(['snapshot', 'create', '--name', 'Mid-March', '--as-of', T2])
  const before = await exported(here, 'before.csv', 'item', 'tea', '--snapshot', 'Mid-March')
  const late = movement('StockSold', 'S9', '2027-03-02T10:00:00Z', { quantity: '1', netAmount: '9' })
  await here.tidemark(['record', JSON.stringify(late)])
  expect(await exported(here, 'after.csv', 'item', 'tea', '--snapshot', 'Mid-March')).toBe(before)
  expect(await exported(here, 'named.csv', 'item', 'tea', '--as-of', 'Mid-March')).toBe(before)
  expect(await exported(here, 'now.csv', 'item', 'tea', '--as-of', T2)).not.toBe(before)
})

test('a page of an item that does not exist is an error, and no file', async () => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark(['export', 'item', 'tee', '--to', here.path('tee.csv')])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: UNKNOWN_ITEM: /)])
  expect(existsSync(here.path('tee.csv'))).toBe(false)
})
