import type { Context, Draft, RecordOf } from '@tidemark/projection'
import type { Company } from '../costing/policy.ts'
import type { InventoryRecipes } from '../projecting/inventory-projection.ts'
import type { FoldAnomaly, StockEffect } from './effects.ts'
import type { stockRecords } from './records.ts'

export type StockRecords = typeof stockRecords
export type StockDraft = Draft<StockRecords>
export type StockContext = Context<Company, StockEffect>
export type BranchRecord = RecordOf<StockRecords['branch']>
export type ItemRecord = RecordOf<StockRecords['item']>

/** Recipes by type of fact. */
export type StockRecipes = InventoryRecipes<StockRecords, StockEffect>

/** The item's own record. */
export function itemOf(draft: StockDraft): ItemRecord {
  return draft.item.at('item')
}

/** Tells what the fold found odd, if someone listens. */
export function tellAnomaly(context: StockContext, code: FoldAnomaly, detail: string): void {
  context.emit?.({ effect: 'anomaly', code, detail })
}
