import type { Micros } from '@tidemark/projection'
import type { GroupKey, Groups } from '../view/groups.ts'
import type { StockView } from '../view/view.ts'
import { type Columns, figures, type GroupTotals, totalsOf, wanted } from './group-totals.ts'
import { type KeptPoints, type Point, pointAt } from './point.ts'

/** What the records of a group come to at the end of a period, in micros; sales and their cost in the period. */
export interface GroupSum {
  /** The number of the group. */
  readonly group: number
  readonly onHand: Micros
  readonly value: Micros
  /** At the start of the period, of the same records. */
  readonly openingValue: Micros
  readonly sales: Micros
  readonly costOfSales: Micros
}

/**
 * Sums by group at instants in ascending order, each of a view of its own; the first instant is where the others start
 * from. A group without anything at an instant and the one before has no sum there.
 */
export function* sumsAt(
  instants: readonly number[],
  groups: Groups,
  kept: KeptPoints,
  viewAt: (instant: number) => StockView,
): Generator<void, readonly (readonly GroupSum[])[]> {
  const sums: (readonly GroupSum[])[] = []
  let before: Point | undefined
  for (const instant of instants) {
    const now = pointAt(yield* viewAt(instant).buildingColumns(wanted), groups, kept)
    if (before !== undefined)
      sums.push(sumsOf(opening(before, now, groups), now, before.columns, groups.keys))
    before = now
    yield
  }
  return sums
}

/** The sums of the records of now alone, in the groups of now, as they were before. */
function opening(before: Point, now: Point, { keys }: Groups): GroupTotals {
  return before.groups === now.groups && isWithin(before.there, now.there)
    ? before.totals
    : totalsOf(before.columns, bothThere(before.there, now.there), now.groups.of, keys.length)
}

/** Rows that were there are there still. */
function isWithin(before: Uint8Array, now: Uint8Array): boolean {
  if (before.length > now.length) return false
  const [past, present] = [inFours(before), inFours(now)]
  let gone = 0
  for (let four = 0; four < past.length; four++) gone |= (past[four] ?? 0) & ~(present[four] ?? 0)
  for (let row = past.length * 4; row < before.length; row++) gone |= (before[row] ?? 0) & ~(now[row] ?? 0)
  return gone === 0
}

/** The same bytes, four in a number, without those that are left over. */
function inFours({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, Math.floor(length / 4))
}

function bothThere(before: Uint8Array, now: Uint8Array): Uint8Array {
  return before.map((isThere, row) => isThere & (now[row] ?? 0))
}

const [ON_HAND, VALUE, SALES, COST_OF_SALES] = [
  figures.indexOf('onHand'),
  figures.indexOf('value'),
  figures.indexOf('sales'),
  figures.indexOf('costOfSales'),
]

function sumsOf(
  opening: GroupTotals,
  { columns, groups, totals: closing }: Point,
  before: Columns,
  keys: readonly GroupKey[],
): readonly GroupSum[] {
  const isAny = anyIn(before, columns, groups.of)
  const sums: GroupSum[] = []
  for (let group = 0; group < keys.length; group++) {
    const [onHand, value] = [closing.sum(group, ON_HAND), closing.sum(group, VALUE)]
    const [sold, cost] = [closing.sum(group, SALES), closing.sum(group, COST_OF_SALES)]
    const openingValue = opening.sum(group, VALUE)
    const isSome =
      onHand !== 0n ||
      value !== 0n ||
      sold !== 0n ||
      cost !== 0n ||
      openingValue !== 0n ||
      opening.sum(group, ON_HAND) !== 0n
    // Everything together has a sum, even of nothing.
    if (!isSome && keys[group]?.length !== 0 && !isAny(group)) continue
    sums.push({
      group,
      onHand,
      value,
      openingValue,
      sales: sold - opening.sum(group, SALES),
      costOfSales: cost - opening.sum(group, COST_OF_SALES),
    })
  }
  return sums
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
