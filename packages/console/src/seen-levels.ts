import {
  type ColumnKind,
  columnsOf,
  type Moment,
  momentFacts,
  type Report,
  reportTable,
} from '@tidemark/tabular'
import type { InventoryView, Level } from 'tidemark'
import type { GroupsAnswer, LevelAnswer } from './answers/levels.ts'
import { sumOf, toAnswer } from './level-rows.ts'

/** The columns a table of levels can have, each with what it holds. */
const kinds = {
  item: 'text',
  name: 'text',
  branch: 'text',
  onHand: 'number',
  value: 'amount',
  averageCost: 'amount',
  lastReceiptCost: 'amount',
  marketCost: 'amount',
  available: 'number',
  reserved: 'number',
  onOrder: 'number',
  lastSoldOn: 'instant',
  lastPurchasedOn: 'instant',
  lastReceiptOn: 'instant',
  lastCountedOn: 'instant',
  lastCountQuantity: 'number',
  flags: 'text',
} as const satisfies Partial<Record<keyof LevelAnswer, ColumnKind>>

export type SeenColumn = keyof typeof kinds

// The keys of the table above are exactly its names.
export const seenColumns = Object.keys(kinds) as readonly SeenColumn[]

/** Rows of levels as somebody sees them: the filters, the order and the columns they chose. */
export interface SeenLevels {
  readonly moment: Moment
  readonly view: InventoryView
  readonly levels: readonly Level[]
  readonly columns: readonly SeenColumn[]
  /** What they were limited to. */
  readonly only: Readonly<Record<string, string>>
}

/** The report of exactly what is seen. */
export function seenLevelsReport({ moment, view, levels, columns, only }: SeenLevels): Report {
  const totals = sumOf(levels)
  const chosen = Object.fromEntries(columns.map((name) => [name, kinds[name]]))
  return {
    head: { ...moment, only, totals },
    summary: [...momentFacts(moment), ...onlyFacts(only), ...totalFacts(totals)],
    tables: [reportTable<LevelAnswer>('Levels', 'rows', columnsOf(chosen), () => rowsOf(view, levels))],
  }
}

function* rowsOf(view: InventoryView, levels: readonly Level[]): Generator<LevelAnswer, void, undefined> {
  for (const level of levels) yield toAnswer(view, level)
}

/** The report of groups as they are seen. */
export function seenGroupsReport(
  { moment, by, only }: Pick<SeenLevels, 'moment' | 'only'> & { readonly by: string },
  { items, totals }: Pick<GroupsAnswer, 'items' | 'totals'>,
): Report {
  const columns = columnsOf<GroupsAnswer['items'][number]>({
    of: 'text',
    name: 'text',
    onHand: 'number',
    value: 'amount',
    available: 'number',
    rows: 'number',
    items: 'number',
    negative: 'number',
  })
  return {
    head: { ...moment, by, only, totals },
    summary: [
      ...momentFacts(moment),
      { name: 'By', kind: 'text', value: by },
      ...onlyFacts(only),
      ...totalFacts(totals),
    ],
    tables: [reportTable('Groups', 'rows', columns, () => items)],
  }
}

function onlyFacts(only: SeenLevels['only']) {
  return Object.entries(only).map(([name, value]) => ({ name: `Only ${name}`, kind: 'text' as const, value }))
}

function totalFacts({ onHand, value, rows, items }: GroupsAnswer['totals']) {
  return [
    { name: 'On hand', kind: 'number', value: onHand },
    { name: 'Value', kind: 'amount', value },
    { name: 'Items', kind: 'number', value: items },
    { name: 'Rows', kind: 'number', value: rows },
  ] as const
}
