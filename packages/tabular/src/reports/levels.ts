import { columnsOf } from '../column.ts'
import { type Fact, type Report, type ReportTable, reportTable } from '../report.ts'
import { type BranchTotals, type LevelTotals, sumLevels } from './level-sums.ts'
import { type Moment, momentFacts } from './moment.ts'

/** A row of levels: decimal strings, ISO instants, `null` where there is nothing. */
export interface LevelFields {
  readonly item: string
  readonly branch: string
  readonly onHand: string
  readonly value: string
  readonly averageCost: string | null
  readonly lastReceiptCost: string | null
  readonly marketCost: string | null
  readonly lastSoldOn: string | null
  readonly lastPurchasedOn: string | null
  readonly lastReceiptOn: string | null
  readonly lastCountedOn: string | null
  readonly lastCountQuantity: string | null
  readonly onOrder: string
  readonly reserved: string
  readonly available: string
}

/** The columns of levels, in the order of every table and file that shows them. */
export const levelColumns = columnsOf<LevelFields>({
  item: 'text',
  branch: 'text',
  onHand: 'number',
  value: 'amount',
  averageCost: 'amount',
  lastReceiptCost: 'amount',
  marketCost: 'amount',
  lastSoldOn: 'instant',
  lastPurchasedOn: 'instant',
  lastReceiptOn: 'instant',
  lastCountedOn: 'instant',
  lastCountQuantity: 'number',
  onOrder: 'number',
  reserved: 'number',
  available: 'number',
})

const branchColumns = columnsOf<BranchTotals>({
  branch: 'text',
  onHand: 'number',
  value: 'amount',
  items: 'number',
})

/** The proof of a whole view: equal facts give an equal digest. */
export interface DigestFields {
  readonly format: number
  readonly digest: string
}

/** What a report of levels is made of. */
export interface LevelsInput {
  readonly moment: Moment
  /** The digest of the whole view; `null` when the rows are only some of it. */
  readonly digest: DigestFields | null
  /** What the rows were limited to; `null` is no limit. */
  readonly only: { readonly item: string | null; readonly branch: string | null }
  /** Gives the rows, item by item, anew each time: they are gone through once to add them up, and once to write them. */
  readonly rows: () => Iterable<LevelFields>
}

/**
 * The report of what every item is at every branch: the rows, their sums by branch and in total, and what they stand for.
 *
 * @example
 * const report = levelsReport({
 *   moment: { asOf: view.asOf, knownThrough: await inventory.lastEventKnownTo(view), snapshot: null },
 *   digest: view.digest(),
 *   only: { item: null, branch: null },
 *   rows: () => view.levels(),
 * })
 */
export function levelsReport({ moment, digest, only, rows }: LevelsInput): Report {
  const { totals, tables } = levelTables(rows)
  const proof = digest === null ? null : { format: digest.format, digest: digest.digest }
  return {
    head: { ...moment, only, totals, digest: proof },
    summary: [
      ...momentFacts(moment),
      ...textUnlessNull('Only item', only.item),
      ...textUnlessNull('Only branch', only.branch),
      ...totalFacts(totals),
      ...textUnlessNull('Digest', proof?.digest ?? null),
    ],
    tables,
  }
}

/** The rows of levels with their sums by branch, and the sum of all. */
export function levelTables(rows: () => Iterable<LevelFields>): {
  readonly totals: LevelTotals
  readonly tables: readonly [ReportTable, ReportTable]
} {
  const { totals, branches } = sumLevels(rows())
  return {
    totals,
    tables: [
      reportTable('Levels', 'rows', levelColumns, rows),
      reportTable('Branches', 'branches', branchColumns, () => branches),
    ],
  }
}

/** What a summary says of sums. */
export function totalFacts({ onHand, value, items }: LevelTotals): readonly Fact[] {
  return [
    { name: 'On hand', kind: 'number', value: onHand },
    { name: 'Value', kind: 'amount', value },
    { name: 'Items', kind: 'number', value: items },
  ]
}

/** A line of a summary, unless there is nothing to say. */
export function textUnlessNull(name: string, value: string | null): readonly Fact[] {
  return value === null ? [] : [{ name, kind: 'text', value }]
}
