import { type AppendResult, type PreparedAppend, type PreparedEvent, position } from '@tidemark/log'
import type { WireEvent } from './append-call.ts'
import { eventId } from './event-id.ts'
import type { Limit } from './limit.ts'
import { metadataText } from './stored-event.ts'

/** Who appends: a log of this process. */
export interface Writer {
  /** Milliseconds since 1970 UTC, never decreasing. */
  now(): number
  /** Another mark each time, unlike that of any other writer. */
  nextMark(): string
  readonly timeoutMs: number
  readonly maxAppendBytes: number
}

/** An append that waits for its turn, or is being written. */
export interface Outgoing {
  readonly append: PreparedAppend
  readonly writer: Writer
  limit: Limit
  readonly resolve: (result: AppendResult) => void
  readonly reject: (reason: unknown) => void
  /** The marks under which its events may have been sent. */
  readonly marks: Set<string>
  /** Nobody waits for it any more. */
  given: 'waiting' | 'started' | 'up'
}

/** A server counts the bytes of data; metadata is bounded too, so that no message gets too large for anybody. */
const MAX_METADATA_BYTES = 1_048_576

/** The most events in one append. */
const MAX_EVENTS = 5_000

/** Cuts events into pieces that a server takes in one append each. */
export function piecesOf(events: readonly PreparedEvent[], maxAppendBytes: number): PreparedEvent[][] {
  const pieces: PreparedEvent[][] = []
  let data = 0
  let metadata = 0
  for (const event of events) {
    const size = bytesOf(event)
    const last = pieces.at(-1)
    data += size.data
    metadata += size.metadata
    if (
      last !== undefined &&
      last.length < MAX_EVENTS &&
      data <= maxAppendBytes &&
      metadata <= MAX_METADATA_BYTES
    ) {
      last.push(event)
      continue
    }
    pieces.push([event])
    data = size.data
    metadata = size.metadata
  }
  return pieces
}

/** The size of an event, in bytes of UTF-8. */
export function bytesOf({ data, metadata }: PreparedEvent): {
  readonly data: number
  readonly metadata: number
} {
  return { data: Buffer.byteLength(data), metadata: metadata === null ? 0 : Buffer.byteLength(metadata) }
}

/** Writes an event down for the wire. */
export function wireEvent(stream: string, event: PreparedEvent, at: number, mark: string): WireEvent {
  const { id, type, data, metadata } = event
  return {
    uuid: eventId(stream, id, type, data),
    type,
    data,
    metadata: metadataText(metadata, { id, at, by: mark }),
  }
}

/** The result of an append of one event that was written as it was sent. */
export function singleResult(
  stream: string,
  revision: number,
  commit: number,
  recordedAt: number,
): AppendResult {
  const at = position(commit)
  const place = {
    stream,
    firstRevision: revision,
    lastRevision: revision,
    firstPosition: at,
    lastPosition: at,
  }
  return { ...place, recordedAt, alreadyThere: false }
}
