import { levelsReport } from '@tidemark/tabular'
import { groupings, type Level } from 'tidemark'
import { z } from 'zod'
import { whole } from '../building.ts'
import { download } from '../download.ts'
import { groupsOf } from '../level-groups.ts'
import { levelsWanted, sumOf } from '../level-rows.ts'
import { momentQuery, openMoment } from '../moment.ts'
import { operation } from '../operation.ts'
import { seenColumns, seenGroupsReport, seenLevelsReport } from '../seen-levels.ts'
import { fileMoment, format } from './exports.ts'
import { levelFilter, levelQuery } from './levels.ts'

const exportLevels = operation({
  path: '/exports/levels',
  summary: 'The levels of a moment as a file: all of them with their digest, or exactly those that are seen.',
  needs: 'inventory.read',
  query: {
    ...momentQuery,
    ...levelQuery,
    column: z
      .array(z.enum(seenColumns))
      .max(seenColumns.length)
      .optional()
      .describe('Only these columns, in this order; given once for each.'),
    ...format,
  },
  run: async ({ query }, asked) => {
    const { format, column, asOf: _a, knownThrough: _k, snapshot: _s, ...question } = query
    const { view, moment } = await openMoment(asked, query)
    await whole(asked, { view })
    const only = onlyOf(question)
    const isWhole = Object.keys(only).length === 0
    const isAsFiled = column === undefined && question.sort === 'item' && !question.descending
    if (isWhole && isAsFiled) {
      const rows = () => view.levels()
      const all = { item: null, branch: null }
      const report = levelsReport({ moment: fileMoment(moment), digest: view.digest(), only: all, rows })
      return download(report, `levels ${view.asOf}`, format)
    }
    const levels: readonly Level[] = levelsWanted(view, question)
    const seen = { moment: fileMoment(moment), view, levels, columns: column ?? seenColumns, only }
    return download(seenLevelsReport(seen), `levels ${view.asOf}`, format)
  },
})

const exportGroups = operation({
  path: '/exports/levels/groups',
  summary: 'Levels added up by branch, group, section, vendor or item, as a file.',
  needs: 'inventory.read',
  query: { ...momentQuery, ...levelFilter, by: z.enum(groupings), ...format },
  run: async ({ query }, asked) => {
    const { format, by, asOf: _a, knownThrough: _k, snapshot: _s, ...filter } = query
    const { view, moment } = await openMoment(asked, query)
    await whole(asked, { view })
    const found = levelsWanted(view, { ...filter, sort: 'item', descending: false })
    const seen = { moment: fileMoment(moment), by, only: onlyOf(filter) }
    const groups = { items: [...groupsOf(view, found, by)], totals: sumOf(found) }
    return download(seenGroupsReport(seen, groups), `levels by ${by} ${view.asOf}`, format)
  },
})

type Filter = { readonly [name in keyof typeof levelFilter]?: string | readonly string[] | undefined }

/** What of a question leaves rows out, for the file to say. */
function onlyOf(filter: Filter): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['text', 'item', 'branch', 'flag', 'group', 'section', 'vendor'].flatMap((name) => {
      const value: unknown = Reflect.get(filter, name)
      if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
      return [[name, Array.isArray(value) ? value.join(', ') : String(value)]]
    }),
  )
}

export const levelExportOperations = [exportLevels, exportGroups]
