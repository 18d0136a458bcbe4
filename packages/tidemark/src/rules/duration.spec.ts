import { expect, test } from 'vitest'
import { parseDuration } from './duration.ts'

const HOUR = 3_600_000

test.each([
  ['PT2H', 2 * HOUR],
  ['2h', 2 * HOUR],
  ['P3D', 72 * HOUR],
  ['3d', 72 * HOUR],
  ['P1DT12H', 36 * HOUR],
  ['1d12h', 36 * HOUR],
  ['90m', 1.5 * HOUR],
  ['PT90M', 1.5 * HOUR],
  ['30s', 30_000],
  ['P1W', 168 * HOUR],
  ['1w2d', 216 * HOUR],
  ['0s', 0],
  ['366d', 366 * 24 * HOUR],
])('%s lasts %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds)
})

test.each(['', 'P', 'PT', '2', '2 h', '-2h', '1.5h', 'h', 'P1M', 'P1Y', '1y', '2h1d', '367d', 'soon'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeNull()
  },
)
