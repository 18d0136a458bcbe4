import {
  type JsonObject,
  LogError,
  type Position,
  parseJsonObject,
  position,
  type RecordedEvent,
} from '@tidemark/log'
import { EventStoreError } from './errors.ts'

/** The key of the metadata under which the adapter keeps what the server has no place for. */
const OURS = 'tidemark'

/** How far before the server's own time a writer may say it recorded, in milliseconds. */
const WRITER_BEHIND_MS = 5_000

/** How far after the server's own time a writer may say it recorded, in milliseconds. */
const WRITER_AHEAD_MS = 1_000

/** What the adapter needs of an event as the client delivers it. */
export interface ServerEvent {
  readonly streamId: string
  readonly id: string
  readonly revision: bigint
  readonly type: string
  readonly data: unknown
  readonly metadata?: unknown
  readonly created: Date
  readonly position?: { readonly commit: bigint } | undefined
}

/** What the adapter adds to an event. */
interface Ours {
  readonly id: string
  /** When its writer sent it, in milliseconds since 1970 UTC. */
  readonly at: number
  /** Which append of which writer sent it: tells one's own event from an equal one of somebody else. */
  readonly by: string
}

/** The text of the metadata of an event: what the host gave, and under one key what the adapter adds. */
export function metadataText(metadata: string | null, added: Ours): string {
  const ours = `"${OURS}":${JSON.stringify(added)}`
  if (metadata === null || !saysSomething(metadata)) return `{${ours}}`
  return `${metadata.trimEnd().slice(0, -1)},${ours}}`
}

/** A host may hand over text as it likes; what is no JSON object says nothing, as in every log. */
function saysSomething(metadata: string): boolean {
  return Object.keys(parseJsonObject(metadata) ?? {}).length > 0
}

/** Refuses metadata that uses the key of the adapter. Throws `INVALID_ARGUMENT`. */
export function refuseReservedKey(metadata: JsonObject | undefined, id: string): void {
  if (metadata === undefined || !Object.hasOwn(metadata, OURS)) return
  throw new LogError('INVALID_ARGUMENT', `metadata.${OURS} of event ${id} is reserved for the log`, { id })
}

/** The event as the port has it. What Tidemark did not write, or cannot read, comes with `data: null`. */
export function recordedEvent(event: ServerEvent, commit: bigint | undefined): RecordedEvent {
  const created = event.created.getTime()
  const place = {
    stream: event.streamId,
    revision: Number(event.revision),
    position: positionOf(event.position?.commit, commit),
    type: event.type,
  }
  const metadata = isObject(event.metadata) ? event.metadata : undefined
  const ours = oursOf(metadata)
  if (ours === undefined || metadata === undefined || !isObject(event.data)) {
    const rest = metadata === undefined ? {} : withoutOurs(metadata)
    const id = ours?.id ?? event.id
    return { ...place, recordedAt: created, id, data: null, metadata: rest, rawData: rawText(event.data) }
  }
  const rest = withoutOurs(metadata)
  return {
    ...place,
    recordedAt: originalTime(rest) ?? plausible(ours.at, created),
    id: ours.id,
    data: event.data,
    metadata: rest,
  }
}

/** Which append of which writer sent an event; undefined for a foreign event. */
export function sentBy(event: ServerEvent): string | undefined {
  return oursOf(isObject(event.metadata) ? event.metadata : undefined)?.by
}

/** A position as a number. Throws `POSITION_TOO_LARGE` when it would not be exact. */
export function positionOf(commit: bigint | undefined, other: bigint | undefined): Position {
  // Some servers fill one of the two with 2^64 - 1, or leave it out.
  const usable = isCountable(commit) ? commit : isCountable(other) ? other : undefined
  if (usable !== undefined) return position(Number(usable))
  throw new EventStoreError('POSITION_TOO_LARGE', `position ${commit ?? other}`)
}

function isCountable(commit: bigint | undefined): commit is bigint {
  return commit !== undefined && commit > 0n && commit <= Number.MAX_SAFE_INTEGER
}

/**
 * The writer's time, when the server's clock bears it out, else the server's: a host whose clock is wrong must not move
 * the time of knowledge of everybody.
 */
function plausible(at: number, created: number): number {
  return at >= created - WRITER_BEHIND_MS && at <= created + WRITER_AHEAD_MS ? at : created
}

function originalTime(metadata: JsonObject): number | undefined {
  const { recordedAt } = metadata
  const at = typeof recordedAt === 'string' ? Date.parse(recordedAt) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

function oursOf(metadata: JsonObject | undefined): Ours | undefined {
  const ours = metadata?.[OURS]
  if (!isObject(ours)) return undefined
  const { id, at, by } = ours
  if (typeof id !== 'string' || typeof at !== 'number' || typeof by !== 'string') return undefined
  return { id, at, by }
}

function withoutOurs({ [OURS]: _, ...rest }: JsonObject): JsonObject {
  return rest
}

/** What the client parsed from JSON as an object holds JSON values only. */
function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}

function rawText(data: unknown): string {
  if (typeof data === 'string') return data
  if (data instanceof Uint8Array) return Buffer.from(data).toString('utf8')
  return JSON.stringify(data) ?? ''
}
