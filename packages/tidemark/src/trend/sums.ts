import type { Micros } from '@tidemark/projection'
import { type ExactSums, exactSums } from '../view/exact-sums.ts'
import type { GroupKey, Groups } from '../view/groups.ts'
import type { StockColumns, StockView } from '../view/view.ts'

/** What the records of a group come to at the end of a period, in micros; sales and their cost in the period. */
export interface GroupSum {
  readonly group: GroupKey
  readonly onHand: Micros
  readonly value: Micros
  /** At the start of the period, of the same records. */
  readonly openingValue: Micros
  readonly sales: Micros
  readonly costOfSales: Micros
}

const wanted = {
  branch: ['onHand', 'value', 'sales', 'costOfSales'],
  item: ['group', 'section', 'vendor'],
  override: ['attributes'],
} as const

/**
 * Sums by group at instants in ascending order, each of a view of its own; the first instant is where the others start
 * from. A group without anything at an instant and the one before has no sum there.
 */
export function* sumsAt(
  instants: readonly number[],
  groups: Groups,
  viewAt: (instant: number) => StockView,
): Generator<void, readonly (readonly GroupSum[])[]> {
  const sums: (readonly GroupSum[])[] = []
  let before: Figures | undefined
  for (const instant of instants) {
    const columns = yield* viewAt(instant).buildingColumns(wanted)
    const now = figuresIn(columns)
    if (before !== undefined) sums.push(sumsOf(before, now, groups, groups.of(columns)))
    before = now
    yield
  }
  return sums
}

/** What is added up, by row. */
interface Figures {
  readonly there: Uint8Array
  readonly onHand: Float64Array
  readonly value: Float64Array
  readonly sales: Float64Array
  readonly costOfSales: Float64Array
  readonly exact: Readonly<Record<Figure, (row: number) => Micros>>
}

type Figure = 'onHand' | 'value' | 'sales' | 'costOfSales'

function figuresIn(columns: Pick<StockColumns, 'there' | 'doubles' | 'fields'>): Figures {
  return {
    there: columns.there('branch'),
    onHand: columns.doubles('branch', 'onHand'),
    value: columns.doubles('branch', 'value'),
    sales: columns.doubles('branch', 'sales'),
    costOfSales: columns.doubles('branch', 'costOfSales'),
    exact: columns.fields('branch'),
  }
}

/** So many rows of figures below the limit stay exact when they are added up as doubles. */
const ROWS_AT_ONCE = 32_768
const LIMIT = 2 ** 37

function sumsOf(before: Figures, now: Figures, groups: Groups, groupOf: Int32Array): readonly GroupSum[] {
  const totals = Array.from({ length: 5 }, exactSums)
  // Everything together has a sum, even of nothing.
  const some = Uint8Array.from(groups.keys, (key) => (key.length === 0 ? 1 : 0))
  for (let from = 0; from < now.there.length; from += ROWS_AT_ONCE)
    addRows(before, now, groupOf, { from, to: Math.min(from + ROWS_AT_ONCE, now.there.length) }, totals, some)
  const [onHand, value, openingValue, sales, costOfSales] = totals
  if (!onHand || !value || !openingValue || !sales || !costOfSales) return []
  return groups.keys.flatMap((group, number) =>
    some[number] === 0
      ? []
      : {
          group,
          onHand: onHand.total(number),
          value: value.total(number),
          openingValue: openingValue.total(number),
          sales: sales.total(number),
          costOfSales: costOfSales.total(number),
        },
  )
}

function addRows(
  before: Figures,
  now: Figures,
  groupOf: Int32Array,
  { from, to }: { readonly from: number; readonly to: number },
  totals: readonly ExactSums[],
  some: Uint8Array,
): void {
  const { there, onHand, value, sales, costOfSales } = now
  const sums = totals.map(() => new Float64Array(some.length))
  const [onHandSum, valueSum, openingSum, salesSum, costSum] = sums
  if (!onHandSum || !valueSum || !openingSum || !salesSum || !costSum) return
  for (let row = from; row < to; row++) {
    if (there[row] !== 1) continue
    const group = groupOf[row] ?? 0
    const was = before.there[row] === 1
    const quantity = onHand[row] ?? 0
    const amount = value[row] ?? 0
    const opening = was ? (before.value[row] ?? 0) : 0
    const openingQuantity = was ? (before.onHand[row] ?? 0) : 0
    const sold = (sales[row] ?? 0) - (was ? (before.sales[row] ?? 0) : 0)
    const cost = (costOfSales[row] ?? 0) - (was ? (before.costOfSales[row] ?? 0) : 0)
    // What a group never had or sold makes no row of it.
    const isSome =
      quantity !== 0 ||
      amount !== 0 ||
      opening !== 0 ||
      openingQuantity !== 0 ||
      sales[row] !== 0 ||
      costOfSales[row] !== 0
    if (!isSome) continue
    some[group] = 1
    const largest = Math.max(
      Math.abs(quantity),
      Math.abs(amount),
      Math.abs(opening),
      Math.abs(sales[row] ?? 0),
      Math.abs(costOfSales[row] ?? 0),
      Math.abs(sold),
      Math.abs(cost),
    )
    if (largest < LIMIT) {
      onHandSum[group] = (onHandSum[group] ?? 0) + quantity
      valueSum[group] = (valueSum[group] ?? 0) + amount
      openingSum[group] = (openingSum[group] ?? 0) + opening
      salesSum[group] = (salesSum[group] ?? 0) + sold
      costSum[group] = (costSum[group] ?? 0) + cost
    } else addExactly(before, now, row, group, was, totals)
  }
  for (const [index, sum] of sums.entries())
    for (let group = 0; group < sum.length; group++) {
      const cell = sum[group] ?? 0
      if (cell !== 0) totals[index]?.add(group, cell)
    }
}

function addExactly(
  before: Figures,
  now: Figures,
  row: number,
  group: number,
  was: boolean,
  totals: readonly ExactSums[],
): void {
  const { exact } = now
  const past = (figure: Figure): Micros => (was ? before.exact[figure](row) : 0n)
  const figures = [
    exact.onHand(row),
    exact.value(row),
    past('value'),
    exact.sales(row) - past('sales'),
    exact.costOfSales(row) - past('costOfSales'),
  ]
  for (const [index, figure] of figures.entries()) totals[index]?.addMicros(group, figure)
}
