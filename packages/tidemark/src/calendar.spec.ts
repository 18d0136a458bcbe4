import { formatInstant } from '@tidemark/domain'
import { describe, expect, it } from 'vitest'
import { endOfDay, endOfMonth, endOfQuarter, endOfYear } from './calendar.ts'

describe('the end of a period', () => {
  it.each([
    ['America/New_York', '2027-03', '2027-04-01T03:59:59.999Z'],
    ['Europe/London', '2011-03', '2011-03-31T22:59:59.999Z'],
    ['Asia/Kolkata', '2027-03', '2027-03-31T18:29:59.999Z'],
    ['Australia/Lord_Howe', '2027-04', '2027-04-30T13:29:59.999Z'],
  ])('of a month in %s %s is %s', (zone, month, expected) => {
    expect(formatInstant(endOfMonth(zone, month))).toBe(expected)
  })

  it('of the day that Apia skipped ends when it would have begun', () => {
    expect(formatInstant(endOfDay('Pacific/Apia', '2011-12-29'))).toBe('2011-12-30T09:59:59.999Z')
  })

  it('of a quarter and of a year is the boundary less a millisecond', () => {
    expect(formatInstant(endOfQuarter('UTC', '2027-Q1'))).toBe('2027-03-31T23:59:59.999Z')
    expect(formatInstant(endOfYear('UTC', '2027'))).toBe('2027-12-31T23:59:59.999Z')
  })

  it.each([
    () => endOfMonth('Nowhere/Land', '2027-03'),
    () => endOfMonth('UTC', '2027-13'),
    () => endOfQuarter('UTC', '2027-Q5'),
    () => endOfYear('UTC', '27'),
    () => endOfDay('UTC', '2027-02-30'),
  ])('is refused where there is no such period or zone', (call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  })
})
