import { toInstant } from 'tidemark'
import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { movements } from '../answers/movements.ts'
import { whole } from '../building.ts'
import { answering } from '../frozen.ts'
import { momentQuery, type Opened, openMoment } from '../moment.ts'
import {
  allMovementsOf,
  type ListedMovement,
  latestFirst,
  movementsOfItem,
  movementsWanted,
  toMovementAnswer,
} from '../movement.ts'
import { type Asked, operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'
import { begin, waitFor } from '../underway.ts'

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
    answering(asked, await openMoment(asked, query), query, async (opened) => {
      const { view, key, moment } = opened
      const { text, item, branch, type, late } = query
      const after = query.after === undefined ? undefined : toInstant(query.after)
      const question = { text, branch, type, late, after }
      // Names are looked up in the view.
      await whole(asked, opened)
      const all = item === undefined ? await allMovements(asked, opened) : []
      const found = asked.kept.movements.get(JSON.stringify([key, item, question]), () => {
        const among = item === undefined ? all : latestFirst([...movementsOfItem(view, item)])
        return movementsWanted(view, among, question)
      })
      const { items, pagination } = paged(found, query)
      return { moment, items: items.map((movement) => toMovementAnswer(view, movement)), pagination }
    }),
})

/** All movements of a moment; whoever asks at once waits for the same. */
function allMovements({ kept, signal }: Asked, { view, key }: Opened): Promise<readonly ListedMovement[]> {
  const work = kept.allMovements.get(key, () => begin((stop) => allMovementsOf(view, stop)))
  return waitFor(work, signal, () => kept.allMovements.drop(key, work))
}

export const movementOperations = [listMovements]
