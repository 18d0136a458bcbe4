import { describe, expect, it } from 'vitest'
import { dateReader, instantReader } from './time.ts'
import { timeFormat } from './time-format.ts'

describe('a cell read as an instant', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss', 'UTC', '2010-12-01 08:26:00', '2010-12-01T08:26:00.000Z'],
    ['yyyy-MM-dd', 'UTC', '2010-12-01', '2010-12-01T00:00:00.000Z'],
    ['yyyy-MM-dd', 'America/New_York', '2010-12-01', '2010-12-01T05:00:00.000Z'],
    ['d/M/yyyy H:mm', 'Europe/London', '1/7/2011 9:05', '2011-07-01T08:05:00.000Z'],
    ['M/d/yy h:mm a', 'UTC', '7/1/11 12:05 AM', '2011-07-01T00:05:00.000Z'],
    ['M/d/yy h:mm a', 'UTC', '7/1/11 12:05 pm', '2011-07-01T12:05:00.000Z'],
    ['dd-MMM-yyyy', 'UTC', '05-mar-2027', '2027-03-05T00:00:00.000Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSS", 'Asia/Kolkata', '2027-03-05T10:00:00.25', '2027-03-05T04:30:00.250Z'],
    ['yyyyMMdd', 'UTC', '20270305', '2027-03-05T00:00:00.000Z'],
    ['dd.MM.yy', 'UTC', '05.03.70', '1970-03-05T00:00:00.000Z'],
  ])('%s in %s: %s is %s', (format, zone, cell, expected) => {
    expect(instantReader(format, zone, undefined)(cell)).toBe(expected)
  })

  it.each([
    ['+02:00', '2027-03-05T08:00:00.000Z'],
    ['Z', '2027-03-05T10:00:00.000Z'],
  ])('with the offset %s it names needs no zone', (offset, expected) => {
    expect(instantReader('yyyy-MM-dd HH:mmXXX', undefined, undefined)(`2027-03-05 10:00${offset}`)).toBe(
      expected,
    )
  })

  it.each(['2027-02-30 10:00', '2027-13-01 10:00', '2027-03-05 24:00', '2027-03-05', '05.03.2027 10:00'])(
    'refuses %s',
    (cell) => {
      expect(() => instantReader('yyyy-MM-dd HH:mm', 'UTC', undefined)(cell)).toThrow(
        expect.objectContaining({ code: 'UNREADABLE_CELL' }),
      )
    },
  )

  it('refuses an hour 13 of twelve and a month of no name', () => {
    expect(() => instantReader('M/d/yy h:mm a', 'UTC', undefined)('7/1/11 13:00 PM')).toThrow(
      /UNREADABLE|not a time/,
    )
    expect(() => instantReader('dd MMM yyyy', 'UTC', undefined)('05 foo 2027')).toThrow(/not a time/)
  })

  it.each(['2027-03-28 01:30', '2027-10-31 01:30'])(
    'refuses %s in London, skipped or shown twice',
    (cell) => {
      expect(() => instantReader('yyyy-MM-dd HH:mm', 'Europe/London', undefined)(cell)).toThrow(
        expect.objectContaining({ code: 'SKIPPED_OR_REPEATED_TIME' }),
      )
    },
  )

  it('takes the earlier or the later of a time shown twice, as told', () => {
    const read = (repeated: 'earlier' | 'later') =>
      instantReader('yyyy-MM-dd HH:mm', 'Europe/London', repeated)('2027-10-31 01:30')
    expect(read('earlier')).toBe('2027-10-31T00:30:00.000Z')
    expect(read('later')).toBe('2027-10-31T01:30:00.000Z')
  })

  it('answers the same when asked again, and after thousands of others', () => {
    const read = instantReader('yyyy-MM-dd HH:mm', 'UTC', undefined)
    const cells = Array.from({ length: 3000 }, (_, index) => `${2000 + index}-01-01 00:00`)
    expect(cells.map(read)).toEqual(cells.map((cell) => `${cell.slice(0, 4)}-01-01T00:00:00.000Z`))
    expect(read('2000-01-01 00:00')).toBe('2000-01-01T00:00:00.000Z')
  })
})

describe('a cell read as a date', () => {
  it('is a calendar date, whatever time stands with it', () => {
    expect(dateReader('M/d/yyyy')('3/5/2027')).toBe('2027-03-05')
    expect(dateReader('yyyy-MM-dd HH:mm')('2027-03-05 23:00')).toBe('2027-03-05')
  })
})

describe('a time format', () => {
  it.each(['yyyy-MM-dd Q', 'yyyy yyyy', 'YYYY-MM-dd', "yyyy'T"])('is not %s', (format) => {
    expect(() => timeFormat(format)).toThrow(RangeError)
  })

  it('takes what is no letter as it stands', () => {
    expect(timeFormat('dd.MM.yyyy').read('05x03x2027')).toBeNull()
  })
})
