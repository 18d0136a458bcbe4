import { expect, test } from 'vitest'
import { eventId } from './event-id.ts'

test('the same fact has the same id, always: a UUIDv5', () => {
  const id = eventId('main.item-A', 'R1/1', 'StockReceived', '{"quantity":"5"}')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  // Kept: another value would make repeated recordings of today unknown tomorrow.
  expect(id).toBe('a14aa299-300f-5743-a571-1d4246a7549e')
})

test('stream, id, type and content each make another id, however they are cut', () => {
  const ids = [
    eventId('a', 'b', 'c', 'd'),
    eventId('ab', '', 'c', 'd'),
    eventId('a', 'bc', '', 'd'),
    eventId('a', 'b', 'cd', ''),
    eventId('a"', 'b', 'c', 'd'),
    eventId('', 'ab', 'c', 'd'),
  ]
  expect(new Set(ids).size).toBe(ids.length)
})
