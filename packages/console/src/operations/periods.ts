import { formatInstant, type PeriodList } from 'tidemark'
import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { periods } from '../answers/rules.ts'
import { anomalies } from '../answers/time.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'

/** So many of the entries that were let in are told; the command line has all. */
const MOST_LATE = 200

const note = {
  reason: z.string().trim().min(1).max(256).optional(),
  id: name.optional().describe('Chosen by the caller, so that repeating the request changes nothing.'),
}

const listPeriods = operation({
  path: '/periods',
  summary: 'What is closed, and how it came to be.',
  needs: 'inventory.read',
  query: pageQuery,
  answer: periods,
  run: async ({ query }, { inventory }) => toAnswer(await inventory.periods.list(), query),
})

const closePeriod = operation({
  method: 'post',
  path: '/periods/close',
  summary: 'Closes everything through an instant, inclusive.',
  needs: 'inventory.period',
  body: { through: name, ...note },
  answer: periods,
  run: async ({ body: { through, ...rest } }, { inventory }) =>
    toAnswer(await inventory.periods.close(through, rest), WHOLE),
})

const reopenPeriod = operation({
  method: 'post',
  path: '/periods/reopen',
  summary: 'Opens what is closed, down to an earlier instant that stays closed, or wholly (`null`).',
  needs: 'inventory.period',
  body: { through: name.nullable(), ...note },
  answer: periods,
  run: async ({ body: { through, ...rest } }, { inventory }) =>
    toAnswer(await inventory.periods.reopen(through, rest), WHOLE),
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

const WHOLE = { page: 1, pageSize: 1000 }

function toAnswer(
  { closedThrough, closings, lateEntries }: PeriodList,
  page: { readonly page: number; readonly pageSize: number },
) {
  const { items, pagination } = paged(closings, page)
  return {
    items: items.map(({ through, recordedAt, ...rest }) => ({
      ...rest,
      through: through === null ? null : formatInstant(through),
      recordedAt: formatInstant(recordedAt),
    })),
    pagination,
    closedThrough: closedThrough === null ? null : formatInstant(closedThrough),
    lateEntries: lateEntries.length,
    lastLateEntries: lateEntries
      .slice(-MOST_LATE)
      .reverse()
      .map(({ id, type, item, effectiveAt, recordedAt, actor, reason }) => ({
        id,
        type,
        item,
        effectiveAt: formatInstant(effectiveAt),
        recordedAt: formatInstant(recordedAt),
        actor,
        reason,
      })),
  }
}

export const periodOperations = [listPeriods, closePeriod, reopenPeriod, listAnomalies]
