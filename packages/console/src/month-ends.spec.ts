import { expect, test } from 'vitest'
import { monthEndsOf } from './month-ends.ts'

const ends = (first: string, last: string, now: string, zone = 'UTC') =>
  monthEndsOf({ first: Date.parse(first), last: Date.parse(last), now: Date.parse(now) }, zone).map((end) =>
    new Date(end).toISOString(),
  )

test('the month just ended is among them, and so are quiet ones before it', () => {
  expect(ends('2027-01-10T09:00Z', '2027-02-27T17:00Z', '2027-03-02T08:00Z')).toEqual([
    '2027-01-31T23:59:59.999Z',
    '2027-02-28T23:59:59.999Z',
  ])
  expect(ends('2027-02-27T09:00Z', '2027-02-27T17:00Z', '2027-05-02T08:00Z')).toHaveLength(3)
})

test('the month under way is not, until it is over in the zone', () => {
  const inMarch = ['2027-02-10T09:00Z', '2027-03-01T04:30Z'] as const
  expect(ends(...inMarch, '2027-03-01T04:59:59.998Z', 'America/New_York')).toEqual([])
  expect(ends(...inMarch, '2027-03-01T04:59:59.999Z', 'America/New_York')).toEqual([
    '2027-03-01T04:59:59.999Z',
  ])
})

test('what ended long ago ends with the month of its last movement', () => {
  expect(ends('2011-11-20T09:00Z', '2011-12-09T12:50Z', '2027-03-02T08:00Z')).toEqual([
    '2011-11-30T23:59:59.999Z',
    '2011-12-31T23:59:59.999Z',
  ])
})

test('of centuries there are not all', () => {
  expect(ends('1800-01-01T00:00Z', '2027-02-27T17:00Z', '2027-03-02T08:00Z')).toHaveLength(600)
})
