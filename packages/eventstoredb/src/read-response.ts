import protobuf from 'protobufjs/minimal.js'
import type { Mark, Resolved } from './pump.ts'
import type { ServerEvent } from './stored-event.ts'
import { lengthTag, numberTag, type Part, part, textAt, whole } from './wire.ts'

/** Neither an event nor a mark: what a server sends to say that a subscription has begun, for one. */
const NOTHING: Resolved = {}

/**
 * Reads a `ReadResp` of the server's protocol. The same as what the client makes of it, for a quarter of the work: a
 * reader that catches up does little else. What comes in fields it does not know is passed over.
 */
export function readResponse(bytes: Uint8Array): Resolved | Mark {
  const from = protobuf.Reader.create(bytes)
  let step: Resolved | Mark = NOTHING
  while (from.pos < from.len) {
    const tag = from.uint32()
    if (tag === EVENT) step = resolved(part(from))
    else if (tag === CHECKPOINT) step = checkpoint(part(from))
    else {
      if (tag === CAUGHT_UP) step = { mark: 'caught-up' }
      from.skipType(tag & 7)
    }
  }
  return step
}

const EVENT = lengthTag(1)
const CHECKPOINT = lengthTag(3)
const CAUGHT_UP = lengthTag(8)

const LINKED_EVENT = lengthTag(1)
const COMMIT_POSITION = numberTag(3)

function resolved({ from, end }: Part): Resolved {
  let event: ServerEvent | undefined
  let commitPosition: bigint | undefined
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === LINKED_EVENT) event = recordedEvent(part(from))
    else if (tag === COMMIT_POSITION) commitPosition = whole(from)
    else from.skipType(tag & 7)
  }
  return { event, commitPosition }
}

function checkpoint({ from, end }: Part): Mark {
  let commit = 0n
  let prepare = 0n
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === numberTag(1)) commit = whole(from)
    else if (tag === numberTag(2)) prepare = whole(from)
    else from.skipType(tag & 7)
  }
  return { mark: 'checkpoint', at: { commit, prepare } }
}

const NO_BYTES = new Uint8Array()

function recordedEvent({ from, end }: Part): ServerEvent {
  let id = ''
  let streamId = ''
  let revision = 0n
  let commit = 0n
  let system: { type?: string; contentType?: string; created?: string } = {}
  let metadata: Uint8Array = NO_BYTES
  let data: Uint8Array = NO_BYTES
  while (from.pos < end) {
    const tag = from.uint32()
    switch (tag) {
      case lengthTag(1):
        id = textAt(part(from), UUID_STRING)
        break
      case lengthTag(2):
        streamId = textAt(part(from), STREAM_NAME)
        break
      case numberTag(3):
        revision = whole(from)
        break
      case numberTag(5):
        commit = whole(from)
        break
      case lengthTag(6):
        system = { ...system, ...systemEntry(part(from)) }
        break
      case lengthTag(7):
        metadata = from.bytes()
        break
      case lengthTag(8):
        data = from.bytes()
        break
      default:
        from.skipType(tag & 7)
    }
  }
  return {
    id,
    streamId,
    revision,
    type: system.type ?? '<no-event-type-provided>',
    data: system.contentType === 'application/json' ? json(data, textOf) : data,
    metadata: metadata.length === 0 ? undefined : json(metadata, (bytes) => bytes),
    created: created(system.created),
    position: { commit },
  }
}

const UUID_STRING = lengthTag(2)
const STREAM_NAME = lengthTag(3)

/** One of the entries that the server keeps of each event. */
function systemEntry({ from, end }: Part) {
  let key = ''
  let value = ''
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === lengthTag(1)) key = from.string()
    else if (tag === lengthTag(2)) value = from.string()
    else from.skipType(tag & 7)
  }
  if (key === 'type') return { type: value }
  if (key === 'content-type') return { contentType: value }
  return key === 'created' ? { created: value } : {}
}

/** A .NET tick is 100 nanoseconds. */
const TICKS_PER_MILLISECOND = 10_000

/** When the server wrote it down, which it says in ticks since 1970 UTC. */
function created(ticks: string | undefined): Date {
  const ms = Math.floor(Number(ticks) / TICKS_PER_MILLISECOND)
  return new Date(Number.isFinite(ms) ? ms : 0)
}

function json(bytes: Uint8Array, otherwise: (bytes: Uint8Array) => unknown): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    return otherwise(bytes)
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
