export {
  type Branch,
  type Company,
  type CostingPolicy,
  DomainError,
  type DomainErrorCode,
  defaultPolicy,
  domainErrors,
  type EventType,
  encodeEvent,
  eventProblems,
  type Fact,
  formatInstant,
  type InventoryEvent,
  type InventoryEventInput,
  type InventoryProjectionInput,
  type InventoryReducerInput,
  inventoryEvent,
  inventoryProjection,
  inventoryReducer,
  isEventType,
  type KnownEvent,
  type MovementKind,
  matrixPrice,
  type PriceBase,
  type PriceMatrix,
  type PriceRounding,
  type PriceRules,
  type PriceSource,
  parseEvent,
  parseInstant,
  priceAtLevel,
  priceRoundings,
  roundPrice,
  stockProjection,
  whenFactsDiffer,
  workspacePrefix,
} from '@tidemark/domain'
export type { RecordedEvent } from '@tidemark/log'
export {
  Decimal,
  type DecimalInput,
  flag,
  formatMicros,
  instant,
  json,
  type Micros,
  micros,
  type Projection,
  ProjectionError,
  perUnit,
  projectionErrors,
  type Reducer,
  readMicros,
  text,
  toDecimal,
  toMicros,
  type Whole,
} from '@tidemark/projection'
export { diff, memoryCache, type TimelineCache, type TimelineOptions } from '@tidemark/timeline'
export type { ArchiveInput, SnapshotArchive } from './archive/archive.ts'
export type { RowDifference } from './archive/compare-rows.ts'
export { folderArchive } from './archive/folder-archive.ts'
export type { ArchivedRow } from './archive/rows.ts'
export { endOfDay, endOfMonth, endOfQuarter, endOfYear } from './calendar.ts'
export { type CalendarRhythm, calendarRhythms } from './calendar-rhythm.ts'
export {
  type Bridge,
  type BridgeKind,
  type BridgeLine,
  bridgeKinds,
  type StockPart,
} from './compare/bridge.ts'
export type { Change, Figures } from './compare/change.ts'
export type { ComparedMoment, ComparedRow, Comparison } from './compare/compare.ts'
export type { Drift, DriftEntry, DriftRow } from './compare/drift.ts'
export type { LotMatrixRow, Matrix, MatrixRow } from './compare/matrix.ts'
export type { BridgeMovement } from './compare/movements.ts'
export { type CopyWorkspace, copyWorkspace, type WorkspaceCopy } from './copying/copy-workspace.ts'
export type { Counts, PostInput, SheetInput } from './counts/counts.ts'
export type { CountedLot, CountLine, CountSheet, CountTotals } from './counts/sheet.ts'
export { effectId } from './effect-id.ts'
export { type ErrorCode, errorCode } from './error-code.ts'
export { TidemarkError, type TidemarkErrorCode, tidemarkErrors } from './errors.ts'
export { Inventory, openInventory } from './inventory.ts'
export type {
  DocumentLine,
  Head,
  IntegrityReport,
  InventoryOptions,
  ItemInput,
  ItemSalesInput,
  ViewInput,
} from './inventory-input.ts'
export type {
  ItemChannel,
  ItemCodes,
  ItemCosts,
  ItemDates,
  ItemLot,
  ItemMargins,
  ItemQuantities,
  ItemSales,
  ItemSnapshot,
  ItemSnapshots,
  SalesFigures,
} from './item-snapshot/item-snapshot.ts'
export { type Period, type Periods, periodsAt } from './item-snapshot/periods.ts'
export type { KnowledgeInput, KnowledgePoint } from './knowledge.ts'
export type { LateEntry } from './periods/late-entries.ts'
export type { PeriodClosing, PeriodClosings, PeriodList, PeriodNote } from './periods/period-closings.ts'
export { needsOfEvent, type Permission, permissions } from './permissions/permissions.ts'
export type { Principal } from './permissions/principal.ts'
export type { Projected, ProjectedView } from './projecting/projected.ts'
export { type Anomaly, type AnomalyCode, readingAnomalies } from './reading/anomaly.ts'
export type { Stretch } from './reading/items-recorded.ts'
export type { ImportOptions, ImportReport, Reject } from './recording/import.ts'
export type { SourceEvent } from './recording/line-drafts.ts'
export { LONGEST_LINE } from './recording/lines.ts'
export type { Recorded } from './recording/recorded.ts'
export { type SimulatedClock, simulatedClock, systemClock, type WorkerClock } from './running/clock.ts'
export type { RunOptions, WorkerState } from './running/run.ts'
export type { Schedule, Schedules, SetSchedule } from './scheduling/schedules.ts'
export { mergeDigests, mergeLevels, mergeTotals } from './sharing/merge.ts'
export type { Share } from './sharing/share.ts'
export type { Snapshot, SnapshotCause } from './snapshots/catalogue.ts'
export type { SnapshotFilter } from './snapshots/matching.ts'
export type { CreateSnapshot, Snapshots } from './snapshots/snapshots.ts'
export type { SnapshotVerification } from './snapshots/verification.ts'
export { type TimeInput, toInstant } from './time.ts'
export type { Trend, TrendInput, TrendRow } from './trend/trend.ts'
export { type Condition, isCondition, triggerConditions } from './triggers/conditions.ts'
export type { SetTrigger, Trigger, Triggers } from './triggers/triggers.ts'
export { canTrigger } from './triggers/types.ts'
export type { Around, WhenOptions } from './triggers/when.ts'
export type { Availability, ChannelAvailability } from './view/availability.ts'
export type { ChooseLots, LotChoice } from './view/choose-lots.ts'
export {
  BUCKETS,
  bucketOf,
  type CanonicalRow,
  canonicalFields,
  canonicalRow,
  DIGEST_FORMAT,
  type Digest,
  digestOfBuckets,
  digestRows,
} from './view/digest.ts'
export type { StockFilter } from './view/each-item.ts'
export type { CardLine, CorrectionNote } from './view/explain.ts'
export { InventoryView, type LevelFilter } from './view/inventory-view.ts'
export type { ItemView } from './view/item.ts'
export { type Level, type LevelRow, toLevelRow } from './view/level.ts'
export type { InstantName, LevelColumns, MicrosName } from './view/level-columns.ts'
export type { LotFilter, LotRow } from './view/lots.ts'
export type { OrderFilter, OrderRow, OrderStatus } from './view/orders.ts'
export type { ReorderFilter, ReorderRow } from './view/reorder.ts'
export { type OrderLimits, suggestedOrder } from './view/suggested-order.ts'
export { type Grouping, groupings, isGrouping, type TotalRow } from './view/totals.ts'
export type { StockView } from './view/view.ts'
