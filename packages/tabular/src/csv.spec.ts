import { expect, test } from 'vitest'
import { columnsOf } from './column.ts'
import { csv } from './csv.ts'

interface Row {
  readonly item: string | null
  readonly onHand: string | null
}

const columns = columnsOf<Row>({ item: 'text', onHand: 'number' })

function text(rows: readonly Row[]): string {
  return [...csv(rows, columns)].join('')
}

test('no rows give the header alone', () => {
  expect(text([])).toBe('item,onHand\n')
})

test('separators, quotes and line ends in a text are quoted', () => {
  expect(text([{ item: 'tea, "green"\nloose', onHand: '1' }])).toBe(
    'item,onHand\n"tea, ""green""\nloose",1\n',
  )
})

test('what is absent is empty', () => {
  expect(text([{ item: null, onHand: null }])).toBe('item,onHand\n,\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)'])('the text %s cannot run as a formula', (item) => {
  expect(text([{ item, onHand: '1' }])).toBe(`item,onHand\n'${item},1\n`)
})

test('a number below zero stays a number', () => {
  expect(text([{ item: 'tea', onHand: '-2.5' }])).toBe('item,onHand\ntea,-2.5\n')
})

test('rows beyond one batch all come, in order, under one header', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({ item: `i${index}`, onHand: `${index}` }))
  expect(text(rows)).toBe(`item,onHand\n${rows.map((row) => `${row.item},${row.onHand}\n`).join('')}`)
})
