import { expect, test } from 'vitest'
import { fileFormatOf } from './file-format.ts'

test.each([
  ['march.csv', 'csv'],
  ['out/March 2027.XLSX', 'xlsx'],
  ['a.b.json', 'json'],
  ['/tmp/x.jsonl', 'jsonl'],
])('the extension of %s says %s', (path, format) => {
  expect(fileFormatOf(path)).toBe(format)
})

test.each(['march', 'march.xls', 'csv', 'dir.csv/march', 'march.csv.', '-'])('%s says no format', (path) => {
  expect(fileFormatOf(path)).toBeUndefined()
})
