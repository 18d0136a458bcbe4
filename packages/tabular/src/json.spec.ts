import { expect, test } from 'vitest'
import { jsonArray, jsonLines, jsonObject } from './json.ts'

test('an array of rows has one row a line', () => {
  expect([...jsonArray([{ a: 1 }, { a: null }])].join('')).toBe('[\n  {"a":1},\n  {"a":null}\n]\n')
})

test('no rows are an empty array', () => {
  expect([...jsonArray([])].join('')).toBe('[]\n')
})

test('JSON Lines have one object a line and nothing around them', () => {
  expect([...jsonLines([{ a: 'x\ny' }, { a: 2 }])].join('')).toBe('{"a":"x\\ny"}\n{"a":2}\n')
})

test('an object reads back as it was, its lists a part a line', () => {
  const object = { from: { asOf: 'x' }, rows: [{ a: [1, 2] }, { a: [3, 4] }], memo: [], none: null }
  const text = [...jsonObject(object)].join('')
  expect(JSON.parse(text)).toEqual(object)
  expect(text).toBe(
    '{\n  "from": {"asOf":"x"},\n  "rows": [\n    {"a":[1,2]},\n    {"a":[3,4]}\n  ],\n  "memo": [],\n  "none": null\n}\n',
  )
})

test('a field that is not set is left out', () => {
  expect([...jsonObject({ a: undefined })].join('')).toBe('{}\n')
})

test('what an object can do is left out', () => {
  expect([...jsonObject({ a: 1, open: () => 2 })].join('')).toBe('{\n  "a": 1\n}\n')
})

test('a list may come from a generator, a part at a time', () => {
  const asked: number[] = []
  function* rows() {
    for (const n of [1, 2]) {
      asked.push(n)
      yield { n }
    }
  }
  const pieces = jsonObject({ of: 'numbers', rows: rows() })
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.endsWith('{"n":1}')) expect(asked).toEqual([1])
  }
  expect(JSON.parse(text)).toEqual({ of: 'numbers', rows: [{ n: 1 }, { n: 2 }] })
})
