import { describe, expect, it } from 'vitest'
import type { CalendarRhythm } from '../calendar-rhythm.ts'
import { rhythmOf } from './rhythm.ts'

const at = (text: string) => Date.parse(text)

/** The boundaries between two instants, as text. */
function boundaries(every: string, timeZone: string, from: string, to: string): readonly string[] {
  const rhythm = rhythmOf(every, timeZone)
  const found: string[] = []
  let boundary = rhythm?.next(at(from) - 1) ?? null
  while (boundary !== null && boundary <= at(to)) {
    found.push(new Date(boundary).toISOString().replace(':00.000Z', 'Z'))
    boundary = rhythm?.next(boundary) ?? null
  }
  return found
}

describe('month ends', () => {
  it.each([
    // Summer time from 14 March to 7 November.
    ['America/New_York', '2027-02', ['2027-03-01T05:00Z', '2027-04-01T04:00Z', '2027-05-01T04:00Z']],
    ['America/New_York', '2027-10', ['2027-11-01T04:00Z', '2027-12-01T05:00Z', '2028-01-01T05:00Z']],
    // Summer time begins or ends on the very last day of the month.
    ['Europe/London', '2030-03', ['2030-03-31T23:00Z', '2030-04-30T23:00Z', '2030-05-31T23:00Z']],
    ['Europe/London', '2027-10', ['2027-11-01T00:00Z', '2027-12-01T00:00Z', '2028-01-01T00:00Z']],
    // Half an hour off, and in 1942 the clocks skipped the first hour of September.
    ['Asia/Kolkata', '2027-03', ['2027-03-31T18:30Z', '2027-04-30T18:30Z', '2027-05-31T18:30Z']],
    ['Asia/Kolkata', '1942-08', ['1942-08-31T18:30Z', '1942-09-30T17:30Z', '1942-10-31T17:30Z']],
    // Summer time is half an hour.
    ['Australia/Lord_Howe', '2027-03', ['2027-03-31T13:00Z', '2027-04-30T13:30Z', '2027-05-31T13:30Z']],
    ['Australia/Lord_Howe', '2027-09', ['2027-09-30T13:30Z', '2027-10-31T13:00Z', '2027-11-30T13:00Z']],
    // There was no 30 December 2011; summer time ended on 1 April 2012.
    ['Pacific/Apia', '2011-11', ['2011-12-01T10:00Z', '2011-12-31T10:00Z', '2012-01-31T10:00Z']],
    ['Pacific/Apia', '2012-03', ['2012-03-31T10:00Z', '2012-04-30T11:00Z', '2012-05-31T11:00Z']],
  ])('in %s from %s', (timeZone, month, expected) => {
    const rhythm = rhythmOf('month-end', timeZone)
    const found: number[] = []
    for (let last = at(`${month}-15T00:00Z`); found.length < expected.length; last = found.at(-1) ?? last) {
      found.push(rhythm?.next(last) ?? Number.NaN)
    }
    expect(found).toEqual(expected.map(at))
  })

  it.each(['America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'])(
    'in %s part the last millisecond of each month from the first of the next, for seventy years',
    (timeZone) => {
      const local = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' })
      const monthAt = (instant: number) => local.format(instant)
      const rhythm = rhythmOf('month-end', timeZone)
      let last = at('1969-12-31T12:00Z')
      for (let month = 0; month < 70 * 12; month++) {
        const boundary = rhythm?.next(last) ?? Number.NaN
        const name = (months: number) => new Date(Date.UTC(1970, months - 1, 1, 12)).toISOString().slice(0, 7)
        expect([monthAt(boundary - 1), monthAt(boundary)]).toEqual([name(month), name(month + 1)])
        last = boundary
      }
    },
  )
})

describe('other rhythms of the calendar', () => {
  it.each<[CalendarRhythm, string, string, string, readonly string[]]>([
    [
      'day',
      'Europe/London',
      '2027-03-27T00:00Z',
      '2027-03-30T12:00Z',
      ['2027-03-27T00:00Z', '2027-03-28T00:00Z', '2027-03-28T23:00Z', '2027-03-29T23:00Z'],
    ],
    [
      'day',
      'Pacific/Apia',
      '2011-12-28T12:00Z',
      '2012-01-01T12:00Z',
      ['2011-12-29T10:00Z', '2011-12-30T10:00Z', '2011-12-31T10:00Z', '2012-01-01T10:00Z'],
    ],
    [
      'week',
      'America/New_York',
      '2027-03-03T00:00Z',
      '2027-03-23T00:00Z',
      ['2027-03-08T05:00Z', '2027-03-15T04:00Z', '2027-03-22T04:00Z'],
    ],
    [
      'quarter-end',
      'Asia/Kolkata',
      '2027-01-01T00:00Z',
      '2027-12-31T23:00Z',
      ['2027-03-31T18:30Z', '2027-06-30T18:30Z', '2027-09-30T18:30Z', '2027-12-31T18:30Z'],
    ],
    [
      'year-end',
      'Australia/Lord_Howe',
      '2026-01-01T00:00Z',
      '2028-01-01T00:00Z',
      ['2026-12-31T13:00Z', '2027-12-31T13:00Z'],
    ],
  ])('%s in %s', (every, timeZone, from, to, expected) => {
    expect(
      boundaries(every, timeZone, from, to).filter((text) => at(text) > at(from) || text === from),
    ).toEqual(expected)
  })
})

describe('cron expressions', () => {
  it.each([
    [
      '0 18 * * 5',
      'Europe/London',
      '2027-03-20T00:00Z',
      '2027-04-03T00:00Z',
      ['2027-03-26T18:00Z', '2027-04-02T17:00Z'],
    ],
    // 01:30 is skipped on 28 March, and comes twice on 31 October: once.
    [
      '30 1 * * *',
      'Europe/London',
      '2027-03-27T00:00Z',
      '2027-03-29T12:00Z',
      ['2027-03-27T01:30Z', '2027-03-28T01:00Z', '2027-03-29T00:30Z'],
    ],
    [
      '30 1 * * *',
      'Europe/London',
      '2027-10-30T12:00Z',
      '2027-11-01T12:00Z',
      ['2027-10-31T00:30Z', '2027-11-01T01:30Z'],
    ],
    [
      '59 23 L * *',
      'America/New_York',
      '2027-02-02T00:00Z',
      '2027-04-02T00:00Z',
      ['2027-03-01T04:59Z', '2027-04-01T03:59Z'],
    ],
    [
      '15,45 * * * * *',
      'UTC',
      '2027-01-01T00:00:00Z',
      '2027-01-01T00:01:00Z',
      ['2027-01-01T00:00:15.000Z', '2027-01-01T00:00:45.000Z'],
    ],
  ])('%s in %s', (every, timeZone, from, to, expected) => {
    expect(boundaries(every, timeZone, from, to)).toEqual(expected)
  })

  it('come in order and never twice', () => {
    for (const every of ['0 0 * * *', '*/15 * * * *', '30 2 * * 0']) {
      const found = boundaries(every, 'Australia/Lord_Howe', '2027-04-02T00:00Z', '2027-04-05T00:00Z').map(at)
      expect(found).toEqual([...new Set(found)].sort((a, b) => a - b))
    }
  })
})

it.each([
  ['monthly', 'UTC'],
  ['', 'UTC'],
  ['@monthly', 'UTC'],
  ['2027-05-01T00:00:00', 'UTC'],
  ['0 0 1 *', 'UTC'],
  ['61 0 1 * *', 'UTC'],
  ['0 0 30 2 *', 'UTC'],
  ['0 0 1 * *', 'Europe/Atlantis'],
  ['month-end', 'Europe/Atlantis'],
  ['month-end', ''],
])('%j in %j is no rhythm', (every, timeZone) => {
  expect(rhythmOf(every, timeZone)).toBeNull()
})
