import { expect, test } from 'vitest'
import { defaultTemplates, nameOf } from './names.ts'

const boundary = (text: string) => Date.parse(text)

test.each([
  [defaultTemplates['month-end'], '2027-03-31T23:00Z', 'Month-End March 2027'],
  [defaultTemplates['month-end'], '2028-01-01T00:00Z', 'Month-End December 2027'],
  [defaultTemplates['quarter-end'], '2027-03-31T23:00Z', 'Quarter-End Q1 2027'],
  [defaultTemplates['year-end'], '2028-01-01T00:00Z', 'Year-End 2027'],
  [defaultTemplates.week, '2027-01-04T00:00Z', 'Week-End 2026-W53'],
  [defaultTemplates.day, '2027-03-31T23:00Z', 'Day-End 2027-03-31'],
  [defaultTemplates.cron, '2027-04-02T17:00Z', 'books 2027-04-02 18:00'],
  [defaultTemplates.cron, '2027-03-31T23:00Z', 'books 2027-03-31 24:00'],
  ['Close of [Day] [Month] ([Schedule])', '2027-03-31T23:00Z', 'Close of 31 March (books)'],
  ['[Other] books', '2027-03-31T23:00Z', 'books'],
  ['[Other]', '2027-03-31T23:00Z', 'Snapshot'],
])('%s at %s is %s', (template, at, name) => {
  expect(nameOf(template, { schedule: 'books', boundary: boundary(at), timeZone: 'Europe/London' })).toBe(
    name,
  )
})

test('a name is the month of the zone, not that of UTC', () => {
  const at = { schedule: 'books', boundary: boundary('2027-03-31T11:00Z') }
  expect(nameOf('[Month]', { ...at, timeZone: 'Pacific/Auckland' })).toBe('March')
  expect(nameOf('[Date]', { ...at, boundary: boundary('2011-12-30T10:00Z'), timeZone: 'Pacific/Apia' })).toBe(
    '2011-12-29',
  )
})

test('a name is never longer than a name may be', () => {
  const name = nameOf(`${'x'.repeat(250)} 😀😀😀😀😀😀`, { schedule: 'a', boundary: 0, timeZone: 'UTC' })
  expect(name.length).toBeLessThanOrEqual(256)
  expect(name.isWellFormed()).toBe(true)
})
