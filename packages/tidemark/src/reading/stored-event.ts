import { DomainError, isEventType, type KnownEvent, parseEvent, streamOf } from '@tidemark/domain'
import type { RecordedEvent } from '@tidemark/log'
import { type Anomaly, readingAnomalies } from './anomaly.ts'

/** The version of the shape in which events are stored now. */
export const SCHEMA_VERSION = 1

/** Free text of the host's that no fold needs; it stays in the log. */
const notFolded = ['note', 'tags', 'document', 'line', 'entered', 'actor', 'customer']

/** One copy of each id that comes again and again. */
export type Interned = Map<string, string>

/** An event as the fold needs it, or why it is left aside. */
export type Decoded = { readonly event: KnownEvent } | { readonly anomaly: Anomaly }

/**
 * Decodes a stored event of a workspace: upcast, validated, without the free text.
 *
 * Never throws for what is stored: a foreign or damaged event is an anomaly with its position.
 */
export function decode(recorded: RecordedEvent, prefix: string, interned: Interned): Decoded {
  const problem = problemOf(recorded)
  if (problem !== null) return { anomaly: anomalyAt(recorded, problem) }
  try {
    const event = parseEvent(foldedFields(recorded))
    if (prefix + streamOf(event) !== recorded.stream) {
      return { anomaly: anomalyAt(recorded, 'MISPLACED_EVENT') }
    }
    return { event: place(event, recorded, interned) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { anomaly: anomalyAt(recorded, 'MALFORMED_EVENT', error.message) }
  }
}

type Problem = 'UNKNOWN_TYPE' | 'MALFORMED_EVENT' | 'NEWER_SCHEMA'

function problemOf(recorded: RecordedEvent): Problem | null {
  if (!isEventType(recorded.type)) return 'UNKNOWN_TYPE'
  if (recorded.data === null) return 'MALFORMED_EVENT'
  const version = recorded.metadata.schemaVersion ?? SCHEMA_VERSION
  if (typeof version !== 'number') return 'MALFORMED_EVENT'
  return version > SCHEMA_VERSION ? 'NEWER_SCHEMA' : null
}

function foldedFields(recorded: RecordedEvent): { readonly [field: string]: unknown } {
  const fields: { [field: string]: unknown } = { id: recorded.id, type: recorded.type, ...recorded.data }
  for (const field of notFolded) delete fields[field]
  return fields
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function place(
  event: ReturnType<typeof parseEvent>,
  recorded: RecordedEvent,
  interned: Interned,
): KnownEvent {
  const known = event as Mutable<KnownEvent>
  if ('item' in known && known.item !== undefined) known.item = intern(interned, known.item)
  if ('branch' in known && known.branch !== undefined) known.branch = intern(interned, known.branch)
  known.position = recorded.position
  known.recordedAt = recorded.recordedAt
  return known
}

function intern(interned: Interned, text: string): string {
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
