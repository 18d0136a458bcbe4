import protobuf from 'protobufjs/minimal.js'
import type { Mark, Resolved } from './pump.ts'
import type { ServerEvent } from './stored-event.ts'

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
    if (tag === EVENT) step = resolved(within(from))
    else if (tag === CHECKPOINT) step = checkpoint(within(from))
    else {
      if (tag === CAUGHT_UP) step = { mark: 'caught-up' }
      from.skipType(tag & 7)
    }
  }
  return step
}

/** Of a field that holds a message or text, by its number. */
const tagOf = (field: number) => (field << 3) | 2
const EVENT = tagOf(1)
const CHECKPOINT = tagOf(3)
const CAUGHT_UP = tagOf(8)

/** A message inside another one: the reader, moved to its first field, and where it ends. */
interface Part {
  readonly from: protobuf.Reader
  readonly end: number
}

function within(from: protobuf.Reader): Part {
  const length = from.uint32()
  const end = from.pos + length
  if (end > from.len) throw new RangeError('a message of the server is cut off')
  return { from, end }
}

const LINKED_EVENT = tagOf(1)
/** A field with a whole number, by its number. */
const numberTag = (field: number) => field << 3
const COMMIT_POSITION = numberTag(3)

function resolved({ from, end }: Part): Resolved {
  let event: ServerEvent | undefined
  let commitPosition: bigint | undefined
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === LINKED_EVENT) event = recordedEvent(within(from))
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
      case tagOf(1):
        id = textAt(within(from), UUID_STRING)
        break
      case tagOf(2):
        streamId = textAt(within(from), STREAM_NAME)
        break
      case numberTag(3):
        revision = whole(from)
        break
      case numberTag(5):
        commit = whole(from)
        break
      case tagOf(6):
        system = { ...system, ...systemEntry(within(from)) }
        break
      case tagOf(7):
        metadata = from.bytes()
        break
      case tagOf(8):
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

const UUID_STRING = tagOf(2)
const STREAM_NAME = tagOf(3)

/** The text in one field of a message. */
function textAt({ from, end }: Part, field: number): string {
  let text = ''
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === field) text = from.string()
    else from.skipType(tag & 7)
  }
  return text
}

/** One of the entries that the server keeps of each event. */
function systemEntry({ from, end }: Part) {
  let key = ''
  let value = ''
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === tagOf(1)) key = from.string()
    else if (tag === tagOf(2)) value = from.string()
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

/** Beyond the whole numbers that JavaScript counts exactly it is only about right: nothing else is known of those. */
function whole(from: protobuf.Reader): bigint {
  // The declarations of the reader lead to a type of its number that is empty for modules.
  const number = from.uint64() as unknown as { toNumber(): number }
  return BigInt(number.toNumber())
}
