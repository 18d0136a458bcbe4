import type { FoldAnomaly } from '@tidemark/domain'

/** What was met in the log or in the fold and deserves a look; never a crash, never silent. */
export interface Anomaly {
  /** Where in the log the event stands. */
  readonly position: number
  readonly code: AnomalyCode
  readonly message: string
  /** The id of the event. */
  readonly id: string
}

/** The kinds of anomaly, and what each means. */
export const readingAnomalies = {
  UNKNOWN_TYPE: 'an event of a type this version does not know; it is left aside',
  MALFORMED_EVENT: 'an event that does not hold what its type must; it is left aside',
  NEWER_SCHEMA: 'an event written by a newer version; it is left aside',
  MISPLACED_EVENT: 'an event in a stream that is not its own; it is left aside',
  UNKNOWN_MOVEMENT: 'a correction of something that was not recorded before it',
  INVALID_CORRECTION: 'a correction that does not fit what it names',
  PERIOD_CLOSED: 'an entry into a period that was closed when it was recorded',
  FROM_THE_FUTURE: 'it occurred later than it was recorded',
} as const

export type AnomalyCode = keyof typeof readingAnomalies | FoldAnomaly
