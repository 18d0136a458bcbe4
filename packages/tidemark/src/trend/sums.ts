import type { StockRecords } from '@tidemark/domain'
import type { Micros } from '@tidemark/projection'
import type { OnlyFields, ViewColumns } from '@tidemark/timeline'
import { exactSums } from '../view/exact-sums.ts'
import type { GroupKey, Groups } from '../view/groups.ts'
import type { StockView } from '../view/view.ts'

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

type Columns = ViewColumns<OnlyFields<StockRecords, typeof wanted>>

/** What is added up: sales and their cost since the beginning. */
const figures = wanted.branch

type Totals = Readonly<Record<(typeof figures)[number], readonly Micros[]>>

/** How things stood at an instant: the sums by group, and how often rows had changed groups by then. */
interface Point {
  readonly columns: Columns
  readonly totals: Totals
  readonly moves: number
}

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
    const groupOf = groups.of(columns)
    const there = columns.there('branch')
    const now = { columns, totals: totalsOf(columns, there, groupOf, groups), moves: groups.moves }
    if (before !== undefined) {
      const past = before.columns.there('branch')
      // Of the records of now alone, in the groups of now.
      const opening =
        before.moves === now.moves && isWithin(past, there)
          ? before.totals
          : totalsOf(before.columns, bothThere(past, there), groupOf, groups)
      sums.push(sumsOf(opening, now.totals, groups, anyIn(before.columns, columns, groupOf)))
    }
    before = now
    yield
  }
  return sums
}

/** Rows that were there are there still. */
function isWithin(before: Uint8Array, now: Uint8Array): boolean {
  let gone = 0
  for (let row = 0; row < before.length; row++) gone |= (before[row] ?? 0) & ~(now[row] ?? 0)
  return gone === 0
}

function bothThere(before: Uint8Array, now: Uint8Array): Uint8Array {
  return before.map((isThere, row) => isThere & (now[row] ?? 0))
}

/** So many rows are added up as doubles at once, as long as that is exact. */
const ROWS_AT_ONCE = 16_384

/** The sums by group of the rows that are there. */
function totalsOf(columns: Columns, there: Uint8Array, groupOf: Int32Array, { keys }: Groups): Totals {
  const cells = figures.map((figure) => columns.doubles('branch', figure))
  const totals = figures.map(() => exactSums())
  const sums = new Float64Array(keys.length * figures.length)
  for (let from = 0; from < there.length; from += ROWS_AT_ONCE) {
    const to = Math.min(from + ROWS_AT_ONCE, there.length)
    // As long as all sizes together are no more than that, no sum on the way was.
    if (addRows(cells, there, groupOf, from, to, sums) <= Number.MAX_SAFE_INTEGER) {
      for (const [at, total] of totals.entries())
        for (let group = 0; group < keys.length; group++) {
          const sum = sums[group * figures.length + at] ?? 0
          if (sum !== 0) total.add(group, sum)
        }
    } else {
      const exact = columns.fields('branch')
      for (let row = from; row < to; row++)
        if (there[row] === 1)
          for (const [at, figure] of figures.entries())
            totals[at]?.addMicros(groupOf[row] ?? 0, exact[figure](row))
    }
    sums.fill(0)
  }
  const totalOf = (at: number) => keys.map((_, group) => totals[at]?.total(group) ?? 0n)
  return { onHand: totalOf(0), value: totalOf(1), sales: totalOf(2), costOfSales: totalOf(3) }
}

/** Adds up some rows, all figures of a group side by side; the sizes of all of them together. */
function addRows(
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
    const at = (groupOf[row] ?? 0) * 4
    const quantity = onHand[row] ?? 0
    const amount = value[row] ?? 0
    const sold = sales[row] ?? 0
    const cost = costOfSales[row] ?? 0
    sums[at] = (sums[at] ?? 0) + quantity
    sums[at + 1] = (sums[at + 1] ?? 0) + amount
    sums[at + 2] = (sums[at + 2] ?? 0) + sold
    sums[at + 3] = (sums[at + 3] ?? 0) + cost
    sizes += Math.abs(quantity) + Math.abs(amount) + Math.abs(sold) + Math.abs(cost)
  }
  return sizes
}

const NONE = new Float64Array(0)

function sumsOf(
  opening: Totals,
  closing: Totals,
  { keys }: Groups,
  isAny: (group: number) => boolean,
): readonly GroupSum[] {
  return keys.flatMap((group, number) => {
    const [onHand, value] = [closing.onHand[number] ?? 0n, closing.value[number] ?? 0n]
    const openingValue = opening.value[number] ?? 0n
    const [sold, cost] = [closing.sales[number] ?? 0n, closing.costOfSales[number] ?? 0n]
    const isSome = [onHand, value, opening.onHand[number] ?? 0n, openingValue, sold, cost].some(
      (sum) => sum !== 0n,
    )
    // Everything together has a sum, even of nothing.
    if (!isSome && group.length > 0 && !isAny(number)) return []
    return {
      group,
      onHand,
      value,
      openingValue,
      sales: sold - (opening.sales[number] ?? 0n),
      costOfSales: cost - (opening.costOfSales[number] ?? 0n),
    }
  })
}

/** Whether a group that comes to nothing is made of something: a record of now that is not all zero, or was not before. */
function anyIn(before: Columns, now: Columns, groupOf: Int32Array): (group: number) => boolean {
  let found: Set<number> | undefined
  return (group) => {
    found ??= groupsWithAny(before, now, groupOf)
    return found.has(group)
  }
}

function groupsWithAny(before: Columns, now: Columns, groupOf: Int32Array): Set<number> {
  const past = before.there('branch')
  const there = now.there('branch')
  const ofNow = figures.map((figure) => now.doubles('branch', figure))
  const ofBefore = [before.doubles('branch', 'onHand'), before.doubles('branch', 'value')]
  const found = new Set<number>()
  for (let row = 0; row < there.length; row++) {
    if (there[row] !== 1) continue
    const isSome =
      ofNow.some((column) => column[row] !== 0) ||
      (past[row] === 1 && ofBefore.some((column) => column[row] !== 0))
    if (isSome) found.add(groupOf[row] ?? 0)
  }
  return found
}
