import { type Question, read } from './api.ts'
import type { Rows } from './virtual-table.ts'

/** As many rows as the API gives at once. */
export const ONE_PAGE = 1000

/** Reads a list to its end, page by page; of one with more than `most` rows only the first page. */
export async function readWhole<Answer extends Rows<unknown>>(
  path: string,
  question: Question = {},
  options: {
    readonly most?: number
    readonly signal?: AbortSignal
    /** What the pages after the first are asked for as well, so that they are of the same list. */
    readonly same?: (first: Answer) => Question
  } = {},
): Promise<Answer> {
  const { most = Number.POSITIVE_INFINITY, signal, same } = options
  const ask = (page: number, more: Question = {}) =>
    read<Answer>(path, { ...question, ...more, page, pageSize: ONE_PAGE }, signal)
  const first = await ask(1)
  const { total } = first.pagination
  if (total > most) return first
  const items = [...first.items]
  for (let page = 2; items.length < total; page++) {
    const next = await ask(page, same?.(first))
    if (next.items.length === 0) break
    items.push(...next.items)
  }
  return { ...first, items }
}
