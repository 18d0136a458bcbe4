import type { KnownEvent } from './known-event.ts'

/**
 * The events that no later, living `MovementVoided` names, in the order given (that of recording).
 *
 * Voids are resolved from the last one back: a void that is itself void kills nothing.
 */
export function livingEvents(events: readonly KnownEvent[]): readonly KnownEvent[] {
  if (!events.some((event) => event.type === 'MovementVoided')) return events
  const voided = new Set<string>()
  const living: KnownEvent[] = []
  for (const event of events.toReversed()) {
    if (voided.has(event.id)) continue
    if (event.type === 'MovementVoided') voided.add(event.movement)
    living.push(event)
  }
  return living.reverse()
}
