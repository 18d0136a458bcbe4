import { type BranchAttributes, stockRecords } from '@tidemark/domain'
import { initialRecord, type Micros, toMicros } from '@tidemark/projection'
import type { ItemRecords } from '../view/level.ts'

/** How an item stands at one branch. */
export interface BranchStand {
  readonly onHand: Micros
  /** In force at the branch. */
  readonly minimum: Micros | null
}

/** Something still to come on a line of a purchase order. */
export interface OpenLine {
  readonly purchaseOrder: string
  readonly branch: string | null
}

/** What triggers ask of an item at a moment. */
export interface Stand {
  readonly branches: ReadonlyMap<string, BranchStand>
  readonly openLines: readonly OpenLine[]
  /** The value of an attribute, the branch's own where it differs there; several for a list, none where it is not set. */
  readonly attribute: (name: ItemAttribute, branch: string | undefined) => readonly unknown[]
}

/** Attributes of an item a trigger may ask for. */
export const itemAttributes = [
  'name',
  'unit',
  'group',
  'section',
  'vendor',
  'taxable',
  'discountCode',
  'priceMatrix',
  'merchandising',
] as const

export type ItemAttribute = (typeof itemAttributes)[number]

/** An item of which nothing is known yet. */
export const NO_STAND: Stand = { branches: new Map(), openLines: [], attribute: () => [] }

const undefinedItem = initialRecord(stockRecords.item)

/** How an item stands by its records, which may change afterwards. */
export function standOf(records: ItemRecords): Stand {
  const item = records.item.find('item') ?? undefinedItem
  const own = new Map<string, unknown>(itemAttributes.map((name) => [name, item[name]]))
  const overrides = new Map<string, BranchAttributes>()
  records.override.each((branch, { attributes }) => overrides.set(branch, attributes))
  const branches = new Map<string, BranchStand>()
  records.branch.each((branch, { onHand }) => {
    const there = overrides.get(branch)?.minimum
    branches.set(branch, { onHand, minimum: typeof there === 'string' ? toMicros(there) : item.minimum })
  })
  return {
    branches,
    openLines: openLinesOf(records),
    attribute: (name, branch) => {
      const there = branch === undefined ? undefined : overrides.get(branch)?.[name]
      const value = there ?? own.get(name) ?? []
      return Array.isArray(value) ? value : [value]
    },
  }
}

/** What is still to come of an item, by its purchase orders. */
export function openLinesOf(records: ItemRecords): readonly OpenLine[] {
  const open: OpenLine[] = []
  records.order.each((_key, { purchaseOrder, branch, status, ordered, received }) => {
    if (purchaseOrder !== null && status === 'ordered' && received < ordered) {
      open.push({ purchaseOrder, branch })
    }
  })
  return open
}
