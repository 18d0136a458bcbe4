import { TidemarkError } from 'tidemark'
import { name } from '../answers/fields.ts'
import { card, item } from '../answers/item.ts'
import { answering } from '../frozen.ts'
import { momentQuery, openMoment } from '../moment.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'

const showItem = operation({
  path: '/items/{item}',
  summary: 'The page of an item: the company, and each branch.',
  needs: 'inventory.read',
  params: { item: name },
  query: momentQuery,
  answer: item,
  run: async ({ params, query }, asked) =>
    answering(asked, await openMoment(asked, query), [params, query], async ({ view, moment }) => {
      const knownThrough = moment.knownThrough ?? undefined
      const pages = await asked.inventory.itemSnapshot(params.item, { asOf: view.asOf, knownThrough })
      return { moment, company: pages.company, branches: pages.branches }
    }),
})

const showCard = operation({
  path: '/items/{item}/card',
  summary: 'The stock card of an item: every movement that led here, with its corrections.',
  needs: 'inventory.read',
  params: { item: name },
  query: { ...momentQuery, branch: name.optional(), ...pageQuery },
  answer: card,
  run: async ({ params, query }, asked) =>
    answering(asked, await openMoment(asked, query), [params, query], ({ view, moment }) => {
      const lines = view.explain(params.item, query.branch)
      if (lines.length === 0 && view.item(params.item) === undefined) {
        throw new TidemarkError('UNKNOWN_ITEM', JSON.stringify(params.item))
      }
      return { moment, ...paged(lines, query) }
    }),
})

export const itemOperations = [showItem, showCard]
