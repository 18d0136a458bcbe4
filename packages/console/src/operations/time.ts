import { calendarRhythms, formatInstant, groupings } from 'tidemark'
import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { history, trend } from '../answers/time.ts'
import { monthEndsOf } from '../month-ends.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'
import { wholeHistory } from '../whole-history.ts'

const zone = name.default('UTC').describe('An IANA time zone, such as Europe/London.')

const showHistory = operation({
  path: '/history',
  summary: 'The whole history at a glance: how many movements when, and what there is to go to.',
  needs: 'inventory.read',
  query: { parts: z.coerce.number().int().min(1).max(2000).default(240), zone },
  answer: history,
  run: async ({ query }, asked) => {
    const times = await wholeHistory(asked)
    const { first, last } = times
    const snapshots = await asked.inventory.snapshots.list()
    const { closedThrough } = await asked.inventory.periods.list()
    const now = asked.now()
    const monthEnds = first === null || last === null ? [] : monthEndsOf({ first, last, now }, query.zone)
    return {
      from: instantOrNull(first),
      to: instantOrNull(last),
      now: formatInstant(now),
      density: times.parts(query.parts),
      monthEnds: monthEnds.map(formatInstant),
      snapshots: snapshots
        .filter(({ discarded }) => discarded === null)
        .map(({ id, name, asOf }) => ({ id, name, asOf: formatInstant(asOf) })),
      closedThrough: instantOrNull(closedThrough),
    }
  },
})

function instantOrNull(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant)
}

const showTrend = operation({
  path: '/trend',
  summary: 'On hand, value, sales, margin, turns and days of cover, period by period.',
  needs: 'inventory.read',
  query: {
    from: name,
    to: name,
    every: z.enum(calendarRhythms),
    zone,
    by: z.array(z.enum(groupings)).max(groupings.length).optional(),
    knownThrough: name.optional(),
    ...pageQuery,
  },
  answer: trend,
  run: async ({ query }, { inventory, signal }) => {
    const { from, to, every, zone, by, knownThrough } = query
    const found = await inventory.trend({ from, to, every, zone, by, knownThrough, signal })
    return {
      every: found.every,
      zone: found.zone,
      knownThrough: await inventory.lastEventKnownTo(found),
      ...paged(found.rows, query),
    }
  },
})

export const timeOperations = [showHistory, showTrend]
