import { type Availability, formatMicros, groupings, type Level, readMicros } from 'tidemark'
import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { channels, flags, levels, lots, totals } from '../answers/levels.ts'
import { whole } from '../building.ts'
import { answering } from '../frozen.ts'
import { levelOrders, levelsWanted, sumOf, toAnswer } from '../level-rows.ts'
import { momentQuery, openMoment } from '../moment.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'

const className = z.string().max(256).optional().describe('Only rows of this one; empty: of none.')

/** Which levels are wanted. */
export const levelFilter = {
  text: z.string().max(256).optional().describe('In the id or the name of the item, in capitals or not.'),
  item: name.optional(),
  branch: name.optional(),
  flag: z
    .array(z.enum(flags))
    .max(flags.length)
    .optional()
    .describe('Only rows that deserve any of these looks.'),
  group: className,
  section: className,
  vendor: className,
}

/** Which levels are wanted, in which order. */
export const levelQuery = {
  ...levelFilter,
  sort: z.enum(levelOrders).default('item'),
  descending: z.stringbool().default(false),
}

const listLevels = operation({
  path: '/levels',
  summary: 'What every item is at every branch.',
  needs: 'inventory.read',
  query: { ...momentQuery, ...levelQuery, ...pageQuery },
  answer: levels,
  run: async ({ query }, asked) => {
    const { page, pageSize, asOf: _a, knownThrough: _k, snapshot: _s, ...question } = query
    return answering(asked, await openMoment(asked, query), query, async ({ view, key, moment }) => {
      await whole(asked, { view })
      const wanted = () => levelsWanted(view, question)
      const found: readonly Level[] = asked.kept.levels.get(JSON.stringify([key, question]), wanted)
      const { items, pagination } = paged(found, { page, pageSize })
      return {
        moment,
        items: items.map((level) => toAnswer(view, level)),
        pagination,
        totals: sumOf(found),
      }
    })
  },
})

const showTotals = operation({
  path: '/totals',
  summary: 'On hand and value in total, or by item, branch, group, section or vendor.',
  needs: 'inventory.read',
  query: { ...momentQuery, by: z.array(z.enum(groupings)).max(groupings.length).optional() },
  answer: totals,
  run: async ({ query }, asked) =>
    answering(asked, await openMoment(asked, query), query, async ({ view, moment }) => {
      // Asked for at every place the time bar is dragged through: only what totals need is built.
      const items = await view.totalsInTurns({ by: query.by ?? [], signal: asked.signal })
      return { moment, items: [...items] }
    }),
})

const listLots = operation({
  path: '/lots',
  summary: 'Lots with what is in no lot, and when they expire.',
  needs: 'inventory.read',
  query: {
    ...momentQuery,
    item: name.optional(),
    branch: name.optional(),
    expiringWithin: z.coerce.number().int().min(0).max(36_500).optional().describe('Days.'),
    ...pageQuery,
  },
  answer: lots,
  run: async ({ query }, asked) =>
    answering(asked, await openMoment(asked, query), query, async ({ view, moment }) => {
      await whole(asked, { view })
      const { item, branch, expiringWithin } = query
      return { moment, ...paged(view.lots({ item, branch, expiringWithin }), query) }
    }),
})

const listChannels = operation({
  path: '/channels',
  summary: 'What is set aside for channels; a row without a channel is what is set aside for none.',
  needs: 'inventory.read',
  query: { ...momentQuery, item: name.optional(), branch: name.optional(), ...pageQuery },
  answer: channels,
  run: async ({ query }, asked) =>
    answering(asked, await openMoment(asked, query), query, async ({ view, moment }) => {
      await whole(asked, { view })
      const { item, branch } = query
      const rows = [...view.availability({ item, branch })]
        .filter((row) => row.channels.length > 0)
        .flatMap(channelRows)
      return { moment, ...paged(rows, query) }
    }),
})

/** A row for each channel, and one for what is in none. */
function channelRows({ item, branch, channels, unallocated, reserved }: Availability) {
  const ofChannels = channels.reduce((sum, channel) => sum + readMicros(channel.reserved), 0n)
  const ofNone = formatMicros(readMicros(reserved) - ofChannels)
  return [
    ...channels.map((channel) => ({ item, branch, ...channel })),
    { item, branch, channel: null, allocated: '0', reserved: ofNone, available: unallocated },
  ]
}

export const levelOperations = [listLevels, showTotals, listLots, listChannels]
