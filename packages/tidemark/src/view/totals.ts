import { compareCodePoints, formatMicros, type Micros } from '@tidemark/projection'
import { TidemarkError } from '../errors.ts'
import { exactSums } from './exact-sums.ts'
import { type GroupKey, groupsBy, wantedByGroups } from './groups.ts'
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

/** What totals need of records. */
const wanted = {
  ...wantedByGroups,
  branch: ['onHand', 'value'],
} as const

/**
 * Totals of the levels, by any of {@link groupings}; without any, one row. Sorted by code point, none first. Step by step,
 * and of a view that nobody has built without building what they do not need.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for something it cannot be drawn up by.
 */
export function* totalling(stock: StockView, by: readonly Grouping[]): Generator<void, readonly TotalRow[]> {
  const unknown = by.find((grouping) => !isGrouping(grouping))
  if (unknown !== undefined) {
    throw new TidemarkError(
      'INVALID_ARGUMENT',
      `totals by ${JSON.stringify(unknown)} (${groupings.join(', ')})`,
    )
  }
  const groups = groupsBy(by)
  const [onHand, value] = [exactSums(), exactSums()]
  const columns = yield* stock.buildingColumns(wanted)
  const { of: groupOf } = groups.of(columns)
  const [onHandOf, amountOf] = [columns.doubles('branch', 'onHand'), columns.doubles('branch', 'value')]
  const exact = columns.fields('branch')
  const items: number[] = []
  const lastItem: number[] = []
  columns.eachRow('branch', (item, _, row) => {
    const group = groupOf[row] ?? 0
    const [quantity = Infinity, amount = Infinity] = [onHandOf[row], amountOf[row]]
    if (quantity === Infinity) onHand.addMicros(group, exact.onHand(row))
    else onHand.add(group, quantity)
    if (amount === Infinity) value.addMicros(group, exact.value(row))
    else value.add(group, amount)
    if (lastItem[group] !== item) items[group] = (items[group] ?? 0) + 1
    lastItem[group] = item
  })
  return groups.keys
    .map((key, group) => ({ key, group }))
    .sort((a, b) => compareGroups(a.key, b.key))
    .map(({ key, group }) =>
      toRow(by, key, { onHand: onHand.total(group), value: value.total(group), items: items[group] ?? 0 }),
    )
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

interface Sum {
  readonly onHand: Micros
  readonly value: Micros
  readonly items: number
}

function toRow(by: readonly Grouping[], key: GroupKey, { onHand, value, items }: Sum): TotalRow {
  const groups = Object.fromEntries(by.map((grouping, index) => [grouping, key[index] ?? null]))
  return { ...groups, onHand: formatMicros(onHand), value: formatMicros(value), items }
}
