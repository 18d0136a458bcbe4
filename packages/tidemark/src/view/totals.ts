import { compareCodePoints, formatMicros, type Micros } from '@tidemark/projection'
import { TidemarkError } from '../errors.ts'
import { eachLevel, type ItemRecords } from './level.ts'

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
  readonly key: readonly (string | null)[]
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
export function totalsOf(
  each: (visit: (item: string, records: ItemRecords) => void) => void,
  by: readonly Grouping[],
): readonly TotalRow[] {
  const unknown = by.find((grouping) => !isGrouping(grouping))
  if (unknown !== undefined) {
    throw new TidemarkError(
      'INVALID_ARGUMENT',
      `totals by ${JSON.stringify(unknown)} (${groupings.join(', ')})`,
    )
  }
  const sums = new Map<string, Sum>()
  if (by.length === 0) sums.set('[]', newSum([]))
  each((item, records) => {
    eachLevel(item, records, (level) => {
      const key = by.map((grouping) => groupOf(grouping, item, level.branch, records))
      const text = JSON.stringify(key)
      const sum = sums.get(text) ?? newSum(key)
      sums.set(text, sum)
      sum.onHand += level.onHand
      sum.value += level.value
      if (sum.lastItem !== item) sum.items++
      sum.lastItem = item
    })
  })
  return [...sums.values()].sort((a, b) => compareGroups(a.key, b.key)).map((sum) => toRow(by, sum))
}

function newSum(key: readonly (string | null)[]): Sum {
  return { key, onHand: 0n, value: 0n, items: 0, lastItem: null }
}

/** What an item is in at a branch, of a grouping. */
export function groupOf(
  grouping: Grouping,
  item: string,
  branch: string,
  records: ItemRecords,
): string | null {
  if (grouping === 'item') return item
  if (grouping === 'branch') return branch
  const there = records.override.find(branch)?.attributes[grouping]
  return typeof there === 'string' ? there : (records.item.find('item')?.[grouping] ?? null)
}

/** The order of totals: group by group, by code point, none first. */
export function compareGroups(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null
    const order =
      left === null ? (right === null ? 0 : -1) : right === null ? 1 : compareCodePoints(left, right)
    if (order !== 0) return order
  }
  return 0
}

function toRow(by: readonly Grouping[], { key, onHand, value, items }: Sum): TotalRow {
  const groups = Object.fromEntries(by.map((grouping, index) => [grouping, key[index] ?? null]))
  return { ...groups, onHand: formatMicros(onHand), value: formatMicros(value), items }
}
