import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
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

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\uff1d1+1',
  '\uff0b1',
  '\uff0d1',
  '\uff20A1',
])('the text %j cannot run as a formula', (item) => {
  expect(parse(text([{ item, onHand: '1' }]))).toEqual([
    ['item', 'onHand'],
    [`'${item}`, '1'],
  ])
})

test.each(['tea', '1-2', 'a=b', "'=1", '(=1)', ''])('the text %j stays as it is', (item) => {
  expect(parse(text([{ item, onHand: '1' }]))).toEqual([
    ['item', 'onHand'],
    [item, '1'],
  ])
})

test.each(['=1+1', '+1', '-1+2', '-', '@A1', '1e3'])(
  'what stands among numbers and is none, %j, is a text',
  (onHand) => {
    const [, row] = parse(text([{ item: 'tea', onHand }]))
    expect(row).toEqual(['tea', /^[=+\-@]/.test(onHand) ? `'${onHand}` : onHand])
  },
)

test('a heading cannot run as a formula either', () => {
  const column = { name: '=A1', kind: 'number', of: () => '1' } as const
  expect([...csv([{}], [column])].join('')).toBe("'=A1\n1\n")
})

test('a number below zero stays a number', () => {
  expect(text([{ item: 'tea', onHand: '-2.5' }])).toBe('item,onHand\ntea,-2.5\n')
})

test('rows beyond one batch all come, in order, under one header', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({ item: `i${index}`, onHand: `${index}` }))
  expect(text(rows)).toBe(`item,onHand\n${rows.map((row) => `${row.item},${row.onHand}\n`).join('')}`)
})

test('lines end as told, also after the last one, whatever ends lines within a text', () => {
  expect([...csv([{ item: 'a\nb', onHand: '1' }], columns, { lineEnd: '\r\n' })].join('')).toBe(
    'item,onHand\r\n"a\nb",1\r\n',
  )
})

test('a byte order mark comes first, and once', () => {
  const marked = [...csv([{ item: 'thé', onHand: '1' }], columns, { bom: true })].join('')
  expect(marked).toBe(`\ufeff${text([{ item: 'thé', onHand: '1' }])}`)
})

const anyText = fc.string({
  unit: fc.constantFrom(...'ab,;"\'\r\n\t =+-@é茶', '\u{1f375}', '\ufeff'),
  maxLength: 8,
})
const anyNumber = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(6, '0')}`)

test('any rows are read back equal by another parser, but for the mark that keeps a text from running', () => {
  const anyRow = fc.record({ item: fc.option(anyText), onHand: fc.option(anyNumber) })
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 20 }), fc.boolean(), (rows, bom) => {
      const written = [...csv(rows, columns, { bom, lineEnd: '\r\n' })].join('')
      const read: readonly Row[] = parse(written, { columns: true, bom, record_delimiter: '\r\n' })
      expect(read).toEqual(
        rows.map(({ item, onHand }) => ({ item: marked(item ?? ''), onHand: onHand ?? '' })),
      )
    }),
    { numRuns: 500 },
  )
})

/** The mark, by another rule than the one under test: whether a formula sign comes first, blanks aside. */
function marked(item: string): string {
  const isFormula = [...'=+-@'].includes(item.trimStart().charAt(0)) && item.trimStart() !== ''
  return isFormula || [...'\t\r\n'].some((blank) => item.startsWith(blank)) ? `'${item}` : item
}
