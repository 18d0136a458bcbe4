import type { Placed } from '@tidemark/projection'
import type { EventType, InventoryEvent } from '../events/event.ts'

/** A validated event with its place in the log. */
export type KnownEvent = InventoryEvent & Placed & { readonly recordedAt: number }

/** One type of event with its place in the log. */
export type KnownOf<T extends EventType> = Extract<KnownEvent, { type: T }>

/** What later events say of a fact, put on a copy of it. */
export interface Amendments {
  /** A later fact names this one, so the fold must remember it. */
  readonly named?: true
  /** Charges that came after the receipt and act as if they had been on it. */
  readonly lateCharges?: bigint
  /** The receipt was to cost this a unit, bare, after all. */
  readonly correctedUnitCost?: bigint
}

/** What a charge without its receipt, or one that acts when it arrives, folds as. */
export interface LateCharge {
  readonly type: 'LateChargeArrived'
  readonly id: string
  readonly item: string
  readonly occurredAt: number
  readonly position: number
  readonly recordedAt: number
  /** The receipt it acts on; `null` when that receipt is void: all variance. */
  readonly receipt: string | null
  readonly branch: string
  readonly amount: bigint
}

/** What recipes fold: an event with the corrections applied, in which nothing is still to be looked up. */
export type Fact = (KnownEvent & Amendments) | LateCharge

/** One type of fact. */
export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>
