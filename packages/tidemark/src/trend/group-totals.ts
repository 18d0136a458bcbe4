import type { StockRecords } from '@tidemark/domain'
import { type Micros, microsOfDouble } from '@tidemark/projection'
import type { OnlyFields, ViewColumns } from '@tidemark/timeline'
import { exactSums } from '../view/exact-sums.ts'
import { wantedByGroups } from '../view/groups.ts'

/** What a trend needs of records. */
export const wanted = {
  ...wantedByGroups,
  branch: ['onHand', 'value', 'sales', 'costOfSales'],
} as const

export type Columns = ViewColumns<OnlyFields<StockRecords, typeof wanted>>

/** What is added up; sales and their cost since the beginning. */
export const figures = wanted.branch

/** Sums of the {@link figures} of records, by group. */
export interface GroupTotals {
  /** The sums one by one, the figures of a group side by side; `undefined` where doubles do not hold them. */
  readonly doubles: Float64Array | undefined
  /** Of all that was added up, the sizes together: as long as a double holds that, no sum on the way was too large for one. */
  readonly sizes: number
  /** The sum of a group and of the figure in this place. */
  sum(group: number, figure: number): Micros
}

/** So many rows are added up as doubles at once, where all of them together may be too much. */
const ROWS_AT_ONCE = 16_384

/** The sums by group of the rows that are there, for so many groups. */
export function totalsOf(
  columns: Columns,
  there: Uint8Array,
  groupOf: Int32Array,
  groups: number,
): GroupTotals {
  const cells = figures.map((figure) => columns.doubles('branch', figure))
  const doubles = new Float64Array(groups * figures.length)
  const sizes = addThere(cells, there, groupOf, 0, there.length, doubles)
  return sizes <= Number.MAX_SAFE_INTEGER
    ? totalsIn(doubles, sizes)
    : exactTotals(columns, cells, there, groupOf, groups)
}

/** Some rows, with what they hold now and what they held when they were added up. */
export interface ChangedRows {
  readonly before: { readonly rows: Uint32Array; readonly columns: Columns }
  readonly now: { readonly rows: Uint32Array; readonly columns: Columns }
}

/** Sums with some rows added up anew; `undefined` where doubles do not hold them. */
export function totalsAfter(
  totals: GroupTotals,
  { before, now }: ChangedRows,
  groupOf: Int32Array,
  groups: number,
): GroupTotals | undefined {
  if (totals.doubles === undefined) return undefined
  const doubles = new Float64Array(groups * figures.length)
  doubles.set(totals.doubles)
  const most = Math.max(before.rows.length, now.rows.length)
  const room = figures.map(() => new Float64Array(most))
  const cellsOf = ({ rows, columns }: ChangedRows['now']) =>
    figures.map((figure, at) => columns.doublesAt('branch', figure, rows, room[at]))
  const sizes =
    totals.sizes +
    addListed(cellsOf(before), before.rows, groupOf, -1, doubles) +
    addListed(cellsOf(now), now.rows, groupOf, 1, doubles)
  return sizes <= Number.MAX_SAFE_INTEGER ? totalsIn(doubles, sizes) : undefined
}

function totalsIn(doubles: Float64Array, sizes: number): GroupTotals {
  return {
    doubles,
    sizes,
    sum: (group, figure) => microsOfDouble(doubles[group * figures.length + figure] ?? 0),
  }
}

function exactTotals(
  columns: Columns,
  cells: readonly Float64Array[],
  there: Uint8Array,
  groupOf: Int32Array,
  groups: number,
): GroupTotals {
  const sums = exactSums()
  const some = new Float64Array(groups * figures.length)
  for (let from = 0; from < there.length; from += ROWS_AT_ONCE) {
    const to = Math.min(from + ROWS_AT_ONCE, there.length)
    if (addThere(cells, there, groupOf, from, to, some) <= Number.MAX_SAFE_INTEGER)
      for (let at = 0; at < some.length; at++) sums.add(at, some[at] ?? 0)
    else {
      const exact = columns.fields('branch')
      for (let row = from; row < to; row++)
        if (there[row] === 1)
          for (const [at, figure] of figures.entries())
            sums.addMicros((groupOf[row] ?? 0) * figures.length + at, exact[figure](row))
    }
    some.fill(0)
  }
  return {
    doubles: undefined,
    sizes: Infinity,
    sum: (group, figure) => sums.total(group * figures.length + figure),
  }
}

/** Adds up some rows, all figures of a group side by side; the sizes of all of them together. */
function addThere(
  [onHand = NONE, value = NONE, sales = NONE, costOfSales = NONE]: readonly Float64Array[],
  there: Uint8Array,
  groupOf: Int32Array,
  from: number,
  to: number,
  sums: Float64Array,
): number {
  let sizes = 0
  for (let row = from; row < to; row++) {
    if (there[row] !== 1) continue
    const group = groupOf[row] ?? 0
    sizes += addTo(sums, group, onHand[row] ?? 0, value[row] ?? 0, sales[row] ?? 0, costOfSales[row] ?? 0)
  }
  return sizes
}

/** The same of listed rows, each `times` over. */
function addListed(
  [onHand = NONE, value = NONE, sales = NONE, costOfSales = NONE]: readonly Float64Array[],
  rows: Uint32Array,
  groupOf: Int32Array,
  times: 1 | -1,
  sums: Float64Array,
): number {
  let sizes = 0
  for (let i = 0; i < rows.length; i++) {
    const group = groupOf[rows[i] ?? 0] ?? 0
    const quantity = times * (onHand[i] ?? 0)
    const amount = times * (value[i] ?? 0)
    const sold = times * (sales[i] ?? 0)
    const cost = times * (costOfSales[i] ?? 0)
    sizes += addTo(sums, group, quantity, amount, sold, cost)
  }
  return sizes
}

/** Adds the figures of a row to the sums of its group; their sizes together. */
function addTo(
  sums: Float64Array,
  group: number,
  onHand: number,
  value: number,
  sales: number,
  costOfSales: number,
): number {
  const at = group * figures.length
  sums[at] = (sums[at] ?? 0) + onHand
  sums[at + 1] = (sums[at + 1] ?? 0) + value
  sums[at + 2] = (sums[at + 2] ?? 0) + sales
  sums[at + 3] = (sums[at + 3] ?? 0) + costOfSales
  return Math.abs(onHand) + Math.abs(value) + Math.abs(sales) + Math.abs(costOfSales)
}

const NONE = new Float64Array(0)
