export type { History, HistoryEntry } from './generators/deed.ts'
export { arbitraryEvent, type EventInputOf } from './generators/event.ts'
export { arbitraryHistory, type HistoryOptions } from './generators/history.ts'
export { hostileEvents, hostileLines } from './generators/hostile.ts'
export { knownEvents, movementLine } from './generators/known.ts'
export { arbitraryTurn, arbitraryZone, type YearRange } from './generators/zones.ts'
export { recordingOrderOfItemsIsFree } from './laws/any-order.ts'
export { recordingOrderOfInstantsIsFree } from './laws/any-recording.ts'
export { digestIsTheSameInAnyStore } from './laws/any-store.ts'
export { averageStaysBetweenCosts } from './laws/average-between.ts'
export { bridgeAddsUp } from './laws/bridged.ts'
export { stockIsConserved } from './laws/conserved.ts'
export { amendedIsRecordedSo, voidedIsNeverBeen } from './laws/corrected.ts'
export { correctionLaws } from './laws/correction-laws.ts'
export { viewsAreWhatReduceMakes } from './laws/definition.ts'
export { stateIsOfFactsAlone } from './laws/deterministic.ts'
export { differenceLeadsFromOneToOther } from './laws/difference.ts'
export { nothingOnHandIsWorthNothing } from './laws/drained.ts'
export { driftIsExplained } from './laws/drift-explained.ts'
export { type EffectSubject, effectLaws, type Processing } from './laws/effect-laws.ts'
export { snapshotsStayFrozen } from './laws/frozen.ts'
export { incrementalIsReplay } from './laws/incremental.ts'
export { recordingOrderOfUnitsIsFree } from './laws/independent.ts'
export { onHistories } from './laws/inventory-events.ts'
export { inventoryLaws } from './laws/inventory-laws.ts'
export type { InventorySubject, OpenInventory, Recording } from './laws/inventory-subject.ts'
export { knownThroughIsAShorterLog } from './laws/known-through.ts'
export { laterFactsLeaveThePastAlone } from './laws/later-facts.ts'
export { defineLaw, type Law, type LawDefinition } from './laws/law.ts'
export { type Breach, LawBroken, NotTheSame } from './laws/law-broken.ts'
export { recordingTwiceIsRecordingOnce } from './laws/once.ts'
export { projectionLaws } from './laws/projection-laws.ts'
export { importsTakeWhatIsGood, refusalsLeaveNothingBehind } from './laws/refused.ts'
export { mustBeSame } from './laws/same.ts'
export { slicesChangeNothing } from './laws/slices.ts'
export { snapshotLaws } from './laws/snapshot-laws.ts'
export type { Freezing, SnapshotSubject } from './laws/snapshot-subject.ts'
export { stockLaws } from './laws/stock-laws.ts'
export { type StockSubject, stockSubject } from './laws/stock-subject.ts'
export type { Replay, Subject } from './laws/subject.ts'
export { snapshotsAreTakenOnce } from './laws/taken-once.ts'
export { type Trials, type TrialVariables, trials } from './laws/trials.ts'
export { unknownEventsChangeNothing } from './laws/unknown-events.ts'
export { viewsStay } from './laws/views-stay.ts'
export { supposingIsRecording } from './laws/what-if.ts'
export * from './log-conformance/index.ts'
export { logLaws } from './log-laws/log-laws.ts'
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
export type { ScenarioEvent } from './scenarios/event.ts'
export { ScenarioFailed } from './scenarios/failed.ts'
export {
  type ProjectionScenario,
  projectionScenario,
  type StateCheck,
} from './scenarios/projection-scenario.ts'
export { type Act, type Scenario, type ScenarioView, scenario, type ViewCheck } from './scenarios/scenario.ts'
