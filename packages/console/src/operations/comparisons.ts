import { readMicros } from 'tidemark'
import { z } from 'zod'
import { behind, comparison, kind } from '../answers/comparison.ts'
import { name } from '../answers/fields.ts'
import { comparedQuery, compareMoments } from '../compared.ts'
import { nameOf } from '../level-rows.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'

const compareThem = operation({
  path: '/comparison',
  summary: 'Two moments or more side by side: the rows, what they add up to, and the bridge.',
  needs: 'inventory.read',
  query: {
    ...comparedQuery,
    changed: z.stringbool().default(false).describe('Only rows whose quantity or value changed.'),
    sort: z
      .enum(['item', 'onHand', 'value'])
      .default('item')
      .describe('By item, or by the change, most first.'),
    ...pageQuery,
  },
  answer: comparison,
  run: async ({ query }, asked) => {
    const { opened, comparison } = await compareMoments(asked, query)
    const { rows, total } = comparison.matrix()
    const { sort } = query
    const wanted = query.changed
      ? rows.filter(({ onHand, value }) => onHand.overall.by !== '0' || value.overall.by !== '0')
      : rows
    const sorted = sort === 'item' ? wanted : wanted.toSorted((a, b) => mostFirst(a[sort], b[sort]))
    const { items, pagination } = paged(sorted, query)
    const last = opened.at(-1)
    return {
      moments: opened.map(({ moment }) => moment),
      total,
      bridge: comparison.bridge,
      memo: comparison.memo,
      items: items.map((row) => ({
        ...row,
        name: last === undefined ? row.item : nameOf(last.view, row.item),
      })),
      pagination,
    }
  },
})

type Changed = { readonly overall: { readonly by: string } }

function mostFirst(a: Changed, b: Changed): number {
  const [left, right] = [sizeOf(a), sizeOf(b)]
  return left === right ? 0 : left > right ? -1 : 1
}

function sizeOf({ overall }: Changed): bigint {
  const by = readMicros(overall.by)
  return by < 0n ? -by : by
}

const showBehind = operation({
  path: '/comparison/movements',
  summary: 'The movements behind a line of the bridge; together exactly the line.',
  needs: 'inventory.read',
  query: { ...comparedQuery, kind, item: name.optional(), branch: name.optional(), ...pageQuery },
  answer: behind,
  run: async ({ query }, asked) => {
    const { comparison } = await compareMoments(asked, query)
    const { kind, item, branch } = query
    return { kind, ...paged(comparison.movements(kind, { item, branch }), query) }
  },
})

export const comparisonOperations = [compareThem, showBehind]
