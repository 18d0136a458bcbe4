import { expect, test } from 'vitest'
import { columnsOf } from './column.ts'
import { type Format, formatObject, formatRows, formats } from './format.ts'

interface Row {
  readonly item: string
  readonly onHand: string
  readonly notes: readonly string[]
}

const row: Row = { item: 'tea', onHand: '2.5', notes: ['a', 'b'] }
const columns = columnsOf<Row>({ item: 'text', onHand: 'number', notes: 'text' })

const asRows: Readonly<Record<Format, string>> = {
  table: 'item  onHand  notes\n----  ------  -----\ntea      2.5  a; b\n',
  json: '[\n  {"item":"tea","onHand":"2.5","notes":["a","b"]}\n]\n',
  jsonl: '{"item":"tea","onHand":"2.5","notes":["a","b"]}\n',
  csv: 'item,onHand,notes\ntea,2.5,a; b\n',
}

const asObject: Readonly<Record<Format, string>> = {
  table: 'item    tea\nonHand  2.5\nnotes   a; b\n',
  json: '{\n  "item": "tea",\n  "onHand": "2.5",\n  "notes": [\n    "a",\n    "b"\n  ]\n}\n',
  jsonl: '{"item":"tea","onHand":"2.5","notes":["a","b"]}\n',
  csv: 'item,onHand,notes\ntea,2.5,a; b\n',
}

test.each(formats)('rows as %s', (format) => {
  expect([...formatRows(format, () => [row], columns)].join('')).toBe(asRows[format])
})

test.each(formats)('one object as %s', (format) => {
  expect([...formatObject(format, row, columns)].join('')).toBe(asObject[format])
})
