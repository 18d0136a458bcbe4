import {
  bridgeReport,
  cardReport,
  comparisonReport,
  fileFormats,
  itemPageReport,
  type Moment,
  matrixReport,
  snapshotReport,
  trendReport,
} from '@tidemark/tabular'
import { calendarRhythms, groupings, type TrendRow } from 'tidemark'
import { z } from 'zod'
import type { MomentAnswer } from '../answers/fields.ts'
import { name } from '../answers/fields.ts'
import { comparedQuery, compareMoments } from '../compared.ts'
import { download } from '../download.ts'
import { itemPagesAt } from '../item-pages.ts'
import { momentQuery, openMoment } from '../moment.ts'
import { operation } from '../operation.ts'
import { toSnapshotAnswer } from '../snapshot-answer.ts'

export const format = { format: z.enum(fileFormats).default('csv') }

const needs = 'inventory.read'

/** A moment as files name it. */
export function fileMoment({ asOf, knownThrough, snapshot }: MomentAnswer): Moment {
  return { asOf, knownThrough, snapshot }
}

const exportSnapshot = operation({
  path: '/exports/snapshots/{id}',
  summary: 'A snapshot as a file: what it froze, with its levels, and whether a replay gives its digest.',
  needs,
  params: { id: name },
  query: format,
  run: async ({ params, query }, { inventory }) => {
    const snapshot = await inventory.snapshots.find(params.id)
    const view = await inventory.snapshots.read(params.id)
    const report = snapshotReport({
      snapshot: toSnapshotAnswer(snapshot),
      verified: view.digest().digest === snapshot.digest,
      rows: () => view.levels(),
    })
    return download(report, snapshot.name, query.format)
  },
})

const exportComparison = operation({
  path: '/exports/comparison',
  summary: 'Moments side by side as a file, with the bridge.',
  needs,
  query: { ...comparedQuery, ...format },
  run: async ({ query }, asked) => {
    const { opened, comparison } = await compareMoments(asked, query)
    const [from, to, ...more] = opened.map(({ moment }) => fileMoment(moment))
    if (from === undefined || to === undefined) throw new RangeError('a comparison has two moments or more')
    const { rows, bridge, memo } = comparison
    const report =
      more.length === 0
        ? comparisonReport({ from, to, rows, bridge, memo })
        : matrixReport({ moments: [from, to, ...more], ...comparison.matrix(), bridge, memo })
    return download(report, `comparison ${from.asOf} ${(more.at(-1) ?? to).asOf}`, query.format)
  },
})

const exportBridge = operation({
  path: '/exports/bridge',
  summary: 'How the first of several moments became the last, as a file.',
  needs,
  query: { ...comparedQuery, ...format },
  run: async ({ query }, asked) => {
    const { opened, comparison } = await compareMoments(asked, query)
    const [first, last] = [opened.at(0), opened.at(-1)]
    if (first === undefined || last === undefined) throw new RangeError('a bridge has two ends')
    const [from, to] = [fileMoment(first.moment), fileMoment(last.moment)]
    const { bridge, memo } = comparison
    return download(bridgeReport({ from, to, bridge, memo }), `bridge ${from.asOf} ${to.asOf}`, query.format)
  },
})

const exportTrend = operation({
  path: '/exports/trend',
  summary: 'A series of instants as a file.',
  needs,
  query: {
    from: name,
    to: name,
    every: z.enum(calendarRhythms),
    zone: name.default('UTC'),
    by: z.array(z.enum(groupings)).max(groupings.length).default([]),
    knownThrough: name.optional(),
    ...format,
  },
  run: async ({ query }, { inventory, signal }) => {
    const { format, by, ...input } = query
    const trend = await inventory.trend({ ...input, by, signal })
    const { every, zone, rows } = trend
    const knownThrough = await inventory.lastEventKnownTo(trend)
    const report = trendReport<TrendRow>({ every, zone, by, knownThrough, rows })
    return download(report, `trend ${every}`, format)
  },
})

const exportItem = operation({
  path: '/exports/items/{item}',
  summary: 'The page of an item as a file.',
  needs,
  params: { item: name },
  query: { ...momentQuery, ...format },
  run: async ({ params, query }, asked) => {
    const { moment } = await openMoment(asked, query)
    const { company, branches } = await itemPagesAt(moment, params.item, asked.inventory)
    const report = itemPageReport({ moment: fileMoment(moment), pages: [company, ...branches] })
    return download(report, `item ${params.item}`, query.format)
  },
})

const exportCard = operation({
  path: '/exports/items/{item}/card',
  summary: 'The stock card of an item as a file.',
  needs,
  params: { item: name },
  query: { ...momentQuery, branch: name.optional(), ...format },
  run: async ({ params, query }, asked) => {
    const { view, moment } = await openMoment(asked, query)
    const { item } = params
    const lines = view.explain(item, query.branch)
    const report = cardReport({ moment: fileMoment(moment), item, branch: query.branch ?? null, lines })
    return download(report, `card ${item}`, query.format)
  },
})

export const exportOperations = [
  exportSnapshot,
  exportComparison,
  exportBridge,
  exportTrend,
  exportItem,
  exportCard,
]
