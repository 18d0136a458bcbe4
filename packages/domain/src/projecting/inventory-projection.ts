import {
  type Context,
  type Draft,
  defineProjection,
  type Kinds,
  type Projection,
  type Recipe,
} from '@tidemark/projection'
import type { Fact, FactOf, KnownEvent } from '../corrections/known-event.ts'
import type { Company } from '../costing/policy.ts'
import { ofItems } from './of-items.ts'

/** Recipes by type of fact, each given facts of its own type. Those of no item are given to every item that has begun. */
export type InventoryRecipes<K extends Kinds, Effect> = {
  readonly [T in Fact['type']]?: (draft: Draft<K>, fact: FactOf<T>, context: Context<Company, Effect>) => void
}

/** What a projection of inventory events says for itself. */
export interface InventoryProjectionInput<K extends Kinds, Effect> {
  readonly name: string
  /** Raised when the records or what they mean change. */
  readonly version: number
  /** What is kept of each item. */
  readonly records: K
  readonly on: InventoryRecipes<K, Effect>
  /** Shortcuts past the recipes of some types, for where nobody listens. Without them the answers are the same. */
  readonly shortcuts?: Projection<KnownEvent, Fact, Company, K, Effect>['shortcuts']
}

/**
 * Declares a projection of inventory events, item by item: corrections are applied before it folds, and what the company has
 * set is in its context.
 *
 * @example
 * const unitsByWeekday = inventoryProjection({
 *   name: 'units by weekday',
 *   version: 1,
 *   records: { day: { units: micros } },
 *   on: {
 *     StockSold: (draft, { occurredAt, quantity }) => {
 *       draft.day.at(String(new Date(occurredAt).getUTCDay())).units += quantity
 *     },
 *   },
 * })
 */
export function inventoryProjection<const K extends Kinds, Effect = never>({
  on,
  ...own
}: InventoryProjectionInput<K, Effect>): Projection<KnownEvent, Fact, Company, K, Effect> {
  // Whoever folds hands each recipe the facts of its own type only.
  const recipes = on as { readonly [type: string]: Recipe<K, Fact | KnownEvent, Company, Effect> | undefined }
  return defineProjection({ ...ofItems, ...own, on: recipes })
}
