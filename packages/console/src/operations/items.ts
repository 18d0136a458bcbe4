import { TidemarkError } from 'tidemark'
import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { card, item, itemHistory } from '../answers/item.ts'
import { answering } from '../frozen.ts'
import { standsAfter, thinned, toPointAnswer } from '../item-history.ts'
import { itemPagesAt } from '../item-pages.ts'
import { momentQuery, type Opened, openMoment } from '../moment.ts'
import { type Asked, operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'

const showItem = operation({
  path: '/items/{item}',
  summary: 'The page of an item: the company, and each branch.',
  needs: 'inventory.read',
  params: { item: name },
  query: momentQuery,
  answer: item,
  run: async ({ params, query }, asked) =>
    answering(asked, await openMoment(asked, query), [params, query], async ({ moment }) => {
      const { company, branches } = await itemPagesAt(moment, params.item, asked.inventory)
      return { moment, company, branches }
    }),
})

const showCard = operation({
  path: '/items/{item}/card',
  summary: 'The stock card of an item: every movement that led here, with its corrections.',
  needs: 'inventory.read',
  params: { item: name },
  query: {
    ...momentQuery,
    branch: name.optional(),
    descending: z.stringbool().default(false).describe('The latest first.'),
    ...pageQuery,
  },
  answer: card,
  run: async ({ params, query }, asked) =>
    answering(asked, await openMoment(asked, query), [params, query], ({ view, key, moment }) => {
      const lines = cardOf(asked, { view, key }, params.item, query.branch)
      const { items, pagination } = paged(query.descending ? lines.toReversed() : lines, query)
      return { moment, items, pagination }
    }),
})

const showHistory = operation({
  path: '/items/{item}/history',
  summary: 'On hand, value and average cost over the whole time of an item, thinned to what can be drawn.',
  needs: 'inventory.read',
  params: { item: name },
  query: {
    ...momentQuery,
    branch: name.optional().describe('At this branch; at all of them together when left out.'),
    parts: z.coerce.number().int().min(10).max(1000).default(200).describe('Into so many parts of time.'),
  },
  answer: itemHistory,
  run: async ({ params, query }, asked) =>
    answering(asked, await openMoment(asked, query), [params, query], ({ view, key, moment }) => {
      const lines = cardOf(asked, { view, key }, params.item, query.branch)
      const points = thinned(standsAfter(lines), query.parts)
      return { moment, lines: lines.length, points: points.map(toPointAnswer) }
    }),
})

/**
 * The stock card of an item.
 *
 * @throws TidemarkError `UNKNOWN_ITEM`.
 */
function cardOf({ kept }: Asked, { view, key }: Pick<Opened, 'view' | 'key'>, item: string, branch?: string) {
  const lines = kept.cards.get(JSON.stringify([key, item, branch]), () => view.explain(item, branch))
  if (lines.length === 0 && view.item(item) === undefined) {
    throw new TidemarkError('UNKNOWN_ITEM', JSON.stringify(item))
  }
  return lines
}

export const itemOperations = [showItem, showCard, showHistory]
