export type { History, HistoryEntry } from './generators/deed.ts'
export { arbitraryHistory, type HistoryOptions } from './generators/history.ts'
export { knownEvents, movementLine } from './generators/known.ts'
export { recordingOrderOfItemsIsFree } from './laws/any-order.ts'
export { digestIsTheSameInAnyStore } from './laws/any-store.ts'
export { bridgeAddsUp } from './laws/bridged.ts'
export { stockIsConserved } from './laws/conserved.ts'
export { viewsAreWhatReduceMakes } from './laws/definition.ts'
export { differenceLeadsFromOneToOther } from './laws/difference.ts'
export { nothingOnHandIsWorthNothing } from './laws/drained.ts'
export { incrementalIsReplay } from './laws/incremental.ts'
export { recordingOrderOfUnitsIsFree } from './laws/independent.ts'
export { inventoryLaws } from './laws/inventory-laws.ts'
export type { InventorySubject, OpenInventory, Recording } from './laws/inventory-subject.ts'
export { knownThroughIsAShorterLog } from './laws/known-through.ts'
export { laterFactsLeaveThePastAlone } from './laws/later-facts.ts'
export { defineLaw, type Law, type LawDefinition, type Trials } from './laws/law.ts'
export { type Breach, LawBroken, NotTheSame } from './laws/law-broken.ts'
export { recordingTwiceIsRecordingOnce } from './laws/once.ts'
export { projectionLaws } from './laws/projection-laws.ts'
export { mustBeSame } from './laws/same.ts'
export { slicesChangeNothing } from './laws/slices.ts'
export { stockLaws } from './laws/stock-laws.ts'
export { type StockSubject, stockSubject } from './laws/stock-subject.ts'
export type { Replay, Subject } from './laws/subject.ts'
export { viewsStay } from './laws/views-stay.ts'
export { supposingIsRecording } from './laws/what-if.ts'
export * from './log-conformance/index.ts'
export type {
  CountedLine,
  Figure,
  OracleCase,
  OracleExpectation,
  OracleStep,
  StepFigure,
  StepKind,
  StockFigure,
} from './oracles/oracle-case.ts'
export { OracleError } from './oracles/oracle-error.ts'
export { type OracleEntry, readOracleCases } from './oracles/read-cases.ts'
export { type OracleFailure, type OracleReport, runOracles } from './oracles/run-oracles.ts'
