import { expect, test } from 'vitest'
import { parseLine } from './line.ts'

const FIELDS = ['536365', '85123A', ' HOLDER ', '6', '2010-12-01 08:26:00', '2.55', '17850.0', 'EIRE']

function withField(index: number, text: string): string[] {
  return FIELDS.with(index, text)
}

test('a record becomes a line, trimmed, its customer without the float tail', () => {
  expect(parseLine(FIELDS, 2)).toEqual({
    row: 2,
    invoice: '536365',
    code: '85123A',
    description: 'HOLDER',
    quantity: 6,
    localTime: '2010-12-01 08:26:00',
    unitPrice: '2.55',
    customer: '17850',
    country: 'EIRE',
  })
})

test('codes that differ only by case stay different', () => {
  expect(parseLine(withField(1, '85123a'), 2).code).toBe('85123a')
})

test.each([
  ['Quantity', 3, '6.5'],
  ['Quantity', 3, ''],
  ['InvoiceDate', 4, '12/1/2010 8:26'],
  ['UnitPrice', 5, 'NaN'],
  ['UnitPrice', 5, '0.1234567'],
  ['InvoiceNo', 0, ''],
  ['StockCode', 1, ' '],
])('a %s that cannot be one is refused with the line and the column', (column, index, text) => {
  expect(() => parseLine(withField(index, text), 41)).toThrow(
    `line 41: ${column} is ${JSON.stringify(text)}, expected`,
  )
})

test('a record with a field too few is refused', () => {
  expect(() => parseLine(FIELDS.slice(1), 7)).toThrow('line 7: 7 fields, expected 8')
})
