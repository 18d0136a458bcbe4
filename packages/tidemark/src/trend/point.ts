import { type GroupList, NO_GROUP } from '../view/group-list.ts'
import type { Groups } from '../view/groups.ts'
import { type Columns, type GroupTotals, totalsAfter, totalsOf } from './group-totals.ts'

/** How things stand at an instant: the groups that records are in, and their sums. */
export interface Point {
  readonly columns: Columns
  /** 1 in the rows of branches' records that are there. */
  readonly there: Uint8Array
  readonly groups: GroupList
  readonly totals: GroupTotals
}

/** What was added up at moments of which a timeline keeps all records: what comes after one is added up from there. */
export type KeptPoints = WeakMap<object, Omit<Point, 'columns'>>

/** Adding up what changed since a moment takes less time than adding up all, when it is at most this share of the records. */
const SHARE_CHANGED = 1 / 2
/** Sums of groups are much less than the records themselves, when there are at most this share of them. */
const SHARE_OF_GROUPS = 1 / 8
/** So few of either are never too many. */
const FEW = 64

/** Adds up the records of a view by group. */
export function pointAt(columns: Columns, groups: Groups, kept: KeptPoints): Point {
  return pointSince(columns, groups, kept) ?? pointOf(columns, groups)
}

function pointOf(columns: Columns, groups: Groups): Point {
  const there = columns.there('branch')
  const list = groups.of(columns)
  return { columns, there, groups: list, totals: totalsOf(columns, there, list.of, groups.keys.length) }
}

/** On from a moment before; `undefined` where that takes as long. */
function pointSince(columns: Columns, groups: Groups, kept: KeptPoints): Point | undefined {
  const { since } = columns
  if (since === undefined) return undefined
  const changed = since.changed('branch')
  const there = columns.there('branch')
  if (changed.length > Math.max(FEW, there.length * SHARE_CHANGED)) return undefined
  if (groups.keys.length > Math.max(FEW, there.length * SHARE_OF_GROUPS)) return undefined
  const then = kept.get(since.moment) ?? keep(pointOf(since.columns, groups), since.moment, kept)
  const list = isRegrouped(since, changed, then.groups) ? groups.of(columns, then.groups) : then.groups
  if (list !== then.groups) return undefined
  const changes = {
    before: { rows: rowsThere(changed, then.there), columns: since.columns },
    now: { rows: rowsThere(changed, there), columns },
  }
  const totals = totalsAfter(then.totals, changes, list.of, groups.keys.length)
  return totals && { columns, there, groups: list, totals }
}

/** Whether what records are in groups by changed, or there are records that no view had so far. */
function isRegrouped(
  { changed }: NonNullable<Columns['since']>,
  branches: Uint32Array,
  { of, unsure }: GroupList,
): boolean {
  if (unsure.size > 0 || changed('item').length > 0 || changed('override').length > 0) return true
  for (let at = 0; at < branches.length; at++)
    if ((of[branches[at] ?? 0] ?? NO_GROUP) === NO_GROUP) return true
  return false
}

function keep({ there, groups, totals }: Point, moment: object, kept: KeptPoints): Omit<Point, 'columns'> {
  // Without the columns, which take far more memory.
  const point = { there, groups, totals }
  kept.set(moment, point)
  return point
}

function rowsThere(rows: Uint32Array, there: Uint8Array): Uint32Array {
  let count = 0
  for (let at = 0; at < rows.length; at++) count += there[rows[at] ?? 0] ?? 0
  // Mostly all: of the same list nothing has to be looked up.
  return count === rows.length ? rows : rows.filter((row) => there[row] === 1)
}
