import { encodeEvent, formatInstant, type KnownEvent, parseEvent, parseInstant } from '@tidemark/domain'
import type { History } from './deed.ts'

/**
 * A history as a log hands it to a projection: validated, with positions 1, 2, 3...
 *
 * @throws DomainError for an event that is not valid, RangeError for a time of recording that is none.
 */
export function knownEvents(history: History): readonly KnownEvent[] {
  return history.map(({ event, recordedAt }, index) => {
    const at = parseInstant(recordedAt)
    if (at === null) throw new RangeError(`${recordedAt}: not an instant`)
    return { ...parseEvent(event), position: index + 1, recordedAt: at }
  })
}

/** An event as one line of a movement file, with its time of recording: what `tidemark import --history` reads. */
export function movementLine(known: KnownEvent): string {
  const { position: _, recordedAt, ...event } = known
  return JSON.stringify({ ...encodeEvent(event), recordedAt: formatInstant(recordedAt) })
}
