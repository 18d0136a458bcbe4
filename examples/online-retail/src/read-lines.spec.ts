import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COLUMNS } from './line.ts'
import { readLines } from './read-lines.ts'

const HEADER = COLUMNS.join(',')
const ROWS = [
  '536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
  '536366,22752,"NESTING BOXES, ""SET 7""",2,2010-12-01 08:28:00,7.65,,EIRE',
]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'online-retail-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

test('lines come in the order of the file, quotes and commas undone', async () => {
  const lines = await Array.fromAsync(readLines(await file('two.csv', [HEADER, ...ROWS, ''].join('\n'))))
  expect(lines.map((line) => [line.row, line.description, line.customer])).toEqual([
    [2, 'HOLDER', '17850'],
    [3, 'NESTING BOXES, "SET 7"', ''],
  ])
})

test('a compressed file with a byte order mark and CRLF gives the same lines', async () => {
  const plain = await file('plain.csv', [HEADER, ...ROWS].join('\n'))
  const packed = await file('packed.csv.gz', gzipSync('\uFEFF' + [HEADER, ...ROWS].join('\r\n')))
  expect(await Array.fromAsync(readLines(packed))).toEqual(await Array.fromAsync(readLines(plain)))
})

test('another header is refused', async () => {
  const path = await file('other.csv', 'Invoice,Code\n1,2\n')
  await expect(Array.fromAsync(readLines(path))).rejects.toThrow(
    'the header is Invoice,Code, expected InvoiceNo',
  )
})

test('an empty file is refused', async () => {
  await expect(Array.fromAsync(readLines(await file('empty.csv', '')))).rejects.toThrow('expected the header')
})

test('a compressed file cut off in the middle is refused, not taken as shorter', async () => {
  const packed = gzipSync([HEADER, ...ROWS].join('\n'))
  const path = await file('cut.csv.gz', packed.subarray(0, packed.length - 12))
  await expect(Array.fromAsync(readLines(path))).rejects.toThrow('unexpected end of file')
})

test('a file that is not there is refused', async () => {
  await expect(Array.fromAsync(readLines(join(folder, 'none.csv')))).rejects.toThrow('ENOENT')
})
