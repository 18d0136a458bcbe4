import type { EventLog } from '@tidemark/log'
import type { SnapshotArchive } from './archive/archive.ts'
import type { Reader } from './reading/reader.ts'
import type { Recorder } from './recording/recorder.ts'

/** A workspace as the library works on it: its log, what was read of it, the way in, and the time now. */
export interface Workspace {
  readonly log: EventLog
  readonly reader: Reader
  readonly recorder: Recorder
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Where the rows of snapshots are kept; `null` when nowhere. */
  readonly archive: SnapshotArchive | null
}
