import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../errors.ts'
import { example } from './event.spec.support.ts'
import { formatInstant, isLocalDate, parseInstant } from './instant.ts'
import { parseEvent } from './parse.ts'

describe('an instant', () => {
  it.each([
    ['2027-03-31T10:00Z', '2027-03-31T10:00:00.000Z'],
    ['2027-03-31T10:00:05Z', '2027-03-31T10:00:05.000Z'],
    ['2027-03-31T10:00:05.1Z', '2027-03-31T10:00:05.100Z'],
    ['2027-03-31T10:00:05.123999999Z', '2027-03-31T10:00:05.123Z'],
    ['2027-03-31T10:00+02:00', '2027-03-31T08:00:00.000Z'],
    ['2027-03-31T10:00-03:30', '2027-03-31T13:30:00.000Z'],
    ['2027-01-01T00:30+01:00', '2026-12-31T23:30:00.000Z'],
    ['2028-02-29T00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0004-02-29T00:00Z', '0004-02-29T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, utc) => {
    expect(formatInstant(parseInstant(text) ?? Number.NaN)).toBe(utc)
  })

  it.each([
    ['without an offset', '2027-03-31T10:00:00'],
    ['without a time', '2027-03-31'],
    ['without a colon in the offset', '2027-03-31T10:00+0200'],
    ['on 29 February of no leap year', '2027-02-29T10:00Z'],
    ['on 29 February 1900', '1900-02-29T10:00Z'],
    ['on 31 April', '2027-04-31T10:00Z'],
    ['on 30 February, to the millisecond', '2027-02-30T10:00:00.000Z'],
    ['on 29 February 1900, to the millisecond', '1900-02-29T10:00:00.000Z'],
    ['on day 32, to the millisecond', '2027-03-32T10:00:00.000Z'],
    ['in month 13, to the millisecond', '2027-13-01T10:00:00.000Z'],
    ['in month 0, to the millisecond', '2027-00-01T10:00:00.000Z'],
    ['at hour 24, to the millisecond', '2027-03-31T24:00:00.000Z'],
    ['at minute 60, to the millisecond', '2027-03-31T10:60:00.000Z'],
    ['at second 60, to the millisecond', '2027-03-31T10:00:60.000Z'],
    ['on day 0', '2027-04-00T10:00Z'],
    ['in month 13', '2027-13-01T10:00Z'],
    ['in month 0', '2027-00-01T10:00Z'],
    ['at hour 24', '2027-03-31T24:00Z'],
    ['at minute 60', '2027-03-31T10:60Z'],
    ['at second 60', '2027-03-31T10:00:60Z'],
    ['with an offset of 24 hours', '2027-03-31T10:00+24:00'],
    ['with an offset minute of 60', '2027-03-31T10:00+01:60'],
    ['with a space', '2027-03-31 10:00Z'],
    ['in other digits', '٢٠٢٧-03-31T10:00Z'],
    ['with more after it', '2027-03-31T10:00Z\n'],
    ['in the year before 0', '0000-01-01T00:00+00:01'],
    ['in the year after 9999', '9999-12-31T23:59-00:01'],
    ['empty', ''],
  ])('%s is none', (_, text) => {
    expect(parseInstant(text)).toBeNull()
  })

  it.each([
    ['2027-03-31T10:00:00.123Z', '2027-03-31T10:00:00.123Z'],
    ['2027-03-31T10:00:00.1239Z', '2027-03-31T10:00:00.123Z'],
    ['2027-03-31T10:00:00.12Z', '2027-03-31T10:00:00.120Z'],
    ['2027-03-31T12:00:00+02:00', '2027-03-31T10:00:00.000Z'],
    ['2027-03-31T12:00:00.1+02:00', '2027-03-31T10:00:00.100Z'],
  ])('%s is written as %s right after it was read', (text, written) => {
    const at = parseInstant(text)
    expect(formatInstant(at ?? Number.NaN)).toBe(written)
    expect(formatInstant(0)).toBe('1970-01-01T00:00:00.000Z')
    expect(parseInstant('2027-02-30T10:00:00.123Z')).toBeNull()
    expect(formatInstant(0)).toBe('1970-01-01T00:00:00.000Z')
  })

  it('is none when one of its characters is replaced by what is no digit', () => {
    const written = '2027-03-31T10:20:30.456Z'
    const others = fc.constantFrom(' ', '-', ':', '/', ';', '.', 'T', 'Z', 'a', '\0', '\u0663')
    fc.assert(
      fc.property(fc.nat({ max: written.length - 1 }), others, (index, other) => {
        const text = written.slice(0, index) + other + written.slice(index + 1)
        expect(parseInstant(text)).toBe(text === written ? Date.parse(written) : null)
      }),
      { numRuns: 500 },
    )
  })

  it('is read as Date reads it, for every text Date writes', () => {
    const dates = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime())
        expect(formatInstant(date.getTime())).toBe(date.toISOString())
      }),
      { numRuns: 1000 },
    )
  })

  it('comes into an event as text or as a Date', () => {
    const occurredAt = new Date('2027-03-31T10:00:00Z')
    expect(parseEvent(example('StockSold', { occurredAt }))).toEqual(parseEvent(example('StockSold')))
  })

  it.each([
    ['no offset', '2027-03-31T10:00'],
    ['an impossible date', '2027-02-30T10:00Z'],
    ['a number', 1_806_487_200_000],
    ['an invalid Date', new Date(Number.NaN)],
    ['a Date no text can be read back from', new Date(8.64e15)],
    ['null', null],
  ])('of an event is refused: %s', (_, occurredAt) => {
    const refused = () => parseEvent(example('StockSold', { occurredAt }))
    expect(refused).toThrow(DomainError)
    expect(refused).toThrow(expect.objectContaining({ code: 'INVALID_INSTANT', field: 'occurredAt' }))
  })
})

describe('a local date', () => {
  it.each(['2027-03-31', '2028-02-29', '0001-01-01'])('%s', (text) => {
    expect(isLocalDate(text)).toBe(true)
  })

  it.each(['2027-02-29', '2027-04-31', '2027-13-01', '2027-3-31', '20270331', '2027-03-31T00:00Z', ''])(
    'not %s',
    (text) => {
      expect(isLocalDate(text)).toBe(false)
    },
  )
})
