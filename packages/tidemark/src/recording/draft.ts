import { encodeData, type InventoryEvent, parseEvent, streamOf } from '@tidemark/domain'
import type { JsonObject, NewEvent, RecordedEvent } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import { SCHEMA_VERSION } from '../reading/stored-event.ts'

/** A validated event on its way to the log. */
export interface DraftEvent {
  readonly event: InventoryEvent
  /** With the workspace's prefix. */
  readonly stream: string
  /** The canonical content: two events are the same fact when this is equal. */
  readonly data: JsonObject
  readonly metadata: JsonObject
  /** Its actor was put on it by {@link actedBy}. */
  readonly signed?: true
}

/**
 * Validates an input and places it in its stream.
 *
 * @throws DomainError for anything that is not an event.
 */
export function draftEvent(input: unknown, prefix: string, metadata: JsonObject = {}): DraftEvent {
  const event = parseEvent(input)
  return {
    event,
    stream: prefix + streamOf(event),
    data: dataOf(event),
    metadata: { schemaVersion: SCHEMA_VERSION, ...metadata },
  }
}

/** The draft as recorded by someone: they are its actor. */
export function actedBy(draft: DraftEvent, actor: string): DraftEvent {
  const event = { ...draft.event, actor }
  return { ...draft, event, data: dataOf(event), signed: true }
}

/** What the log keeps as data: the canonical event without what it keeps beside it. */
function dataOf(event: InventoryEvent): JsonObject {
  // The canonical form of an event is plain JSON.
  return encodeData(event) as JsonObject
}

/** The event as the log takes it. */
export function toNewEvent(draft: DraftEvent): NewEvent {
  return { id: draft.event.id, type: draft.event.type, data: draft.data, metadata: draft.metadata }
}

/**
 * Whether a recorded event is the same fact as a draft of the same id; who repeats it does not matter, unless the draft
 * names its actor itself.
 *
 * @throws TidemarkError `MOVEMENT_CONFLICT` when the content differs.
 */
export function assertSameFact(
  draft: DraftEvent,
  recorded: Pick<RecordedEvent, 'type' | 'data' | 'stream'>,
): void {
  const same =
    recorded.type === draft.event.type && JSON.stringify(recorded.data) === JSON.stringify(draft.data)
  if (same || isSameOnceNormalised(draft, recorded)) return
  throw new TidemarkError('MOVEMENT_CONFLICT', `${draft.event.type} ${draft.event.id}`, {
    stream: recorded.stream,
    id: draft.event.id,
  })
}

/** An event written by another version or program may hold the same fact in another notation. */
function isSameOnceNormalised(draft: DraftEvent, recorded: Pick<RecordedEvent, 'type' | 'data'>): boolean {
  try {
    const { id, actor } = draft.event
    const signature = draft.signed === true ? { actor } : {}
    const event = parseEvent({ id, type: recorded.type, ...recorded.data, ...signature })
    return JSON.stringify(dataOf(event)) === JSON.stringify(draft.data)
  } catch {
    return false
  }
}
