import { type DomainErrorCode, domainErrors } from '@tidemark/domain'
import { type LogErrorCode, logErrors } from '@tidemark/log'
import { type ProjectionErrorCode, projectionErrors } from '@tidemark/projection'
import { type TimelineErrorCode, timelineErrors } from '@tidemark/timeline'
import { type TidemarkErrorCode, tidemarkErrors } from './errors.ts'

/** The codes of all errors that an inventory and what it is made of may raise: docs/errors.md has what each means. */
export type ErrorCode =
  | TidemarkErrorCode
  | DomainErrorCode
  | LogErrorCode
  | ProjectionErrorCode
  | TimelineErrorCode

const tables = new Map<string, object>([
  ['TidemarkError', tidemarkErrors],
  ['DomainError', domainErrors],
  ['LogError', logErrors],
  ['ProjectionError', projectionErrors],
  ['TimelineError', timelineErrors],
])

/**
 * The stable code of an error, whichever part of Tidemark raised it; `undefined` for anything else. It knows errors by their name, not
 * by their class, of which there are two where a program is bundled in part.
 *
 * @example
 * await inventory
 *   .record({ id: 'S1', type: 'StockSold', occurredAt: '2027-03-01T10:00Z', item: 'tea', branch: 'north', quantity: '1' })
 *   .catch((error: unknown) => {
 *     if (errorCode(error) !== 'PERIOD_CLOSED') throw error
 *     console.log('That month is closed.')
 *   })
 */
export function errorCode(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  const table = tables.get(error.name)
  return table !== undefined && Object.hasOwn(table, error.code) ? (error.code as ErrorCode) : undefined
}
