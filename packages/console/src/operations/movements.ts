import { toInstant } from 'tidemark'
import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { movements } from '../answers/movements.ts'
import { whole } from '../building.ts'
import { answering } from '../frozen.ts'
import { momentQuery, openMoment } from '../moment.ts'
import { movementsOf, toMovementAnswer } from '../movement.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'

const listMovements = operation({
  path: '/movements',
  summary: 'Movements up to the instant, the latest first.',
  needs: 'inventory.read',
  query: {
    ...momentQuery,
    text: z.string().max(256).optional().describe('In the id, or in the id or the name of the item.'),
    item: name.optional(),
    branch: name.optional(),
    type: name.optional().describe('Such as StockSold.'),
    after: name.optional().describe('Only those that occurred after this instant.'),
    late: z.stringbool().optional().describe('Only those recorded after what occurred later.'),
    ...pageQuery,
  },
  answer: movements,
  run: async ({ query }, asked) =>
    answering(asked, await openMoment(asked, query), query, async ({ view, key, moment }) => {
      const { text, item, branch, type, late } = query
      const after = query.after === undefined ? undefined : toInstant(query.after)
      const question = { text, item, branch, type, late, after }
      // Names are looked up in the view.
      await whole(asked, { view })
      const found = asked.kept.movements.get(JSON.stringify([key, question]), () =>
        movementsOf(view, question),
      )
      const { items, pagination } = paged(found, query)
      return { moment, items: items.map((movement) => toMovementAnswer(view, movement)), pagination }
    }),
})

export const movementOperations = [listMovements]
