import type { EventType, InventoryEventInput } from '@tidemark/domain'
import type { EventLog, ProcessOptions } from '@tidemark/log'
import type { TimelineCache, TimelineOptions } from '@tidemark/timeline'
import type { ArchiveInput } from './archive/archive.ts'
import type { KnowledgeInput } from './knowledge.ts'
import type { Share } from './sharing/share.ts'
import type { TimeInput } from './time.ts'

/** How to open an inventory. */
export interface InventoryOptions {
  /** Where the facts are kept: `memoryLog()`, `await sqliteLog({ path })`, or any other EventLog. */
  readonly log: EventLog
  /** Workspaces in one log never see each other; `main` when left out. */
  readonly workspace?: string | undefined
  /** How far ahead of the clock an event may have occurred, in milliseconds, 0 or more; a day when left out. */
  readonly futureTolerance?: number | undefined
  /** The time now, in milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined
  /** Holds and answers for a part of the items only; several such inventories make up a whole one. */
  readonly share?: Share | undefined
  /** How the timeline cuts its slices, and how much memory they may take; it never changes an answer. */
  readonly timeline?: TimelineOptions | undefined
  /**
   * Where what was read of the log is kept, so that the next start goes on from there: `sqliteCache({ path })`. It is
   * checked against the log, and read again when in doubt; deleting it costs time only.
   */
  readonly cache?: TimelineCache | undefined
  /** Where the rows of snapshots are kept for good: `{ folder }`, or an archive of the host's own. */
  readonly archive?: ArchiveInput | undefined
}

/** What a view is asked for beside its instant. */
export interface ViewInput {
  /** As it was known then: an instant of recording, or `stream@revision`; as known now when left out. */
  readonly knownThrough?: KnowledgeInput | undefined
}

/** What to do with the events of a workspace, and where to keep how far that has got. */
export interface ProcessInput extends Omit<ProcessOptions, 'streamPrefixes' | 'types'> {
  /** Events of these types; all when left out. */
  readonly types?: readonly EventType[] | undefined
}

/** Which page of an item. */
export interface ItemInput extends ViewInput {
  /** This branch; the company and each of its branches when left out. */
  readonly branch?: string | undefined
  /** As of this instant, inclusive; now when left out. */
  readonly asOf?: TimeInput | undefined
}

/** Between which instants to add up sales. */
export interface ItemSalesInput extends ViewInput {
  /** Sales after this instant. */
  readonly from: TimeInput
  /** Sales up to this instant, inclusive. */
  readonly to: TimeInput
  readonly branch?: string | undefined
}

/** Where the log of a workspace stands. */
export interface Head {
  readonly events: number
  /** That of the last event; 0 when there is none. */
  readonly position: number
  /** When the last event was recorded, in milliseconds since the epoch. */
  readonly recordedAt: number | null
  /** As `knownThrough` takes it. */
  readonly lastEvent: { readonly stream: string; readonly revision: number } | null
}

/** What a check of log and timeline found. */
export interface IntegrityReport {
  readonly ok: boolean
  readonly events: number
  readonly problems: readonly string[]
}

/** A line of a document: an event without what the document gives it. */
export type DocumentLine = InventoryEventInput extends infer E
  ? E extends InventoryEventInput
    ? Omit<E, 'id' | 'document'> & { readonly id?: string | undefined }
    : never
  : never
