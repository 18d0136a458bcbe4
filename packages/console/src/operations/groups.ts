import { groupings } from 'tidemark'
import { z } from 'zod'
import { groups } from '../answers/levels.ts'
import { whole } from '../building.ts'
import { answering } from '../frozen.ts'
import { groupsOf } from '../level-groups.ts'
import { levelsWanted, sumOf } from '../level-rows.ts'
import { momentQuery, openMoment } from '../moment.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'
import { levelFilter } from './levels.ts'

const listGroups = operation({
  path: '/levels/groups',
  summary: 'The levels that are wanted, added up by branch, group, section, vendor or item.',
  needs: 'inventory.read',
  query: { ...momentQuery, ...levelFilter, by: z.enum(groupings), ...pageQuery },
  answer: groups,
  run: async ({ query }, asked) => {
    const { by, page, pageSize, asOf: _a, knownThrough: _k, snapshot: _s, ...filter } = query
    return answering(asked, await openMoment(asked, query), query, async ({ view, key, moment }) => {
      await whole(asked, { view })
      const question = { ...filter, sort: 'item', descending: false } as const
      const found = asked.kept.levels.get(JSON.stringify([key, question]), () => levelsWanted(view, question))
      const { items, pagination } = paged(groupsOf(view, found, by), { page, pageSize })
      return { moment, items, pagination, totals: sumOf(found) }
    })
  },
})

export const groupOperations = [listGroups]
