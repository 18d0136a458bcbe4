export {
  alreadyThereAt,
  MAX_EVENT_BYTES,
  type PreparedAppend,
  type PreparedEvent,
  prepareBatch,
  type StreamState,
} from './append-rules.ts'
export { type SqliteCache, type SqliteCacheOptions, sqliteCache } from './cache/sqlite-cache.ts'
export { type CopyOptions, type CopyProgress, type CopyReport, copyLog } from './copy/copy-log.ts'
export { isLogError, LogError, type LogErrorCode, logErrors } from './errors.ts'
export {
  type AppendResult,
  type CaughtUp,
  type EventFilter,
  type EventLog,
  type FollowOptions,
  type NewEvent,
  NO_STREAM,
  type Position,
  position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  START,
  type StreamAppend,
  type WaitOptions,
} from './event-log.ts'
export { type Followable, followLog } from './follow.ts'
export { type JsonObject, type JsonValue, parseJsonObject, whyNotJsonObject } from './json.ts'
export { JsonText, jsonObjectOf } from './json-text.ts'
export { type MemoryLogOptions, memoryLog } from './memory-log.ts'
export { type Checkpoint, fileCheckpoint } from './processing/checkpoint.ts'
export { type ProcessOptions, processEvents } from './processing/process-events.ts'
export type { FileEvent, ReadFileOptions } from './sqlite/read.ts'
export { eventsUnder, fileOf, type SqliteLog, type SqliteLogOptions, sqliteLog } from './sqlite/sqlite-log.ts'
export { subscribe } from './subscribe.ts'
