import { ConsoleError, type ConsoleErrorCode } from './errors.ts'

/** An error as the API answers it. */
export interface Failure {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503
  readonly body: {
    readonly error: string
    readonly code: string
    readonly details: Readonly<Record<string, unknown>>
  }
}

const ownStatus: { readonly [code in ConsoleErrorCode]: Failure['status'] } = {
  UNAUTHENTICATED: 401,
  WRONG_KEY: 401,
  HOST_NOT_ALLOWED: 403,
  CROSS_SITE: 403,
  TOO_MANY_REQUESTS: 429,
  BODY_TOO_LARGE: 413,
  NOT_JSON: 400,
  INVALID_REQUEST: 400,
  NOT_FOUND: 404,
  NOT_EMPTY: 409,
  POSITION_BEYOND_HEAD: 409,
  LOG_UNAVAILABLE: 503,
  LOG_FULL: 503,
  INTERNAL: 500,
  PAGE_MISSING: 500,
  KEYS_UNREADABLE: 500,
  INVALID_KEY_NAME: 400,
  KEYS_UNWRITABLE: 500,
  KEY_EXISTS: 409,
  UNKNOWN_KEY: 404,
  PORT_TAKEN: 500,
}

/** What the library refuses because of what stands in the log, not because of how it was asked. */
const conflicts: ReadonlySet<string> = new Set([
  'MOVEMENT_CONFLICT',
  'SNAPSHOT_EXISTS',
  'NOTHING_KNOWN',
  'PERIOD_CLOSED',
  'PERIOD_NOT_CLOSED',
  'PERIOD_NOT_OVER',
  'INSUFFICIENT_STOCK',
  'TRACKING_WITH_STOCK',
  'TOO_BUSY',
])

/** Errors of the library whose message is meant for whoever asked. */
const toldErrors: ReadonlySet<string> = new Set(['TidemarkError', 'DomainError', 'ProjectionError'])

/** What would be refused, as an answer tells it beside others. */
export function refusalOf(error: Error): { readonly code: string; readonly error: string } {
  const { code, error: message } = failureOf(error).body
  return { code, error: message }
}

/** What an error is answered with; of an unexpected one, nothing but that it happened. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ConsoleError) {
    return { status: ownStatus[error.code], body: bodyOf(error, error.code, error.details) }
  }
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return internal()
  if (error.name === 'LogError') return unavailable(error.code)
  if (!toldErrors.has(error.name)) return internal()
  const told = 'details' in error && isRecord(error.details) ? error.details : {}
  const details = 'field' in error && typeof error.field === 'string' ? { ...told, field: error.field } : told
  // What is no event is wrong in itself, whatever of it is unknown.
  const status = error.name === 'DomainError' ? 400 : statusOf(error.code)
  return { status, body: bodyOf(error, error.code, details) }
}

function statusOf(code: string): Failure['status'] {
  if (code === 'PERMISSION_DENIED' || code === 'ANOTHER_ACTOR') return 403
  if (code.startsWith('UNKNOWN_')) return 404
  if (code === 'ARCHIVE_UNAVAILABLE') return 503
  return conflicts.has(code) ? 409 : 400
}

function bodyOf(error: Error, code: string, details: Readonly<Record<string, unknown>>): Failure['body'] {
  return { error: error.message, code, details }
}

function internal(): Failure {
  return failureOf(new ConsoleError('INTERNAL', 'the console'))
}

/** The message of a log may name files and servers, which are nobody's business but the host's. */
function unavailable(code: string): Failure {
  return failureOf(new ConsoleError(code === 'LOG_FULL' ? 'LOG_FULL' : 'LOG_UNAVAILABLE', 'the log'))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
