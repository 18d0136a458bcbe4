export { amendableFields, type Changes, latestTimeIn } from './corrections/amend.ts'
export { earliestEffect, namedBy } from './corrections/effective.ts'
export { whenFactsDiffer } from './corrections/facts-differ.ts'
export { faultOfCorrection } from './corrections/fault.ts'
export type { Amendments, Fact, FactOf, KnownEvent, KnownOf, LateCharge } from './corrections/known-event.ts'
export { livingEvents } from './corrections/living.ts'
export { concernsOthers, prepareItem } from './corrections/prepare.ts'
export { averageCost, type Stock } from './costing/average.ts'
export {
  type Branch,
  branchOf,
  type Company,
  type CostingPolicy,
  defaultPolicy,
  foldCompany,
  newCompany,
} from './costing/policy.ts'
export { DomainError, type DomainErrorCode, domainErrors } from './errors.ts'
export { type EventJson, encodeData, encodeEvent } from './events/encode.ts'
export {
  type EventOf,
  type EventType,
  eventSchemas,
  type InventoryEvent,
  type InventoryEventInput,
  inventoryEvent,
  isEventType,
} from './events/event.ts'
export { formatInstant, parseInstant } from './events/instant.ts'
export { eventProblems, type PartedEvent, parseEvent, parsePartedEvent } from './events/parse.ts'
export {
  type EventForm,
  eventOf,
  type PlainEvent,
  type StoredReader,
  type StoredText,
  storedReader,
} from './events/text/read-stored.ts'
export { type EventText, readEventText } from './events/text/read-text.ts'
export { type PriceRules, priceAtLevel } from './prices/level.ts'
export { matrixPrice, type PriceBase, type PriceMatrix, type PriceSource } from './prices/matrix.ts'
export { type PriceRounding, priceRoundings, roundPrice } from './prices/rounding.ts'
export { type InventoryProjectionInput, inventoryProjection } from './projecting/inventory-projection.ts'
export { type InventoryReducerInput, inventoryReducer } from './projecting/inventory-reducer.ts'
export { itemOfEvent } from './projecting/item-of-event.ts'
export { lastReceiptCost, marketCost, weightedAverage } from './stock/costs.ts'
export {
  type FoldAnomaly,
  foldAnomalies,
  type MovementKind,
  movementKinds,
  type StockEffect,
} from './stock/effects.ts'
export { ALL_BRANCHES, holdKey } from './stock/holds.ts'
export { stockProjection } from './stock/projection.ts'
export type { BranchRecord, ItemRecord, StockDraft, StockRecords } from './stock/recipe.ts'
export { type BranchAttributes, stockRecords } from './stock/records.ts'
export { companyStream, itemStream, snapshotStream, streamOf, workspacePrefix } from './streams.ts'
