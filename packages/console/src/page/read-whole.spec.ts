import { expect, onTestFinished, test, vi } from 'vitest'
import type { Question } from './api.ts'
import { readWhole } from './read-whole.ts'
import type { Rows } from './virtual-table.ts'

/** Answers for a list of numbers from zero, and notes what was asked. */
function listOf(total: number) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address)
    const query = new URL(address, 'http://here').searchParams
    const [page, size] = [Number(query.get('page')), Number(query.get('pageSize'))]
    const items = Array.from({ length: total }, (_, index) => index).slice((page - 1) * size, page * size)
    return Response.json({ items, pagination: { total } })
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  return asked
}

const read = (options: { most?: number; same?: () => Question } = {}) =>
  readWhole<Rows<number>>('/numbers', { of: 'them' }, options)

test('a list is read to its end', async () => {
  const asked = listOf(2001)
  const { items } = await read({ same: () => ({ known: 'then' }) })
  expect(items).toEqual(Array.from({ length: 2001 }, (_, index) => index))
  expect(asked).toEqual([
    'api/numbers?of=them&page=1&pageSize=1000',
    'api/numbers?of=them&known=then&page=2&pageSize=1000',
    'api/numbers?of=them&known=then&page=3&pageSize=1000',
  ])
})

test('of a list that is too long only the first page is read', async () => {
  const asked = listOf(5000)
  const { items, pagination } = await read({ most: 4999 })
  expect([items.length, pagination.total, asked.length]).toEqual([1000, 5000, 1])
})
