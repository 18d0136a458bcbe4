import type { KnownEvent } from '@tidemark/domain'
import type { Reader } from '../reading/reader.ts'

/** Places events that are not recorded after everything that is, in their own order. */
export function placeSupposed(
  events: readonly KnownEvent[],
  timeline: Reader['timeline'],
): readonly KnownEvent[] {
  const head = Math.max(timeline.head, 0)
  return events.map((event, index) => ({ ...event, position: head + 1 + index }))
}
