import { toInstant } from 'tidemark'
import { movements } from '../answers/comparison.ts'
import { name } from '../answers/fields.ts'
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
    item: name.optional(),
    branch: name.optional(),
    type: name.optional().describe('Such as StockSold.'),
    after: name.optional().describe('Only those that occurred after this instant.'),
    ...pageQuery,
  },
  answer: movements,
  run: async ({ query }, asked) =>
    answering(asked, await openMoment(asked, query), query, ({ view, key, moment }) => {
      const { item, branch, type } = query
      const after = query.after === undefined ? undefined : toInstant(query.after)
      const question = { item, branch, type, after }
      const found = asked.kept.movements.get(JSON.stringify([key, question]), () =>
        movementsOf(view, question),
      )
      const { items, pagination } = paged(found, query)
      return { moment, items: items.map(toMovementAnswer), pagination }
    }),
})

export const movementOperations = [listMovements]
