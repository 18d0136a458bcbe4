import {
  DomainError,
  eventOf,
  type InventoryEvent,
  isEventType,
  itemOfEvent,
  type KnownEvent,
  type PlainEvent,
  parsePartedEvent,
  storedReader,
  streamOf,
} from '@tidemark/domain'
import { type FileEvent, type JsonObject, parseJsonObject, type RecordedEvent } from '@tidemark/log'
import { type Anomaly, readingAnomalies } from './anomaly.ts'

/** The version of the shape in which events are stored now. */
export const SCHEMA_VERSION = 1

/** Free text of the host's that no fold needs; it stays in the log. */
const notFolded = new Set(['note', 'tags', 'document', 'line', 'entered', 'actor', 'customer'])
/** The line of a purchase order is a part of what was ordered; that of any other event is the host's own. */
const notFoldedOfOrders = new Set([...notFolded].filter((field) => field !== 'line'))
const NOTHING: ReadonlySet<string> = new Set()

const readStored = storedReader(notFolded)

/** One copy of each id that comes again and again, and the stream of each item met, and the reverse. */
export interface Interned {
  readonly texts: Map<string, string>
  readonly itemStreams: Map<string, string>
  /** By the number of the stream, where it has one. */
  readonly items: (string | undefined)[]
}

/** Nothing met yet. */
export function nothingInterned(): Interned {
  return { texts: new Map(), itemStreams: new Map(), items: [] }
}

/** An event as the fold needs it, or why it is left aside. */
export type Decoded = { readonly event: KnownEvent } | { readonly anomaly: Anomaly }

/**
 * Decodes a stored event of a workspace, whose data may be left unread: upcast, validated, without the free text.
 *
 * Never throws for what is stored: a foreign or damaged event is an anomaly with its position.
 */
export function decode(recorded: FileEvent, prefix: string, interned: Interned): Decoded {
  return decodeWithout(
    recorded.type === 'PurchaseOrderSaved' ? notFoldedOfOrders : notFolded,
    recorded,
    prefix,
    interned,
  )
}

/** The same, with all of its fields. */
export function decodeWhole(recorded: FileEvent, prefix: string, interned: Interned): Decoded {
  return decodeWithout(NOTHING, recorded, prefix, interned)
}

function decodeWithout(
  without: ReadonlySet<string>,
  recorded: FileEvent,
  prefix: string,
  interned: Interned,
): Decoded {
  const { id, type, rawData } = recorded
  const data = recorded.data ?? (rawData === undefined ? null : parseJsonObject(rawData))
  const problem = problemOf(recorded, data)
  if (problem !== null) return { anomaly: anomalyAt(recorded, problem) }
  // Looked at above.
  if (!isEventType(type) || data === null) return { anomaly: anomalyAt(recorded, 'UNKNOWN_TYPE') }
  try {
    const event = parsePartedEvent({ id, type, data, without })
    const item = itemOfEvent(event)
    if (fullStreamOf(event, item, prefix, interned) !== recorded.stream) {
      return { anomaly: anomalyAt(recorded, 'MISPLACED_EVENT') }
    }
    const { streamNumber } = recorded
    if (streamNumber !== undefined && item !== null) interned.items[streamNumber] = item
    return { event: place(event, recorded, interned) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { anomaly: anomalyAt(recorded, 'MALFORMED_EVENT', error.message) }
  }
}

type Problem = 'UNKNOWN_TYPE' | 'MALFORMED_EVENT' | 'NEWER_SCHEMA'

function problemOf({ type, metadata }: RecordedEvent, data: JsonObject | null): Problem | null {
  if (!isEventType(type)) return 'UNKNOWN_TYPE'
  if (data === null) return 'MALFORMED_EVENT'
  const version = metadata.schemaVersion ?? SCHEMA_VERSION
  if (typeof version !== 'number') return 'MALFORMED_EVENT'
  return version > SCHEMA_VERSION ? 'NEWER_SCHEMA' : null
}

/** An unread event of an item met before, from its text, where it plainly is one; `null` when it takes a closer look. */
export function readPlain(recorded: FileEvent, { items }: Interned): PlainEvent | null {
  const { streamNumber, metadata } = recorded
  const item = streamNumber === undefined ? undefined : items[streamNumber]
  if (item === undefined || !isUnread(recorded)) return null
  if ((metadata.schemaVersion ?? SCHEMA_VERSION) !== SCHEMA_VERSION) return null
  const event = readStored(recorded, item)
  return event?.unit === item ? event : null
}

function isUnread(recorded: FileEvent): recorded is FileEvent & { readonly rawData: string } {
  return recorded.rawData !== undefined
}

/** The event as an object, for whoever keeps it. */
export function madeOf(plain: PlainEvent, { texts }: Interned): KnownEvent {
  const event = eventOf(plain)
  internBranch(event, texts)
  return event
}

/** The stream an event belongs in; encoding the id of an item for each of its events would cost more than the rest. */
function fullStreamOf(
  event: InventoryEvent,
  item: string | null,
  prefix: string,
  { itemStreams }: Interned,
): string {
  const known = item === null ? undefined : itemStreams.get(item)
  if (known !== undefined) return known
  const stream = prefix + streamOf(event)
  if (item !== null) itemStreams.set(item, stream)
  return stream
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function place(event: InventoryEvent, recorded: RecordedEvent, { texts }: Interned): KnownEvent {
  const known = event as Mutable<KnownEvent>
  if ('item' in known && known.item !== undefined) known.item = intern(texts, known.item)
  internBranch(known, texts)
  known.position = recorded.position
  known.recordedAt = recorded.recordedAt
  return known
}

function internBranch(event: Mutable<KnownEvent>, texts: Map<string, string>): void {
  if ('branch' in event && event.branch !== undefined) event.branch = intern(texts, event.branch)
}

function intern(interned: Map<string, string>, text: string): string {
  const known = interned.get(text)
  if (known !== undefined) return known
  interned.set(text, text)
  return text
}

/** An anomaly of a stored event. */
export function anomalyAt(
  recorded: { readonly position: number; readonly id: string },
  code: keyof typeof readingAnomalies,
  detail?: string,
): Anomaly {
  const message = detail === undefined ? readingAnomalies[code] : `${readingAnomalies[code]} (${detail})`
  return { position: recorded.position, code, message, id: recorded.id }
}
