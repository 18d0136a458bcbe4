import { expect, test } from 'vitest'
import { instantOf, lastMonthEnd, localOf, monthsLater } from './zone.ts'

const LONDON = 'Europe/London'

test.each([
  ['UTC', '2027-03-31T23:59:59.999', '2027-03-31T23:59:59.999Z'],
  [LONDON, '2027-03-31T23:59:59.999', '2027-03-31T22:59:59.999Z'],
  [LONDON, '2027-01-31T23:59:59.999', '2027-01-31T23:59:59.999Z'],
  ['Asia/Kolkata', '2027-04-01T05:30', '2027-04-01T00:00:00.000Z'],
  ['Pacific/Auckland', '2027-01-01T00:00', '2026-12-31T11:00:00.000Z'],
])('in %s %s is %s, and back', (zone, local, instant) => {
  expect(instantOf(zone, local)).toBe(Date.parse(instant))
  expect(localOf(zone, Date.parse(instant))).toContain(local)
})

test('an hour the clocks go through twice is the earlier one, and one they skip is not lost', () => {
  expect(instantOf(LONDON, '2027-10-31T01:30')).toBe(Date.parse('2027-10-31T00:30Z'))
  expect(instantOf(LONDON, '2027-03-28T01:30')).toBe(Date.parse('2027-03-28T01:30Z'))
})

test('what is no date and time is none', () => {
  expect(instantOf('UTC', '')).toBeNull()
  expect(instantOf('UTC', 'yesterday')).toBeNull()
})

test('a month later is the same day, or the last one', () => {
  expect(monthsLater('2027-01-31T10:00', 1)).toBe('2027-02-28T10:00')
  expect(monthsLater('2027-03-31T10:00', -1)).toBe('2027-02-28T10:00')
  expect(monthsLater('2027-12-15T10:00', 1)).toBe('2028-01-15T10:00')
})

test.each([
  ['UTC', '2027-04-01T00:00:00Z', '2027-03-31T23:59:59.999Z'],
  [LONDON, '2027-03-31T22:59:59.999Z', '2027-02-28T23:59:59.999Z'],
  [LONDON, '2027-03-31T23:00:00Z', '2027-03-31T22:59:59.999Z'],
  [LONDON, '2027-01-15T12:00:00Z', '2026-12-31T23:59:59.999Z'],
])('in %s at %s the month that ended last ended at %s', (zone, now, end) => {
  expect(lastMonthEnd(zone, Date.parse(now))).toBe(Date.parse(end))
})
