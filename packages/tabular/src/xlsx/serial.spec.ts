import { expect, test } from 'vitest'
import { serialOf } from './serial.ts'

test.each([
  ['1900-03-01T00:00:00.000Z', 61],
  ['1970-01-01T00:00:00.000Z', 25_569],
  ['2027-03-15T12:00:00.000Z', 46_461.5],
  ['9999-12-31T00:00:00.000Z', 2_958_465],
])('%s is day %d', (instant, serial) => {
  expect(serialOf(instant)).toBe(serial)
})

test.each(['2027-03-15T10:00:00.001Z', '1999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'])(
  '%s comes back to the millisecond',
  (instant) => {
    const serial = serialOf(instant) ?? Number.NaN
    expect(new Date(Math.round((serial - 25_569) * 86_400_000)).toISOString()).toBe(instant)
  },
)

test.each(['1900-02-28T23:59:59.999Z', '+010000-01-01T00:00:00.000Z', 'never', ''])(
  'Excel has no date for %j',
  (instant) => {
    expect(serialOf(instant)).toBeUndefined()
  },
)
