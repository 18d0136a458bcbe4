import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scratch } from './run.spec.support.ts'

const movements = Array.from({ length: 50 }, (_, n) => ({
  id: `R${n}`,
  type: 'StockReceived',
  occurredAt: `2027-03-${String((n % 28) + 1).padStart(2, '0')}T09:00:00Z`,
  item: `I${n % 7}`,
  branch: 'north',
  quantity: '3',
  unitCost: '2.5',
}))

test('a cache changes no answer: new, grown, damaged or deleted', async () => {
  const { tidemark, file, path } = scratch()
  const cache = path('inventory.cache')
  const levels = async () => (await tidemark(['levels', '--cache', cache])).stdout
  await tidemark(['import', file('some.jsonl', movements.slice(0, 30))])
  const before = (await tidemark(['levels'])).stdout
  expect(await levels()).toBe(before)
  expect(existsSync(cache)).toBe(true)
  expect(await levels()).toBe(before)
  await tidemark(['import', '--cache', cache, file('all.jsonl', movements)])
  const after = (await tidemark(['levels'])).stdout
  expect(after).not.toBe(before)
  expect(await levels()).toBe(after)
  const bytes = readFileSync(cache)
  writeFileSync(cache, bytes.fill(0x5a, 4096, bytes.length - 512))
  expect(await levels()).toBe(after)
  rmSync(cache)
  expect(await levels()).toBe(after)
})

test('a file that is no cache is told and left as it is', async () => {
  const { tidemark, file } = scratch()
  const notes = file('notes.txt', ['buy tea'])
  await tidemark(['import', file('all.jsonl', movements)])
  const outcome = await tidemark(['levels', '--cache', notes])
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('CACHE_NOT_OURS') })
  expect(readFileSync(notes, 'utf8')).toBe('buy tea\n')
})
