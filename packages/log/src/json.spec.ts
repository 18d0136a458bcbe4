import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJsonObject, whyNotJsonObject } from './json.ts'

test('whatever passes comes back from text the same', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      expect(whyNotJsonObject(object)).toBeUndefined()
      const text = JSON.stringify(object)
      expect(JSON.stringify(parseJsonObject(text))).toBe(text)
    }),
    { seed: 11 },
  )
})

test('the place of a flaw is named', () => {
  expect(whyNotJsonObject({ lines: [{ quantity: 1 }, { quantity: 2n }] })).toBe(
    '.lines[1].quantity is a bigint',
  )
  expect(whyNotJsonObject({ note: undefined })).toBe('.note is undefined')
  expect(whyNotJsonObject({ at: new Date(0) })).toBe('.at is a Date, not a plain object')
  expect(whyNotJsonObject([])).toBe(' is not an object')
  const cycle: Record<string, unknown> = {}
  cycle.self = [cycle, cycle]
  expect(whyNotJsonObject(cycle)).toContain('refers to itself')
})

test('an object of another realm or without a prototype is plain', () => {
  expect(whyNotJsonObject(Object.assign(Object.create(null), { a: 1 }))).toBeUndefined()
  expect(whyNotJsonObject(Object.freeze({ list: Object.freeze([1]) }))).toBeUndefined()
})

test('text that is no JSON object is null', () => {
  expect(['{', '[]', '1', 'null', ''].map(parseJsonObject)).toEqual([null, null, null, null, null])
})
