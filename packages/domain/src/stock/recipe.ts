import type { Context, Draft, Recipe, RecordOf } from '@tidemark/projection'
import type { Fact, FactOf } from '../corrections/known-event.ts'
import type { Company } from '../costing/policy.ts'
import type { FoldAnomaly, StockEffect } from './effects.ts'
import type { stockRecords } from './records.ts'

export type StockRecords = typeof stockRecords
export type StockDraft = Draft<StockRecords>
export type StockContext = Context<Company, StockEffect>
export type BranchRecord = RecordOf<StockRecords['branch']>
export type ItemRecord = RecordOf<StockRecords['item']>

/** What one type of fact does to its item. */
export type StockRecipe<T extends Fact['type']> = (
  draft: StockDraft,
  fact: FactOf<T>,
  context: StockContext,
) => void

/** Recipes by type of fact, as the projection asks for them. */
export type StockRecipes = { readonly [T in Fact['type']]?: StockRecipe<T> }

/** The recipes as the engine calls them: it hands each one the facts of its own type only. */
export function asRecipes(recipes: StockRecipes): {
  readonly [type: string]: Recipe<StockRecords, Fact, Company, StockEffect>
} {
  return recipes as { [type: string]: Recipe<StockRecords, Fact, Company, StockEffect> }
}

/** The item's own record. */
export function itemOf(draft: StockDraft): ItemRecord {
  return draft.item.at('item')
}

/** Tells what the fold found odd, if someone listens. */
export function tellAnomaly(context: StockContext, code: FoldAnomaly, detail: string): void {
  context.emit?.({ effect: 'anomaly', code, detail })
}
