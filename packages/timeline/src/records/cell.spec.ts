import { flag, initialRecord, instant, json, micros, text } from '@tidemark/projection'
import { expect, test } from 'vitest'
import { createTexts } from '../pack/texts.ts'
import { copyRow, readCell, writeCell } from './cell.ts'
import { copyTable, createTable, placesOf, resizeTable } from './table.ts'

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
  const write = (values: { readonly [name: string]: unknown }) => {
    for (const place of places)
      if (place.name in values) writeCell(table, place, 1, texts, values[place.name])
  }
  write(initialRecord(fields))
  const read = (from = table, row = 1) =>
    Object.fromEntries(places.map((place) => [place.name, readCell(from, place, row, texts)]))
  return { write, read, table }
}

test('a new record reads back as its initial values', () => {
  expect(aRecord().read()).toEqual(initialRecord(fields))
})

test('numbers at and beyond what a double or 64 bits hold read back exactly', () => {
  const { write, read } = aRecord()
  const ends = [2n ** 53n, 2n ** 63n].flatMap((end) => [end - 1n, end, end + 1n, -end + 1n, -end, -end - 1n])
  for (const amount of [...ends, 2n ** 200n, 0n, -1n]) {
    write({ amount, perhaps: -amount })
    expect(read()).toMatchObject({ amount, perhaps: -amount })
  }
  write({ perhaps: null })
  expect(read()).toMatchObject({ amount: -1n, perhaps: null })
})

test('values of every kind survive a copy of the row, of the table, and of its size', () => {
  const { write, read, table } = aRecord()
  const values = {
    amount: 2n ** 80n,
    perhaps: 7n,
    when: -1.5,
    yes: true,
    maybe: false,
    name: '',
    list: [1, 2],
  }
  write(values)
  const other = createTable(places, 0)
  copyRow(table, 1, other, 5)
  expect(read(other, 5)).toEqual(values)
  expect(read(copyTable(other, 9), 5)).toEqual(values)
  resizeTable(other, 6)
  expect(read(other, 5)).toEqual(values)
})

test('a JSON value changed in place is a TypeError, not a change of every state that holds it', () => {
  const { write, read } = aRecord()
  write({ list: [[1]] })
  const [inner] = Object.values(read().list ?? {})
  expect(() => inner.push(2)).toThrow(TypeError)
})
