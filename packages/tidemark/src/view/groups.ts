import {
  addGroups,
  emptyList,
  type GroupList,
  growList,
  itemsElsewhere,
  lacksOne,
  NO_GROUP,
  placesUnsure,
  placesWithoutOwn,
} from './group-list.ts'
import type { Grouping } from './totals.ts'
import type { StockColumns } from './view.ts'

/** What rows are gathered by, in the order asked for; `null` where an item is in none. */
export type GroupKey = readonly (string | null)[]

/** The groups met so far, each with a number: what is added up for it stands in a list under that number. */
export interface Groups {
  /** By number. */
  readonly keys: readonly GroupKey[]
  /**
   * What the records of a view are in: a list of before, the last one when none is given, as long as none of its records
   * was elsewhere, and else another. What the list did not know is noted in it.
   */
  of(columns: StockColumns, before?: GroupList): GroupList
}

/** Groupings that are attributes of items. */
const attributes = ['group', 'section', 'vendor'] as const

/** What it takes of records beside those of branches to tell their groups. */
export const wantedByGroups = { item: attributes, override: ['attributes'] } as const

/** No groups yet, but for the only one when rows are gathered by nothing. */
export function groupsBy(by: readonly Grouping[]): Groups {
  const { keys, numberOf } = numbering(by)
  const asked = attributes.filter((attribute) => by.includes(attribute))
  const isByItems = asked.length > 0
  let latest = emptyList()

  return {
    keys,
    of: (columns, before = latest) => {
      const there = columns.there('branch')
      growList(before, there.length)
      // All are in the only group there is.
      if (by.length === 0) before.of.fill(0)
      const texts = asked.map((attribute) => columns.textNumbers('item', attribute))
      const elsewhere = itemsElsewhere(before, columns, texts)
      const differences = isByItems ? differencesIn(columns) : new Map<number, ByBranch>()
      const unsure = new Set([
        ...differences.keys(),
        ...placesUnsure(before, columns.units),
        ...placesWithoutOwn(before, columns),
      ])
      if (elsewhere.size + unsure.size === 0 && !lacksOne(before, there)) return before
      const own = attributesOfItems(columns)
      const { rows, units, keys: branches } = columns.listed('branch')
      const found = new Int32Array(there.length).fill(NO_GROUP)
      let isOther = elsewhere.size > 0
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] ?? 0
        const item = units[at] ?? 0
        const last = before.of[row] ?? NO_GROUP
        if (last !== NO_GROUP && !elsewhere.has(item) && !unsure.has(item)) {
          found[row] = last
          continue
        }
        const branch = branches[at] ?? ''
        const differs = differences.size === 0 ? undefined : differences.get(item)?.get(branch)
        if (isByItems && (differs !== undefined || !own.isThere(item)))
          before.unsure.add(columns.units[item] ?? '')
        const group = numberOf((grouping) => {
          if (grouping === 'item') return columns.units[item] ?? ''
          if (grouping === 'branch') return branch
          const other = differs?.[grouping]
          return typeof other === 'string' ? other : own.read(item, grouping)
        })
        found[row] = group
        isOther ||= last !== NO_GROUP && last !== group
      }
      latest = before
      if (isOther) {
        latest = { of: found, attributes: [], unsure: new Set(before.unsure) }
        itemsElsewhere(latest, columns, texts)
      } else addGroups(before, found)
      return latest
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

/** The attributes of items, by their place in the view. */
interface ItemAttributes {
  isThere(item: number): boolean
  /** `null` where there is none. */
  read(item: number, attribute: (typeof attributes)[number]): string | null
}

function attributesOfItems(columns: StockColumns): ItemAttributes {
  const fields = columns.fields('item')
  const rowOf = new Int32Array(columns.units.length).fill(-1)
  columns.eachRow('item', (item, _, row) => {
    rowOf[item] = row
  })
  return {
    isThere: (item) => (rowOf[item] ?? -1) >= 0,
    read: (item, attribute) => {
      const row = rowOf[item] ?? -1
      return row < 0 ? null : fields[attribute](row)
    },
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
