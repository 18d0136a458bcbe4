import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { zip } from './zip.ts'

test('the files of an archive come out as they went in', () => {
  const bytes = Buffer.concat([
    ...zip([
      { name: 'a.txt', text: ['one ', 'thé'] },
      { name: 'dir/b.txt', text: [] },
    ]),
  ])
  const files = Object.entries(unzipSync(bytes)).map(([name, file]) => [name, Buffer.from(file).toString()])
  expect(files).toEqual([
    ['a.txt', 'one thé'],
    ['dir/b.txt', ''],
  ])
})

test('a file is asked for when the one before it is written', () => {
  const told: string[] = []
  function* entries() {
    yield { name: 'a', text: text() }
    told.push('second asked for')
    yield { name: 'b', text: [] }
  }
  function* text() {
    yield 'a'
    told.push('first written')
  }
  for (const _bytes of zip(entries()));
  expect(told).toEqual(['first written', 'second asked for'])
})

test('what outgrows an archive is refused, and not cut', () => {
  const piece = 'x'.repeat(70_000)
  expect(() => [...zip([{ name: 'a', text: [piece, piece] }], 100_000)]).toThrow(RangeError)
  expect([...zip([{ name: 'a', text: [piece] }], 100_000)].length).toBeGreaterThan(0)
})
