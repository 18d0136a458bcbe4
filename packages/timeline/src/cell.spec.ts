import { flag, initialRecord, instant, json, micros, text } from '@tidemark/projection'
import { expect, test } from 'vitest'
import { copyRow, readCell } from './cell.ts'
import { writableRecord } from './record.ts'
import { copyTable, createTable, placesOf, resizeTable } from './table.ts'
import { createTexts } from './texts.ts'

const fields = {
  amount: micros,
  perhaps: micros.optional,
  when: instant,
  yes: flag,
  maybe: flag.optional,
  name: text,
  list: json<readonly number[]>([]),
}
const places = placesOf(fields)

function aRecord() {
  const [table, texts] = [createTable(places, 2), createTexts()]
  const record = new (writableRecord(places, texts))(table, 1)
  Object.assign(record, initialRecord(fields))
  const read = (from = table, row = 1) =>
    Object.fromEntries(places.map((place) => [place.name, readCell(from, place, row, texts)]))
  return { record, read, table }
}

test('a new record reads back as its initial values', () => {
  expect(aRecord().read()).toEqual(initialRecord(fields))
})

test('numbers at and beyond the ends of 64 bits read back exactly', () => {
  const { record, read } = aRecord()
  const end = 2n ** 63n
  for (const amount of [end - 1n, end, -end, -end + 1n, -end + 2n, -end - 1n, end ** 3n, 0n, -1n]) {
    Object.assign(record, { amount, perhaps: -amount })
    expect(read()).toMatchObject({ amount, perhaps: -amount })
  }
  Object.assign(record, { perhaps: null })
  expect(read()).toMatchObject({ amount: -1n, perhaps: null })
})

test('values of every kind survive a copy of the row, of the table, and of its size', () => {
  const { record, read, table } = aRecord()
  const values = {
    amount: 2n ** 80n,
    perhaps: 7n,
    when: -1.5,
    yes: true,
    maybe: false,
    name: '',
    list: [1, 2],
  }
  Object.assign(record, values)
  const other = createTable(places, 0)
  copyRow(table, 1, other, 5)
  expect(read(other, 5)).toEqual(values)
  expect(read(copyTable(other, 9), 5)).toEqual(values)
  resizeTable(other, 6)
  expect(read(other, 5)).toEqual(values)
})

test('a JSON value changed in place is a TypeError, not a change of every state that holds it', () => {
  const { record, read } = aRecord()
  Object.assign(record, { list: [[1]] })
  const [inner] = Object.values(read().list ?? {})
  expect(() => inner.push(2)).toThrow(TypeError)
})
