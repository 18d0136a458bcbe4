import { expect, test } from 'vitest'
import { instantOf, monthsBetween, rememberingInstantOf } from './london-time.ts'

test.each([
  ['winter is UTC', '2010-12-01 08:26:00', '2010-12-01T08:26:00Z'],
  ['summer is an hour ahead of UTC', '2011-07-01 09:00:00', '2011-07-01T08:00:00Z'],
  ['the last minute before spring', '2011-03-27 00:59:00', '2011-03-27T00:59:00Z'],
  ['the first minute of summer time', '2011-03-27 02:00:00', '2011-03-27T01:00:00Z'],
  ['the last minute of summer time', '2011-10-30 00:59:00', '2011-10-29T23:59:00Z'],
  ['the first minute after it', '2011-10-30 02:00:00', '2011-10-30T02:00:00Z'],
])('%s', (_, local, instant) => {
  expect(instantOf(local)).toBe(instant)
})

test.each(['2011-03-27 01:30:00', '2011-10-30 01:30:00', '2011-02-30 12:00:00'])(
  'a time that is no one instant is refused: %s',
  (local) => {
    expect(() => instantOf(local)).toThrow(RangeError)
  },
)

test('remembering the last answer gives the same answers', () => {
  const remembering = rememberingInstantOf()
  const times = ['2011-07-01 09:00:00', '2011-07-01 09:00:00', '2011-12-01 09:00:00', '2011-07-01 09:00:00']
  expect(times.map(remembering)).toEqual(times.map(instantOf))
})

test('months run over the end of a year', () => {
  expect(monthsBetween('2010-12', '2011-02')).toEqual(['2010-12', '2011-01', '2011-02'])
})
