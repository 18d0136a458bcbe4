import { parseInstant } from '@tidemark/domain'
import { TidemarkError } from './errors.ts'

/** A moment as a caller may give it: ISO 8601 with offset, `Date`, or milliseconds since the epoch. */
export type TimeInput = string | Date | number

/**
 * Milliseconds since the epoch of a moment.
 *
 * @throws TidemarkError `INVALID_TIME`.
 */
export function toInstant(time: TimeInput): number {
  const at = typeof time === 'string' ? parseInstant(time) : Number(time)
  if (at === null || !Number.isSafeInteger(at) || Math.abs(at) > 8.64e15) {
    throw new TidemarkError('INVALID_TIME', String(time))
  }
  return at
}
