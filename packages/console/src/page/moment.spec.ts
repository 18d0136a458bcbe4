import { expect, test } from 'vitest'
import { askedIn, concerns, momentIn, parametersOf, questionOf } from './moment.ts'
import { viewerZone } from './zone.ts'

const AT = Date.parse('2027-03-31T22:59:59.999Z')
const moment = { at: AT, knownThen: true, snapshot: null, zone: 'Asia/Kolkata' }

test('a moment stands in the address, and is read from it', () => {
  const parameters = parametersOf(moment)
  expect(momentIn(new URLSearchParams(String(parameters)))).toEqual({ ...moment, zone: expect.any(String) })
})

test('an address that holds no moment is now', () => {
  const now = { at: null, knownThen: false, snapshot: null, zone: viewerZone }
  expect(momentIn(new URLSearchParams('at=yesterday&zone=Mars/Olympus'))).toEqual(now)
  expect(questionOf(now)).toEqual({})
})

test('as known then is known through the instant itself, and a snapshot knows what it froze', () => {
  const asOf = '2027-03-31T22:59:59.999Z'
  expect(questionOf(moment)).toEqual({ asOf, knownThrough: asOf })
  expect(questionOf({ ...moment, knownThen: false })).toEqual({ asOf })
  expect(questionOf({ ...moment, snapshot: 'march' })).toEqual({ snapshot: 'march' })
})

test('what was just recorded concerns now, and earlier moments it reaches back to unless they are as known then', () => {
  const now = { at: null, knownThen: false, snapshot: null, zone: 'UTC' }
  const march = { ...now, at: Date.parse('2027-03-31T00:00:00Z') }
  const sale = (occurredAt: string) => ({ type: 'StockSold', occurredAt })
  expect(concerns(sale('2027-04-01T00:00:00Z'), now)).toBe(true)
  expect(concerns(sale('2027-04-01T00:00:00Z'), march)).toBe(false)
  expect(concerns(sale('2027-03-01T00:00:00Z'), march)).toBe(true)
  expect(concerns(sale('2027-03-01T00:00:00Z'), { ...march, knownThen: true })).toBe(false)
  expect(concerns(sale('2027-03-01T00:00:00Z'), { ...march, snapshot: 'march' })).toBe(false)
  // Of a correction, its own time says nothing.
  expect(concerns({ type: 'MovementVoided', occurredAt: '2027-04-01T00:00:00Z' }, march)).toBe(true)
})

test('what an address says beside the moment is of the page', () => {
  const parameters = new URLSearchParams(
    'at=2027-03-31T00:00:00Z&text=tea&zone=UTC&flag=negative&flag=no-cost',
  )
  expect(askedIn(parameters)).toBe('text=tea&flag=negative&flag=no-cost')
  expect(askedIn(parametersOf(moment))).toBe('')
})
