import type { Grouping } from './totals.ts'
import type { StockColumns } from './view.ts'

/** What rows are gathered by, in the order asked for; `null` where an item is in none. */
export type GroupKey = readonly (string | null)[]

/** The groups met so far, each with a number: what is added up for it stands in a list under that number. */
export interface Groups {
  /** By number. */
  readonly keys: readonly GroupKey[]
  /**
   * By row of a branch's record, of those that are there: the number of the group it is in. The same list is lent again
   * and again, for views of one timeline, and only what changed since is looked up anew.
   */
  of(columns: StockColumns): Int32Array
  /** How often a row that was in a group came to be in another. */
  readonly moves: number
}

/** Groupings that are attributes of items. */
const attributes = ['group', 'section', 'vendor'] as const

const NO_GROUP = -1

/** No groups yet, but for the only one when rows are gathered by nothing. */
export function groupsBy(by: readonly Grouping[]): Groups {
  const { keys, numberOf } = numbering(by)
  const asked = attributes.filter((attribute) => by.includes(attribute))
  /** By row of an item's record: the numbers of its attributes, as of the last time. */
  const known = asked.map(() => new Int32Array(0))
  let moves = 0
  let lastDiffering = new Set<string>()
  let groupOf = new Int32Array(0)

  /** The items whose attributes are not what they were, by their place in the view. */
  function changedItems(columns: StockColumns, differing: ReadonlySet<string>): ReadonlySet<number> {
    const changed = new Set<number>()
    const there = columns.there('item')
    for (const [index, attribute] of asked.entries()) {
      const before = known[index] ?? new Int32Array(0)
      const now = numbersThere(columns.textNumbers('item', attribute), there)
      known[index] = now
      if (isSame(before, now)) continue
      columns.eachRow('item', (item, _, row) => {
        if (before[row] !== now[row]) changed.add(item)
      })
    }
    if (differing.size + lastDiffering.size > 0)
      for (const [item, key] of columns.units.entries())
        if (differing.has(key) || lastDiffering.has(key)) changed.add(item)
    return changed
  }

  return {
    keys,
    get moves() {
      return moves
    },
    of: (columns) => {
      const there = columns.there('branch')
      if (groupOf.length < there.length) groupOf = grown(groupOf, there.length)
      if (by.length === 0) return groupOf.fill(0)
      const differences = asked.length === 0 ? new Map() : differencesIn(columns)
      const differing = new Set([...differences.keys()].map((item) => columns.units[item] ?? ''))
      const changed = changedItems(columns, differing)
      lastDiffering = differing
      if (changed.size === 0 && !lacksOne(there, groupOf)) return groupOf
      const own = attributesOfItems(columns)
      const { rows, units, keys: branches } = columns.listed('branch')
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] ?? 0
        const before = groupOf[row] ?? NO_GROUP
        if (before !== NO_GROUP && changed.size === 0) continue
        const item = units[at] ?? 0
        if (before !== NO_GROUP && !changed.has(item)) continue
        const branch = branches[at] ?? ''
        const group = numberOf((grouping) => {
          if (grouping === 'item') return columns.units[item] ?? ''
          if (grouping === 'branch') return branch
          const differs = differences.get(item)?.get(branch)?.[grouping]
          return typeof differs === 'string' ? differs : own(item, grouping)
        })
        groupOf[row] = group
        if (before !== NO_GROUP && before !== group) moves++
      }
      return groupOf
    },
  }
}

/** Values of one grouping after another, down to the number of the group. */
type Tree = Map<string | null, Tree | number>

function numbering(by: readonly Grouping[]) {
  const keys: GroupKey[] = by.length === 0 ? [[]] : []
  const tree: Tree = new Map()
  const numberOf = (partOf: (grouping: Grouping) => string | null): number => {
    let at = tree
    for (const [depth, grouping] of by.entries()) {
      const value = partOf(grouping)
      const next = at.get(value)
      if (typeof next === 'number') return next
      if (next !== undefined) at = next
      else if (depth === by.length - 1) {
        at.set(value, keys.length)
        return keys.push(by.map(partOf)) - 1
      } else {
        const deeper: Tree = new Map()
        at.set(value, deeper)
        at = deeper
      }
    }
    return 0
  }
  return { keys, numberOf }
}

function grown(numbers: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length).fill(NO_GROUP)
  larger.set(numbers)
  return larger
}

/** The numbers of texts where there is a record, else that of none. */
function numbersThere(numbers: Int32Array, there: Uint8Array): Int32Array<ArrayBuffer> {
  const found = new Int32Array(there.length).fill(-1)
  for (let row = 0; row < found.length; row++) if (there[row] === 1) found[row] = numbers[row] ?? -1
  return found
}

function isSame(before: Int32Array, now: Int32Array): boolean {
  return before.length === now.length && before.every((number, row) => number === now[row])
}

function lacksOne(there: Uint8Array, groupOf: Int32Array): boolean {
  for (let row = 0; row < there.length; row++) if (there[row] === 1 && groupOf[row] === NO_GROUP) return true
  return false
}

/** Reads the attributes of items, by their place in the view. */
function attributesOfItems(
  columns: StockColumns,
): (item: number, attribute: (typeof attributes)[number]) => string | null {
  const fields = columns.fields('item')
  const rowOf = new Int32Array(columns.units.length).fill(-1)
  columns.eachRow('item', (item, _, row) => {
    rowOf[item] = row
  })
  return (item, attribute) => {
    const row = rowOf[item] ?? -1
    return row < 0 ? null : fields[attribute](row)
  }
}

type ByBranch = Map<string, { readonly [attribute: string]: unknown }>

/** By place of the item and branch: the attributes that differ there. */
function differencesIn(columns: StockColumns): ReadonlyMap<number, ByBranch> {
  const found = new Map<number, ByBranch>()
  const { attributes: differ } = columns.fields('override')
  columns.eachRow('override', (item, branch, row) => {
    const ofItem: ByBranch = found.get(item) ?? new Map()
    found.set(item, ofItem.set(branch, differ(row)))
  })
  return found
}
