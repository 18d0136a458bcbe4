import type { DecimalInput } from '@tidemark/projection'
import { z } from 'zod'
import { eachOnce } from '../made-once.ts'
import { MovementAmended, MovementVoided, PeriodClosed, PeriodReopened } from './correcting.ts'
import { CostingPolicySet, CostRevalued, MarketCostSet } from './costs.ts'
import { CountPosted, CountsInitialised, StockCounted } from './counting.ts'
import { BranchDefined, ItemDefined } from './defining.ts'
import { LotCorrected, LotHeld, LotReleased, StockAdjusted, StockTransferred } from './moving.ts'
import {
  PurchaseOrderSaved,
  ReceiptCostAdjusted,
  StockReceived,
  StockReturnedToSupplier,
} from './receiving.ts'
import {
  ChannelStockAllocated,
  ReservationReleased,
  StockReserved,
  StockReturnedByCustomer,
  StockSold,
} from './selling.ts'
import {
  ScheduleRemoved,
  ScheduleSet,
  SnapshotDescribed,
  SnapshotDiscarded,
  SnapshotTaken,
  TriggerRemoved,
  TriggerSet,
} from './snapshots.ts'

/** The schema of every event, by type. Each is made when it is first read: who reads no event waits for none. */
export const eventSchemas = eachOnce({
  StockReceived,
  ReceiptCostAdjusted,
  StockReturnedToSupplier,
  StockSold,
  StockReturnedByCustomer,
  StockTransferred,
  StockAdjusted,
  LotCorrected,
  StockCounted,
  CountPosted,
  CountsInitialised,
  PurchaseOrderSaved,
  StockReserved,
  ReservationReleased,
  ChannelStockAllocated,
  LotHeld,
  LotReleased,
  CostRevalued,
  MarketCostSet,
  ItemDefined,
  BranchDefined,
  CostingPolicySet,
  MovementVoided,
  MovementAmended,
  PeriodClosed,
  PeriodReopened,
  SnapshotTaken,
  SnapshotDescribed,
  SnapshotDiscarded,
  ScheduleSet,
  ScheduleRemoved,
  TriggerSet,
  TriggerRemoved,
})

/** The name of an event type. */
export type EventType = keyof typeof eventSchemas

type EventSchema = (typeof eventSchemas)[EventType]

/** Every event, as a host hands it in: numbers as decimal strings, `Decimal` or JS numbers; ISO instants or `Date`. */
export type InventoryEventInput = {
  [T in EventType]: Unchanged<z.input<(typeof eventSchemas)[T]>>
}[EventType]

/** What is handed in is only read, so constants are welcome. */
type Unchanged<T> = T extends DecimalInput | Date
  ? T
  : T extends readonly (infer Part)[]
    ? readonly Unchanged<Part>[]
    : T extends object
      ? { readonly [Field in keyof T]: Unchanged<T[Field]> }
      : T

/** Every event, validated: quantities and amounts in micros, instants in milliseconds. */
export type InventoryEvent = { [T in EventType]: z.output<(typeof eventSchemas)[T]> }[EventType]

/** One type of validated event. */
export type EventOf<T extends EventType> = Extract<InventoryEvent, { type: T }>

/**
 * All events as one zod schema, for hosts that validate at their own edge: check with it what comes in, and record what came in.
 * What it gives is the event as it is folded, with micros and milliseconds, which is nothing to be recorded.
 *
 * As a JSON schema it says what may come in: `z.toJSONSchema(inventoryEvent, { io: 'input', unrepresentable: 'any' })`; numbers and
 * instants, which may come in several ways, are anything there.
 *
 * @example
 * const checked = inventoryEvent.safeParse(body)
 * if (checked.success) await inventory.record(body)
 */
export const inventoryEvent = z.lazy(() =>
  z.discriminatedUnion(
    'type',
    // Object.values forgets that there is at least one.
    Object.values(eventSchemas) as [EventSchema, ...EventSchema[]],
  ),
)

/** Whether there is an event type of this name. */
export function isEventType(type: unknown): type is EventType {
  return typeof type === 'string' && Object.hasOwn(eventSchemas, type)
}
