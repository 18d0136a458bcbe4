import {
  DomainError,
  type EventJson,
  type EventText,
  type EventType,
  encodeData,
  type InventoryEvent,
  itemOfEvent,
  parseEvent,
  streamOf,
} from '@tidemark/domain'
import { type JsonObject, JsonText, type NewEvent, type RecordedEvent } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import { SCHEMA_VERSION } from '../reading/stored-event.ts'

/** A validated event on its way to the log, which takes it as it is. */
export interface DraftEvent extends NewEvent {
  readonly id: string
  readonly type: EventType
  readonly occurredAt: number
  /** The item whose stream it is in; undefined for what concerns no item. */
  readonly item: string | undefined
  /** With the workspace's prefix. */
  readonly stream: string
  /** The event itself; of a line that was read as text it is made when it is asked for. */
  readonly event: InventoryEvent
  /** The canonical content: two events are the same fact when this is equal. */
  readonly data: JsonText
  readonly metadata: JsonText
  /** It carries the time at which it was recorded elsewhere. */
  readonly bringsItsTime: boolean
  /** Its actor was put on it by {@link actedBy}. */
  readonly signed: boolean
}

const OWN_METADATA = new JsonText(JSON.stringify({ schemaVersion: SCHEMA_VERSION }))

/**
 * Validates an input and places it in its stream.
 *
 * @throws DomainError for anything that is not an event.
 */
export function draftEvent(input: unknown, prefix: string, metadata?: JsonObject): DraftEvent {
  const event = parseEvent(input)
  return draftOf(event, prefix + streamOf(event), {
    metadata:
      metadata === undefined
        ? OWN_METADATA
        : new JsonText(JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...metadata })),
    bringsItsTime: metadata?.recordedAt !== undefined,
    signed: false,
  })
}

/**
 * Validates several inputs, and places each in its stream.
 *
 * @throws DomainError for the first that is not an event; its `index` says which, if there are several.
 */
export function draftEvents(inputs: readonly unknown[], prefix: string): DraftEvent[] {
  return inputs.map((input, index) => {
    try {
      return draftEvent(input, prefix)
    } catch (error) {
      throw error instanceof DomainError && inputs.length > 1 ? error.at(index) : error
    }
  })
}

function draftOf(
  event: InventoryEvent,
  stream: string,
  rest: Pick<DraftEvent, 'metadata' | 'bringsItsTime' | 'signed'>,
): DraftEvent {
  const { id, type, occurredAt } = event
  const item = itemOfEvent(event) ?? undefined
  // What the log keeps as data: the canonical event without what it keeps beside it.
  const data = new JsonText(JSON.stringify(encodeData(event)))
  return { id, type, occurredAt, item, stream, event, data, ...rest }
}

/** A movement that was read from a line of a file, with its stream. */
export function draftOfText(text: EventText, stream: string): DraftEvent {
  return new TextDraft(text, stream)
}

class TextDraft implements DraftEvent {
  readonly id: string
  readonly type: EventType
  readonly occurredAt: number
  readonly item: string
  readonly stream: string
  readonly data: JsonText
  readonly metadata = OWN_METADATA
  readonly bringsItsTime = false
  readonly signed = false
  #event: InventoryEvent | undefined

  constructor({ id, type, occurredAt, item, data }: EventText, stream: string) {
    this.id = id
    this.type = type
    this.occurredAt = occurredAt
    this.item = item
    this.stream = stream
    this.data = new JsonText(data)
  }

  get event(): InventoryEvent {
    this.#event ??= parseEvent({ id: this.id, type: this.type, ...this.data.value })
    return this.#event
  }
}

/** The draft as recorded by someone: they are its actor. */
export function actedBy(draft: DraftEvent, actor: string): DraftEvent {
  const { stream, metadata, bringsItsTime } = draft
  return draftOf({ ...draft.event, actor }, stream, { metadata, bringsItsTime, signed: true })
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
  const same = recorded.type === draft.type && JSON.stringify(recorded.data) === draft.data.text
  if (same) return
  const there = normalised(draft, recorded)
  if (there !== null && JSON.stringify(there) === draft.data.text) return
  const fields = recorded.type === draft.type ? differing(encodeData(draft.event), there ?? {}) : ['type']
  throw new TidemarkError('MOVEMENT_CONFLICT', `${draft.type} ${draft.id} (another ${fields.join(', ')})`, {
    stream: recorded.stream,
    id: draft.id,
    fields,
  })
}

/** The fields of which two events hold something else. */
function differing(one: EventJson, other: EventJson): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name])).sort()
}

/** What is recorded, as a draft would hold it: another version or program may have written the same fact in another notation. */
function normalised(
  draft: DraftEvent,
  { type, data }: Pick<RecordedEvent, 'type' | 'data'>,
): EventJson | null {
  try {
    const signature = draft.signed ? { actor: draft.event.actor } : {}
    return encodeData(parseEvent({ id: draft.id, type, ...data, ...signature }))
  } catch {
    return null
  }
}
