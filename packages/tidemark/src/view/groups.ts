import type { ItemRecords } from './level.ts'
import type { Grouping } from './totals.ts'

/** What rows are gathered by, in the order asked for; `null` where an item is in none. */
export type GroupKey = readonly (string | null)[]

/** The groups met so far, each with a number: what is added up for it stands in a list under that number. */
export interface Groups {
  /** By number. */
  readonly keys: readonly GroupKey[]
  /** For one item: the number of the group it is in at a branch. */
  ofItem(item: string, records: ItemRecords): (branch: string) => number
}

/** Values of one grouping after another, down to the number of the group. */
type Tree = Map<string | null, Tree | number>

/** No groups yet, but for the only one when rows are gathered by nothing. */
export function groupsBy(by: readonly Grouping[]): Groups {
  const keys: GroupKey[] = by.length === 0 ? [[]] : []
  const tree: Tree = new Map()
  const numberOf = (partOf: (grouping: Grouping) => string | null): number => {
    let at = tree
    for (const grouping of by) {
      const value = partOf(grouping)
      const next = at.get(value)
      if (typeof next === 'number') return next
      if (next !== undefined) at = next
      else if (grouping === by.at(-1)) {
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
  return {
    keys,
    ofItem: (item, records) => {
      const definition = records.item.find('item')
      // Asked of the record once: its fields are looked up anew each time.
      const own = { group: definition?.group, section: definition?.section, vendor: definition?.vendor }
      const differs = records.override.keys().length > 0
      return (branch) =>
        numberOf((grouping) => {
          if (grouping === 'item') return item
          if (grouping === 'branch') return branch
          const there = differs ? records.override.find(branch)?.attributes[grouping] : undefined
          return typeof there === 'string' ? there : (own[grouping] ?? null)
        })
    },
  }
}
