import { formatInstant } from '@tidemark/domain'
import { describe, expect, it } from 'vitest'
import { type Period, periodsAt } from './periods.ts'

const text = ({ after, through }: Period) => [formatInstant(after), formatInstant(through)]
const at = (timeZone: string, instant: string) => periodsAt(timeZone, Date.parse(instant))

describe('the periods sales are shown for', () => {
  it('begin after the last millisecond of the one before, in the time zone', () => {
    const { currentMonth, currentYear, lastMonth, lastYear } = at('America/New_York', '2027-03-20T12:00Z')
    expect(text(currentMonth)).toEqual(['2027-03-01T04:59:59.999Z', '2027-03-20T12:00:00.000Z'])
    expect(text(currentYear)).toEqual(['2027-01-01T04:59:59.999Z', '2027-03-20T12:00:00.000Z'])
    expect(text(lastMonth)).toEqual(['2027-02-01T04:59:59.999Z', '2027-03-01T04:59:59.999Z'])
    expect(text(lastYear)).toEqual(['2026-01-01T04:59:59.999Z', '2027-01-01T04:59:59.999Z'])
  })

  it('change at the local midnight, with the clocks put forward in the month', () => {
    const london = (instant: string) => text(at('Europe/London', instant).currentMonth)[0]
    expect(london('2027-03-31T22:59:59.999Z')).toBe('2027-02-28T23:59:59.999Z')
    expect(london('2027-03-31T23:00Z')).toBe('2027-03-31T22:59:59.999Z')
  })

  it('in January, are last December and last year', () => {
    const { lastMonth, lastYear, currentMonth, currentYear } = at('UTC', '2027-01-01T00:00Z')
    expect(text(currentMonth)).toEqual(text(currentYear))
    expect(text(lastMonth)[0]).toBe('2026-11-30T23:59:59.999Z')
    expect(lastYear.through).toBe(lastMonth.through)
  })

  it('are refused for a zone there is none of, and for what is no instant', () => {
    const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' })
    expect(() => periodsAt('Mars/X', 0)).toThrow(refused)
    for (const instant of [Number.NaN, 0.5, 9e15]) expect(() => periodsAt('UTC', instant)).toThrow(refused)
  })

  it('are there for the first and the last instants an event can have', () => {
    expect(text(at('UTC', '9999-12-31T23:59:59.999Z').currentMonth)[0]).toBe('9999-11-30T23:59:59.999Z')
    expect(() => at('Pacific/Apia', '0001-01-01T00:00:00.000Z')).not.toThrow()
  })
})
