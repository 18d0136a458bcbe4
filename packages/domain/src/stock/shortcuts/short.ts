import {
  defineShortcut,
  type Numbers,
  type NumbersOf,
  type Shortcut,
  type ShortFact,
  type ShortFields,
} from '@tidemark/projection'
import type { Company } from '../../costing/policy.ts'
import type { StockRecords } from '../recipe.ts'

export type StockNumbers = Numbers<StockRecords>
export type BranchNumbers = NumbersOf<StockRecords['branch']>
export type ItemNumbers = NumbersOf<StockRecords['item']>

/** Shortcuts by type of fact, as the projection asks for them. */
export type StockShortcuts = { readonly [type: string]: Shortcut<StockRecords, Company> }

/** Fields of facts that no recipe of stock looks at. */
const IGNORED = [
  'id',
  'type',
  'item',
  'position',
  'recordedAt',
  'occurredAt',
  'document',
  'line',
  'actor',
  'reason',
  'note',
  'tags',
  'entered',
  'late',
  'customer',
  'supplier',
] as const

/** A shortcut of stock. */
export function short<const Reads extends ShortFields>(
  reads: Reads,
  fold: (records: StockNumbers, fact: ShortFact<Reads>, company: Company) => boolean,
  ignores: readonly string[] = [],
): Shortcut<StockRecords, Company> {
  return defineShortcut({ reads, ignores: [...IGNORED, ...ignores], fold })
}

/** The item, where its stock is kept branch by branch and its quantity is tracked: all others are left to recipes. */
export function trackedItem(records: StockNumbers, { policy }: Company): Readonly<ItemNumbers> | undefined {
  if (policy.averageScope !== 'branch' || records.pool.has('pool')) return undefined
  const item = records.item.find('item')
  return item?.tracksQuantity === 1 ? item : undefined
}

/** A branch to be changed by a movement; none where a count is open there, which has to be told. */
export function movedBranch(records: StockNumbers, branch: string): BranchNumbers | undefined {
  return records.count.has(branch) ? undefined : records.branch.make(branch)
}

/** The first of two numbers that is there. */
export function either(first: number, second: number): number {
  return Number.isNaN(first) ? second : first
}
