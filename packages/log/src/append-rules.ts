import { LogError } from './errors.ts'
import type { NewEvent, StreamAppend } from './event-log.ts'
import { whyNotJsonObject } from './json.ts'
import { isJsonText, jsonObjectOf } from './json-text.ts'
import { originalRecordedAt } from './recorded-at.ts'

/** The largest data of one event, in bytes of UTF-8, unless a log is opened with another limit. */
export const MAX_EVENT_BYTES = 1_048_576

const MAX_NAME = 4096

/** An event that has been checked and written down as text. */
export interface PreparedEvent {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string | null
  readonly originalRecordedAt: number | undefined
}

/** One stream's share of a batch that has been checked. */
export interface PreparedAppend {
  readonly stream: string
  readonly expectedRevision: number | 'any'
  readonly events: readonly PreparedEvent[]
}

/**
 * Checks everything about a batch that can be known without the log, and turns data into text, so that nothing can fail
 * half-way for such a reason. Throws `EMPTY_APPEND`, `NOT_JSON`, `EVENT_TOO_LARGE`, `DUPLICATE_EVENT_ID`, `INVALID_ARGUMENT`.
 */
export function prepareBatch(
  batch: readonly StreamAppend[],
  maxEventBytes = MAX_EVENT_BYTES,
): PreparedAppend[] {
  if (batch.length === 0) throw new LogError('EMPTY_APPEND', 'the batch is empty')
  return batch.map(({ stream, expectedRevision, events }) => {
    checkName('stream name', stream)
    checkRevision(stream, expectedRevision)
    if (events.length === 0) throw new LogError('EMPTY_APPEND', `no events for stream ${stream}`, { stream })
    refuseRepeatedIds(stream, events)
    return { stream, expectedRevision, events: events.map((event) => prepareEvent(event, maxEventBytes)) }
  })
}

/** What a log knows of one stream while it decides about an append. */
export interface StreamState {
  /** Of the last event, `NO_STREAM` (-1) when there is none. */
  readonly revision: number
  revisionOf(id: string): number | undefined
}

/**
 * Decides what an append means for a stream in its present state: undefined when the events are to be written at its end,
 * or the first revision at which exactly these events already stand. Throws `WRONG_EXPECTED_REVISION`, `DUPLICATE_EVENT_ID`.
 *
 * Every log follows this one rule; a log whose storage decides for itself (a server) is held to it by the conformance suite.
 */
export function alreadyThereAt(append: PreparedAppend, state: StreamState): number | undefined {
  const { stream, expectedRevision: expected, events } = append
  if (expected !== 'any' && expected !== state.revision) {
    const first = expected + 1
    if (standsAt(events, first, state)) return first
    const what = `stream ${stream} is at revision ${state.revision}, expected was ${expected}`
    throw new LogError('WRONG_EXPECTED_REVISION', what, { stream, expected, actual: state.revision })
  }
  const known = events.find(({ id }) => state.revisionOf(id) !== undefined)
  if (known === undefined) return undefined
  const first = state.revisionOf(events[0]?.id ?? '')
  if (expected === 'any' && first !== undefined && standsAt(events, first, state)) return first
  throw duplicate(stream, known.id)
}

function standsAt(events: readonly PreparedEvent[], first: number, state: StreamState): boolean {
  return events.every(({ id }, index) => state.revisionOf(id) === first + index)
}

function prepareEvent(event: NewEvent, maxEventBytes: number): PreparedEvent {
  const { id, type, metadata } = event
  checkName('event id', id)
  checkName('event type', type)
  return {
    id,
    type,
    data: toText(id, 'data', event.data, maxEventBytes),
    metadata: metadata === undefined ? null : toText(id, 'metadata', metadata, maxEventBytes),
    originalRecordedAt: originalRecordedAt(metadata && jsonObjectOf(metadata), id),
  }
}

function toText(id: string, part: string, value: unknown, maxBytes: number): string {
  const text = isJsonText(value) ? value.text : writtenDown(id, part, value)
  // Three bytes of UTF-8 are the most a unit of a JavaScript string can need: most events need no counting.
  const bytes = text.length * 3 <= maxBytes ? 0 : Buffer.byteLength(text)
  if (bytes > maxBytes) {
    const what = `event ${id}: its ${part} has ${bytes} bytes, the limit is ${maxBytes}`
    throw new LogError('EVENT_TOO_LARGE', what, { id, bytes, maxEventBytes: maxBytes })
  }
  return text
}

function writtenDown(id: string, part: string, value: unknown): string {
  const flaw = whyNotJsonObject(value)
  if (flaw !== undefined) throw new LogError('NOT_JSON', `event ${id}: ${part}${flaw}`, { id })
  return JSON.stringify(value)
}

function refuseRepeatedIds(stream: string, events: readonly NewEvent[]): void {
  if (events.length === 1) return
  const seen = new Set<string>()
  for (const { id } of events) {
    if (seen.has(id)) throw duplicate(stream, id)
    seen.add(id)
  }
}

function duplicate(stream: string, id: string): LogError {
  return new LogError('DUPLICATE_EVENT_ID', `event ${id} in stream ${stream}`, { stream, id })
}

/** Names go through UTF-8 and C strings on their way to disk: what would not come back the same is refused. */
function checkName(what: string, name: unknown): void {
  const good =
    typeof name === 'string' &&
    name !== '' &&
    name.length <= MAX_NAME &&
    name.isWellFormed() &&
    !name.includes('\0')
  if (good) return
  const shown = typeof name === 'string' ? JSON.stringify(name.slice(0, 100)) : typeof name
  const rule = `of 1 to ${MAX_NAME} characters of well-formed Unicode, without the character NUL`
  throw new LogError('INVALID_ARGUMENT', `the ${what} must be text ${rule}, not ${shown}`)
}

function checkRevision(stream: string, expected: unknown): void {
  if (
    expected === 'any' ||
    (typeof expected === 'number' && Number.isSafeInteger(expected) && expected >= -1)
  )
    return
  const what = `the expected revision of stream ${stream} must be a whole number from -1 (NO_STREAM) on or 'any', not ${String(expected)}`
  throw new LogError('INVALID_ARGUMENT', what, { stream })
}
