import { expect, test } from 'vitest'
import { type Column, columnsOf } from './column.ts'
import { textTable } from './text-table.ts'

interface Row {
  readonly item: string
  readonly onHand: string | null
  readonly soldOn?: string | null
}

const columns = columnsOf<Row>({ item: 'text', onHand: 'number', soldOn: 'instant' })

function table(rows: readonly Row[]): string {
  return [...textTable(() => rows, columns)].join('')
}

test('numbers stand under each other by their decimal point', () => {
  expect(
    table([
      { item: 'tea', onHand: '-12.5' },
      { item: 'coffee', onHand: '3' },
      { item: 'milk', onHand: '1000.333333' },
    ]),
  ).toBe(
    [
      'item         onHand',
      '------  -----------',
      'tea      -12.5',
      'coffee     3',
      'milk    1000.333333',
      '',
    ].join('\n'),
  )
})

test('a heading wider than its numbers is aligned with them to the right', () => {
  expect(table([{ item: 'a', onHand: '1' }])).toBe('item  onHand\n----  ------\na          1\n')
})

test('what is absent is blank, and a column without content is left out', () => {
  const text = table([
    { item: 'tea', onHand: null, soldOn: null },
    { item: 'milk', onHand: '2', soldOn: null },
  ])
  expect(text).toBe('item  onHand\n----  ------\ntea\nmilk       2\n')
})

test('an instant is shown without the zeros it ends in', () => {
  const [, , first, second, third] = table([
    { item: 'a', onHand: '1', soldOn: '2027-03-31T10:00:00.000Z' },
    { item: 'b', onHand: '1', soldOn: '2027-03-31T10:00:30.000Z' },
    { item: 'c', onHand: '1', soldOn: '2027-03-31T10:00:30.500Z' },
  ]).split('\n')
  expect(first).toMatch(/2027-03-31T10:00Z$/)
  expect(second).toMatch(/2027-03-31T10:00:30Z$/)
  expect(third).toMatch(/2027-03-31T10:00:30.500Z$/)
})

test('no rows say so', () => {
  expect(table([])).toBe('(none)\n')
})

test('a text cannot break the line or command the terminal', () => {
  expect(table([{ item: 'a\n\u001b[2Jb', onHand: '1' }])).toContain('a\\u000a\\u001b[2Jb')
})

test('wide and combining characters keep the columns aligned', () => {
  const lines = table([
    { item: '茶茶', onHand: '1' },
    { item: 'the\u0301', onHand: '2' },
  ]).split('\n')
  expect(lines.slice(2, 4)).toEqual(['茶茶       1', 'the\u0301        2'])
})

test('the rows are asked for twice and never kept', () => {
  let asked = 0
  const rows = () => {
    asked++
    return [{ n: 1 }].values()
  }
  const n: readonly Column<{ readonly n: number }>[] = [{ name: 'n', kind: 'number', of: (row) => row.n }]
  expect([...textTable(rows, n)].join('')).toBe('n\n-\n1\n')
  expect(asked).toBe(2)
})
