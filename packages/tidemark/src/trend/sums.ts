import type { Micros } from '@tidemark/projection'
import { exactSums } from '../view/exact-sums.ts'
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

/** What is added up: sales and their cost since the beginning. */
const figures = wanted.branch

type Figure = (typeof figures)[number]

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
  let before: Point | undefined
  for (const instant of instants) {
    const columns = yield* viewAt(instant).buildingColumns(wanted)
    const now = pointOf(columns)
    const groupOf = groups.of(columns)
    const closing = totalsOf(now, now.there, groupOf, groups)
    if (before !== undefined) {
      const isAlike = before.moves === groups.moves && isWithin(before.point.there, now.there)
      // Of the records of now alone, in the groups of now.
      const opening = isAlike
        ? before.closing
        : totalsOf(before.point, bothThere(before.point.there, now.there), groupOf, groups)
      sums.push(sumsOf(opening, closing, groups, () => groupsWithAny(before?.point, now, groupOf)))
    }
    before = { point: now, closing, moves: groups.moves }
    yield
  }
  return sums
}

/** The figures of an instant, by row. */
interface Figures {
  readonly there: Uint8Array
  readonly columns: Readonly<Record<Figure, Float64Array>>
  readonly exact: Readonly<Record<Figure, (row: number) => Micros>>
}

/** The sums of an instant by group, and how often rows had changed groups by then. */
interface Point {
  readonly point: Figures
  readonly closing: Totals
  readonly moves: number
}

type Totals = Readonly<Record<Figure, (group: number) => Micros>>

function pointOf(columns: Pick<StockColumns, 'there' | 'doubles' | 'fields'>): Figures {
  return {
    there: columns.there('branch'),
    columns: {
      onHand: columns.doubles('branch', 'onHand'),
      value: columns.doubles('branch', 'value'),
      sales: columns.doubles('branch', 'sales'),
      costOfSales: columns.doubles('branch', 'costOfSales'),
    },
    exact: columns.fields('branch'),
  }
}

/** Rows that were there are there still. */
function isWithin(before: Uint8Array, now: Uint8Array): boolean {
  for (let row = 0; row < before.length; row++) if (before[row] === 1 && now[row] !== 1) return false
  return true
}

function bothThere(before: Uint8Array, now: Uint8Array): Uint8Array {
  return before.map((isThere, row) => isThere & (now[row] ?? 0))
}

function totalsOf(
  { columns, exact }: Figures,
  there: Uint8Array,
  groupOf: Int32Array,
  { keys }: Groups,
): Totals {
  const totalsIn = (figure: Figure) =>
    columnTotals(columns[figure], exact[figure], there, groupOf, keys.length)
  return {
    onHand: totalsIn('onHand'),
    value: totalsIn('value'),
    sales: totalsIn('sales'),
    costOfSales: totalsIn('costOfSales'),
  }
}

/** So many rows are added up as doubles at once, as long as their sums stay below the limit. */
const ROWS_AT_ONCE = 16_384
const LIMIT = 2 ** 53 / ROWS_AT_ONCE

/** The sums of a column by group: doubles where they are exact. */
function columnTotals(
  column: Float64Array,
  exact: (row: number) => Micros,
  there: Uint8Array,
  groupOf: Int32Array,
  groups: number,
): (group: number) => Micros {
  const totals = exactSums()
  for (let from = 0; from < there.length; from += ROWS_AT_ONCE) {
    const to = Math.min(from + ROWS_AT_ONCE, there.length)
    const sums = new Float64Array(groups)
    const largest = addRows(column, there, groupOf, from, to, sums)
    if (largest < LIMIT) {
      for (let group = 0; group < groups; group++) {
        const sum = sums[group] ?? 0
        if (sum !== 0) totals.add(group, sum)
      }
    } else {
      for (let row = from; row < to; row++)
        if (there[row] === 1) totals.addMicros(groupOf[row] ?? 0, exact(row))
    }
  }
  return totals.total
}

/** Adds up some rows of a column; the size of the largest of them. */
function addRows(
  column: Float64Array,
  there: Uint8Array,
  groupOf: Int32Array,
  from: number,
  to: number,
  sums: Float64Array,
): number {
  let largest = 0
  for (let row = from; row < to; row++) {
    if (there[row] !== 1) continue
    const cell = column[row] ?? 0
    const size = Math.abs(cell)
    if (size > largest) largest = size
    const group = groupOf[row] ?? 0
    sums[group] = (sums[group] ?? 0) + cell
  }
  return largest
}

function sumsOf(
  opening: Totals,
  closing: Totals,
  { keys }: Groups,
  withAny: () => Uint8Array,
): readonly GroupSum[] {
  const sums: GroupSum[] = []
  let some: Uint8Array | undefined
  for (const [number, group] of keys.entries()) {
    const [onHand, value] = [closing.onHand(number), closing.value(number)]
    const [openingOnHand, openingValue] = [opening.onHand(number), opening.value(number)]
    const [sold, cost] = [closing.sales(number), closing.costOfSales(number)]
    const isNothing = [onHand, value, openingOnHand, openingValue, sold, cost].every((sum) => sum === 0n)
    // Everything together has a sum, even of nothing. And what comes to nothing may be made of something.
    if (isNothing && group.length > 0) {
      some ??= withAny()
      if (some[number] !== 1) continue
    }
    const sales = sold - opening.sales(number)
    const costOfSales = cost - opening.costOfSales(number)
    sums.push({ group, onHand, value, openingValue, sales, costOfSales })
  }
  return sums
}

/** 1 for each group with a record of now that holds something other than nothing, or did before. */
function groupsWithAny(before: Figures | undefined, now: Figures, groupOf: Int32Array): Uint8Array {
  const some = new Uint8Array(groupOf.reduce((most, group) => Math.max(most, group), 0) + 1)
  const isSome = (row: number) =>
    figures.some((figure) => now.columns[figure][row] !== 0) ||
    (before?.there[row] === 1 && (before.columns.onHand[row] !== 0 || before.columns.value[row] !== 0))
  for (let row = 0; row < now.there.length; row++)
    if (now.there[row] === 1 && isSome(row)) some[groupOf[row] ?? 0] = 1
  return some
}
