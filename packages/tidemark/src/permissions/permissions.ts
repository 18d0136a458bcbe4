import type { EventType, InventoryEvent } from '@tidemark/domain'

/** What someone may be allowed to do. */
export const permissions = [
  'inventory.read',
  'inventory.write',
  'inventory.adjust',
  'inventory.setup',
  'inventory.period',
  'inventory.snapshot.create',
] as const

export type Permission = (typeof permissions)[number]

/** What an operation needs: permissions, what the events it records need, or to be the host itself. */
export type Need = Permission | readonly Permission[] | 'of its events' | 'the host'

/**
 * What each operation of an inventory needs. One that is not named here is for the host alone, so that nothing new is
 * open to everyone by oversight.
 */
export const needOfOperation: { readonly [operation: string]: Need } = {
  as: 'the host',
  asOf: 'inventory.read',
  anomalies: 'inventory.read',
  close: 'the host',
  compare: 'inventory.read',
  'counts.post': 'inventory.adjust',
  'counts.sheet': 'inventory.read',
  events: 'inventory.read',
  head: 'inventory.read',
  import: 'of its events',
  importEvents: 'of its events',
  itemSales: 'inventory.read',
  itemsRecorded: 'inventory.read',
  itemSnapshot: 'inventory.read',
  lastEventKnownTo: 'inventory.read',
  now: 'inventory.read',
  'periods.close': 'inventory.period',
  'periods.list': 'inventory.read',
  'periods.reopen': 'inventory.period',
  processEvents: 'inventory.read',
  project: 'inventory.read',
  record: 'of its events',
  recordDocument: 'of its events',
  refusals: 'inventory.read',
  // A worker takes snapshots for whoever set the rules.
  run: 'the host',
  trend: 'inventory.read',
  verify: 'inventory.read',
  'snapshots.archive': 'inventory.snapshot.create',
  'snapshots.archivedRows': 'inventory.read',
  'snapshots.create': 'inventory.snapshot.create',
  'snapshots.describe': 'inventory.snapshot.create',
  'snapshots.discard': 'inventory.snapshot.create',
  'snapshots.drift': 'inventory.read',
  'snapshots.find': 'inventory.read',
  'snapshots.list': 'inventory.read',
  'snapshots.read': 'inventory.read',
  'snapshots.schedules.find': 'inventory.read',
  'snapshots.schedules.list': 'inventory.read',
  'snapshots.schedules.remove': 'inventory.snapshot.create',
  'snapshots.schedules.set': 'inventory.snapshot.create',
  'snapshots.triggers.find': 'inventory.read',
  'snapshots.triggers.list': 'inventory.read',
  'snapshots.triggers.remove': 'inventory.snapshot.create',
  'snapshots.triggers.set': 'inventory.snapshot.create',
  'snapshots.verify': 'inventory.read',
  // Its predicate is shown every event and the views around it.
  'snapshots.when': ['inventory.read', 'inventory.snapshot.create'],
}

/** Operations that answer at once: a refusal of one of these is thrown, of all others it is a rejection. */
export const answersAtOnce: ReadonlySet<string> = new Set([
  'as',
  'compare',
  'events',
  'project',
  'snapshots.when',
])

const needOfType: { readonly [type in EventType]: Permission } = {
  StockReceived: 'inventory.write',
  StockReturnedToSupplier: 'inventory.write',
  StockSold: 'inventory.write',
  StockReturnedByCustomer: 'inventory.write',
  StockTransferred: 'inventory.write',
  PurchaseOrderSaved: 'inventory.write',
  StockReserved: 'inventory.write',
  ReservationReleased: 'inventory.write',
  ChannelStockAllocated: 'inventory.write',
  LotHeld: 'inventory.write',
  LotReleased: 'inventory.write',
  StockAdjusted: 'inventory.adjust',
  LotCorrected: 'inventory.adjust',
  StockCounted: 'inventory.adjust',
  CountPosted: 'inventory.adjust',
  CountsInitialised: 'inventory.adjust',
  CostRevalued: 'inventory.adjust',
  ReceiptCostAdjusted: 'inventory.adjust',
  MovementVoided: 'inventory.adjust',
  MovementAmended: 'inventory.adjust',
  ItemDefined: 'inventory.setup',
  BranchDefined: 'inventory.setup',
  MarketCostSet: 'inventory.setup',
  CostingPolicySet: 'inventory.setup',
  PeriodClosed: 'inventory.period',
  PeriodReopened: 'inventory.period',
  SnapshotTaken: 'inventory.snapshot.create',
  SnapshotDescribed: 'inventory.snapshot.create',
  SnapshotDiscarded: 'inventory.snapshot.create',
  ScheduleSet: 'inventory.snapshot.create',
  ScheduleRemoved: 'inventory.snapshot.create',
  TriggerSet: 'inventory.snapshot.create',
  TriggerRemoved: 'inventory.snapshot.create',
}

/**
 * What recording an event needs: that of its type; `inventory.period` to let it into a closed period; `inventory.setup` to
 * say when it became known, as a history that is brought along does.
 */
export function needsOfEvent(
  { type, late }: Pick<InventoryEvent, 'type' | 'late'>,
  bringsItsTime = false,
): readonly Permission[] {
  const needs: Permission[] = [needOfType[type]]
  if (late === 'accept') needs.push('inventory.period')
  if (bringsItsTime) needs.push('inventory.setup')
  return needs
}
