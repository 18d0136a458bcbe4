import { earliestEffect, itemOfEvent, type KnownEvent, namedBy } from '@tidemark/domain'
import type { Reader } from './reader.ts'

/**
 * When an event takes effect at the earliest, by what was known when it was recorded, and what was let in beside that.
 * Milliseconds since the epoch.
 */
export function effectiveAt(
  event: KnownEvent,
  timeline: Reader['timeline'],
  letIn: readonly KnownEvent[] = [],
): number {
  const item = itemOfEvent(event)
  if (item === null || namedBy(event) === null) return event.occurredAt
  const besides = letIn.filter((other) => itemOfEvent(other) === item)
  const before = [...timeline.sources(item), ...besides].filter(({ position }) => position < event.position)
  const knownThrough = Math.min(event.position, timeline.head)
  const at = (instant: number) => timeline.view({ asOf: instant, knownThrough, with: letIn }).common
  return earliestEffect(event, before, { at })
}
