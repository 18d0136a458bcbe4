import { compareCodePoints, formatMicros, type Micros } from '@tidemark/projection'
import { TidemarkError } from '../errors.ts'
import { type GroupKey, groupsBy } from './groups.ts'
import type { StockView } from './view.ts'

/** What totals can be drawn up by. */
export const groupings = ['item', 'branch', 'group', 'section', 'vendor'] as const

export type Grouping = (typeof groupings)[number]

/** On hand and value of a group; `items` counts the items with a row in it. */
export type TotalRow = { readonly [By in Grouping]?: string | null } & {
  readonly onHand: string
  readonly value: string
  readonly items: number
}

/** Whether totals can be drawn up by this. */
export function isGrouping(by: string): by is Grouping {
  return groupings.some((grouping) => grouping === by)
}

interface Sum {
  onHand: Micros
  value: Micros
  items: number
  lastItem: string | null
}

/**
 * Totals of the levels, by any of {@link groupings}; without any, one row. Sorted by code point, none first.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for something it cannot be drawn up by.
 */
export function totalsOf(stock: StockView, by: readonly Grouping[]): readonly TotalRow[] {
  const unknown = by.find((grouping) => !isGrouping(grouping))
  if (unknown !== undefined) {
    throw new TidemarkError(
      'INVALID_ARGUMENT',
      `totals by ${JSON.stringify(unknown)} (${groupings.join(', ')})`,
    )
  }
  const groups = groupsBy(by)
  const sums: Sum[] = groups.keys.map(newSum)
  const { onHand, value } = stock.fields('branch')
  stock.each((item, records) => {
    const groupAt = groups.ofItem(item, records)
    records.branch.eachRow((branch, row) => {
      const group = groupAt(branch)
      const sum = sums[group] ?? newSum()
      sums[group] = sum
      sum.onHand += onHand(row)
      sum.value += value(row)
      if (sum.lastItem !== item) sum.items++
      sum.lastItem = item
    })
  })
  return sums
    .map((sum, group) => ({ key: groups.keys[group] ?? [], sum }))
    .sort((a, b) => compareGroups(a.key, b.key))
    .map(({ key, sum }) => toRow(by, key, sum))
}

function newSum(): Sum {
  return { onHand: 0n, value: 0n, items: 0, lastItem: null }
}

/** The order of totals: group by group, by code point, none first. */
export function compareGroups(a: GroupKey, b: GroupKey): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null
    const order =
      left === null ? (right === null ? 0 : -1) : right === null ? 1 : compareCodePoints(left, right)
    if (order !== 0) return order
  }
  return 0
}

function toRow(by: readonly Grouping[], key: GroupKey, { onHand, value, items }: Sum): TotalRow {
  const groups = Object.fromEntries(by.map((grouping, index) => [grouping, key[index] ?? null]))
  return { ...groups, onHand: formatMicros(onHand), value: formatMicros(value), items }
}
