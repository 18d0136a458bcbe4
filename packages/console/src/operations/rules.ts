import { formatInstant } from 'tidemark'
import { name } from '../answers/fields.ts'
import { anomalies, periods, schedules, triggers } from '../answers/time.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'

const listSchedules = operation({
  path: '/schedules',
  summary: 'The snapshots taken regularly.',
  needs: 'inventory.read',
  query: pageQuery,
  answer: schedules,
  run: async ({ query }, { inventory }) => {
    const { items, pagination } = paged(await inventory.snapshots.schedules.list(), query)
    const rows = items.map(({ setAt: _, from, next, ...rest }) => ({
      ...rest,
      from: formatInstant(from),
      next: next === null ? null : formatInstant(next),
    }))
    return { items: rows, pagination }
  },
})

const listTriggers = operation({
  path: '/triggers',
  summary: 'The snapshots taken whenever something happens.',
  needs: 'inventory.read',
  query: pageQuery,
  answer: triggers,
  run: async ({ query }, { inventory }) => {
    const { items, pagination } = paged(await inventory.snapshots.triggers.list(), query)
    return {
      items: items.map(({ setAt: _, ...rest }) => ({ ...rest, where: { ...rest.where } })),
      pagination,
    }
  },
})

const listPeriods = operation({
  path: '/periods',
  summary: 'What is closed, and how it came to be.',
  needs: 'inventory.read',
  query: pageQuery,
  answer: periods,
  run: async ({ query }, { inventory }) => {
    const { closedThrough, closings, lateEntries } = await inventory.periods.list()
    const { items, pagination } = paged(closings, query)
    const rows = items.map(({ through, recordedAt, ...rest }) => ({
      ...rest,
      through: through === null ? null : formatInstant(through),
      recordedAt: formatInstant(recordedAt),
    }))
    return {
      items: rows,
      pagination,
      closedThrough: closedThrough === null ? null : formatInstant(closedThrough),
      lateEntries: lateEntries.length,
    }
  },
})

const listAnomalies = operation({
  path: '/anomalies',
  summary: 'What was met in the log and deserves a look.',
  needs: 'inventory.read',
  query: { asOf: name.optional(), knownThrough: name.optional(), ...pageQuery },
  answer: anomalies,
  run: async ({ query }, { inventory }) => {
    const { asOf, knownThrough } = query
    return paged(await inventory.anomalies({ asOf, knownThrough }), query)
  },
})

export const ruleOperations = [listSchedules, listTriggers, listPeriods, listAnomalies]
