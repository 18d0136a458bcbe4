export { atOnce } from './at-once.ts'
export { type CacheBatch, cacheWithin, memoryCache, type TimelineCache } from './cache/port.ts'
export type { RestoredCompanion } from './cache/restore.ts'
export { AS_BEFORE, type Companion } from './cache/save.ts'
export type { SliceOptions, TimelineOptions } from './engine.ts'
export { TimelineError, type TimelineErrorCode, timelineErrors } from './errors.ts'
export { buffersOf, type PackedSources } from './handover/packed-sources.ts'
export { type Packer, sourcePacker } from './handover/packer.ts'
export type { Receiver } from './handover/receiver.ts'
export { putWhole, WHOLE_BYTES } from './pack/bytes.ts'
export type { FieldReaders } from './records/field-readers.ts'
export type { DraftInRows, ReadonlyDraft, ReadonlyRecords, RecordsInRows } from './records/reader.ts'
export type { ListedRows } from './records/roster.ts'
export {
  createTimeline,
  type Restored,
  restoreTimeline,
  type Timeline,
  type ViewOptions,
} from './timeline.ts'
export type { Verification } from './verify.ts'
export type { OnlyFields, Since, ViewColumns, WantedFields } from './views/columns.ts'
export { applyDiff, type Change, type Difference, diff } from './views/diff.ts'
export type { FactVisitor } from './views/effects.ts'
export { plainState } from './views/plain.ts'
export type { EffectRange, StateView, View } from './views/view.ts'
