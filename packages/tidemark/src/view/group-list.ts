import type { StockColumns } from './view.ts'

/** Which groups records are in, and what that follows from. */
export interface GroupList {
  /** By row of a branch's record: the number of its group; {@link NO_GROUP} where no view had the record so far. */
  of: Int32Array
  /** Of each attribute of items that matters, by row of an item's record: the number of its text. */
  readonly attributes: Int32Array[]
  /** Items whose records do not tell all of it: what differs by branch does not stand there. */
  readonly unsure: Set<string>
}

export const NO_GROUP = -1
const NO_TEXT = -1
/** Of an item that no view had so far. */
const UNKNOWN = -2

export function emptyList(): GroupList {
  return { of: new Int32Array(0), attributes: [], unsure: new Set() }
}

/** Makes room for rows, which are in no group yet. */
export function growList(list: GroupList, rows: number): void {
  list.of = grown(list.of, rows, NO_GROUP)
}

/** Notes the groups of records that are in none so far. */
export function addGroups({ of }: GroupList, groups: Int32Array): void {
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row] ?? NO_GROUP
    if (group !== NO_GROUP) of[row] = group
  }
}

/**
 * Compares the attributes of items with a list and notes those it did not know.
 *
 * @param texts of each attribute, the numbers of texts by row
 * @returns the items that have others, by their place in the view
 */
export function itemsElsewhere(
  list: GroupList,
  columns: StockColumns,
  texts: readonly Int32Array[],
): ReadonlySet<number> {
  const there = columns.there('item')
  const elsewhere = new Set<number>()
  for (const [at, ofRows] of texts.entries()) {
    const known = grown(list.attributes[at] ?? new Int32Array(0), there.length, UNKNOWN)
    list.attributes[at] = known
    for (let row = 0; row < there.length; row++) {
      if (there[row] !== 1) continue
      const text = Math.max(ofRows[row] ?? NO_TEXT, NO_TEXT)
      if (known[row] === UNKNOWN) known[row] = text
      else if (known[row] !== text) elsewhere.add(row)
    }
  }
  const places = new Set<number>()
  if (elsewhere.size > 0)
    columns.eachRow('item', (item, _, row) => {
      if (elsewhere.has(row)) places.add(item)
    })
  return places
}

/**
 * The items without a record of their own, by their place in the view, where the list knows attributes of some that have
 * none here: what it tells of their branches was so when they had.
 */
export function placesWithoutOwn({ attributes }: GroupList, columns: StockColumns): ReadonlySet<number> {
  const there = columns.there('item')
  const isAnyGone = attributes.some((known) => known.some((text, row) => text > NO_TEXT && there[row] !== 1))
  const without = new Set<number>()
  if (!isAnyGone) return without
  const hasOwn = new Uint8Array(columns.units.length)
  columns.eachRow('item', (item) => {
    hasOwn[item] = 1
  })
  for (const item of columns.listed('branch').units) if (hasOwn[item] !== 1) without.add(item)
  return without
}

/** Whether the list lacks a record that is there. */
export function lacksOne({ of }: GroupList, there: Uint8Array): boolean {
  if (!of.includes(NO_GROUP)) return false
  for (let row = 0; row < there.length; row++) if (there[row] === 1 && of[row] === NO_GROUP) return true
  return false
}

/** The places of the items of a list that may be in other groups than their attributes tell. */
export function placesUnsure({ unsure }: GroupList, units: readonly string[]): readonly number[] {
  if (unsure.size === 0) return []
  return [...units.entries()].filter(([, item]) => unsure.has(item)).map(([place]) => place)
}

function grown(numbers: Int32Array, length: number, fill: number): Int32Array {
  if (numbers.length >= length) return numbers
  const larger = new Int32Array(length).fill(fill)
  larger.set(numbers)
  return larger
}
