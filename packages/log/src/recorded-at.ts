import { LogError } from './errors.ts'
import type { JsonObject } from './json.ts'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/**
 * The original time of recording that metadata carries, in milliseconds since 1970 UTC; undefined when it has none.
 * Throws `INVALID_ARGUMENT` when it is there but no ISO instant with offset.
 */
export function originalRecordedAt(metadata: JsonObject | undefined, id: string): number | undefined {
  const text = metadata?.recordedAt
  if (text === undefined) return undefined
  const at = typeof text === 'string' && INSTANT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) {
    const what = `metadata.recordedAt of event ${id} must be an instant such as 2024-01-31T09:30:00Z, not ${JSON.stringify(text)}`
    throw new LogError('INVALID_ARGUMENT', what, { id })
  }
  return at
}

/**
 * When an event counts as recorded: its original time, else the clock, in whole milliseconds. Knowledge has one direction: a clock that was set
 * back is held at the last time recorded, and an original time before that throws `RECORDED_AT_BACKWARDS`.
 */
export function nextRecordedAt(last: number, now: number, original: number | undefined, id: string): number {
  if (original === undefined) return Math.max(last, wholeMilliseconds(now))
  if (original >= last) return original
  const what = `event ${id} says it was recorded at ${new Date(original).toISOString()}, the event before it at ${new Date(last).toISOString()}`
  throw new LogError('RECORDED_AT_BACKWARDS', what, { id, recordedAt: original, last })
}

function wholeMilliseconds(now: number): number {
  if (Number.isFinite(now)) return Math.round(now)
  throw new LogError('INVALID_ARGUMENT', `the clock must give milliseconds since 1970 UTC, not ${now}`)
}
