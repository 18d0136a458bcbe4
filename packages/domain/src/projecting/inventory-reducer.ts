import { defineReducer, type Reduce, type Reducer } from '@tidemark/projection'
import type { Fact, FactOf, KnownEvent } from '../corrections/known-event.ts'
import type { Company } from '../costing/policy.ts'
import { ofItems } from './of-items.ts'

/** What a host's own reducer says for itself. */
export interface InventoryReducerInput<State, Effect> {
  readonly name: string
  /** Raised when the state or what it means changes. */
  readonly version: number
  /** The state of an item before anything happened: plain data. */
  readonly initial: State
  /** One function a type of fact, each given facts of its own type. Those of no item are given to every item that has begun. */
  readonly on: { readonly [T in Fact['type']]?: Reduce<State, FactOf<T>, Company, Effect> }
}

/**
 * Declares a reducer of inventory events, item by item, to a state of any shape: as {@link inventoryProjection}, without a list
 * of fields.
 *
 * @example
 * const lastBuyers = inventoryReducer({
 *   name: 'last buyers',
 *   version: 1,
 *   initial: [] as readonly string[],
 *   on: {
 *     StockSold: (buyers, { customer }) => (customer === undefined ? undefined : [customer, ...buyers].slice(0, 3)),
 *   },
 * })
 */
export function inventoryReducer<State, Effect = never>({
  on,
  ...own
}: InventoryReducerInput<State, Effect>): Reducer<KnownEvent, Fact, Company, State, Effect> {
  // Whoever folds hands each function the facts of its own type only.
  const functions = on as {
    readonly [type: string]: Reduce<State, Fact | KnownEvent, Company, Effect> | undefined
  }
  return defineReducer({ ...ofItems, ...own, on: functions })
}
