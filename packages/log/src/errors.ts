import type { JsonObject } from './json.ts'

/** Every error of a log: its stable code, what it means and what to do about it. */
export const logErrors = {
  WRONG_EXPECTED_REVISION:
    'the stream is not at the revision this append expects; read the stream from there, decide again, append with its present revision',
  DUPLICATE_EVENT_ID:
    'an event id may stand only once in a stream; to repeat an append, repeat it with the same ids in the same order and the same expected revision',
  EMPTY_APPEND:
    'an append needs at least one stream and each stream at least one event; skip the call when there is nothing to record',
  NOT_JSON:
    'data and metadata must be plain JSON objects (text, finite numbers, booleans, null, arrays, plain objects); leave undefined values out and write bigint, dates and decimals as text',
  EVENT_TOO_LARGE:
    'the event is larger than the log allows; keep documents elsewhere and record a reference, or open the log with a larger maxEventBytes',
  INVALID_ARGUMENT: 'the argument is not one the log can use; see the message for which and what is allowed',
  RECORDED_AT_BACKWARDS:
    'metadata.recordedAt may not be earlier than that of the event before it in the log; record a history in the order in which it became known, into an empty log',
  POSITION_BEYOND_HEAD:
    'the log does not reach that far, so the position belongs to another log or to a newer copy of this one; start again from START, or use the right log',
  CHECKPOINT_UNREADABLE:
    'the file does not hold a position; name the right file, or delete it to process everything again from the first event',
  CHECKPOINT_UNAVAILABLE:
    'the checkpoint cannot be read or kept; check that its directory exists, that it may be read and written, and that the disk has room',
  COPY_TARGET_NOT_EMPTY:
    'the target holds something else than the beginning of this copy, nothing was written; copy into an empty workspace, or name the source of the copy that was begun there',
  COPY_DIFFERS:
    'the target does not hold what was copied: something else writes to it; stop that, and copy into an empty workspace',
  LOG_NOT_OURS:
    'the file is not a Tidemark log; give the path of a log, or of a file that does not exist yet',
  LOG_NEWER_FORMAT: 'the file was written by a newer version of Tidemark; update Tidemark to open it',
  LOG_OLDER_FORMAT:
    'the file was written by an older version of Tidemark; open it once with the permission to write, which brings it up to date',
  LOG_READ_ONLY:
    'the log can only be read; open it without readOnly and with the permission to write to the file and its directory',
  LOG_FULL:
    'there is no room left on the disk, nothing of this append was written; make room and append again',
  LOG_BUSY:
    'another process kept the log locked until the time limit, nothing of this append was written; append again, or give it a larger timeoutMs',
  CACHE_NOT_OURS:
    'the file is not a Tidemark cache, or its header is damaged; give the path of a cache or of a file that does not exist yet, or delete it if you know it was one',
  CACHE_UNAVAILABLE:
    'the cache cannot be used; check that its directory exists and may be written, that no other process uses it, or work without it',
  LOG_WRITER_ENDED:
    'the thread that writes the log has ended, and it is not known whether this append was written; append again with the same ids, which records nothing twice',
  LOG_CLOSED: 'the log has been closed; open it again',
  LOG_CORRUPT: 'the file is damaged; keep a copy of it, then restore a backup',
  LOG_UNAVAILABLE:
    'the log cannot be reached; check that its directory exists, that it may be read and written, and that the disk works',
} as const

/** The stable code of a log's error. */
export type LogErrorCode = keyof typeof logErrors

/**
 * An error of a log: `code` is stable, `message` says what happened and the fix, `details` names the stream,
 * revision, event or file.
 *
 * @example
 * try {
 *   await log.append([{ stream: 'item-1', expectedRevision: 4, events }])
 * } catch (error) {
 *   if (error instanceof LogError && error.code === 'WRONG_EXPECTED_REVISION') console.log(error.details)
 * }
 */
export class LogError extends Error {
  override readonly name = 'LogError'
  readonly code: LogErrorCode
  readonly details: JsonObject

  constructor(code: LogErrorCode, what: string, details: JsonObject = {}, cause?: unknown) {
    super(`${what}: ${logErrors[code]}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}

/**
 * Whether an error is one of a log; where `instanceof` would not know those of another copy of this package, which a program has that
 * is bundled in part.
 */
export function isLogError(error: unknown): error is LogError {
  return error instanceof Error && error.name === 'LogError' && 'code' in error
}
