/** Every error of the console itself: code, and what it means with the way out. */
export const consoleErrors = {
  UNAUTHENTICATED:
    'Nobody is signed in; open the link the console printed, or send `Authorization: Bearer KEY`.',
  WRONG_KEY:
    'That is no key, or one that was revoked, or a link that was used before; ask for a new key, or start the console again for a new link.',
  HOST_NOT_ALLOWED:
    'The console is not reached under that name; open it under the address it printed, or allow the name with --host.',
  CROSS_SITE: 'Another site asked for this; open the console itself.',
  TOO_MANY_REQUESTS: 'Too much is asked for at once; wait a moment and ask again.',
  BODY_TOO_LARGE: 'The body of the request is larger than 64 KiB; send less at once.',
  NOT_JSON: 'The body must be JSON, sent as `Content-Type: application/json`.',
  INVALID_REQUEST:
    'A parameter is missing, unknown or not what it should be; `/api/openapi.json` has them all.',
  NOT_FOUND: 'There is nothing at that address; `/api/openapi.json` has what there is.',
  NOT_EMPTY:
    'The workspace holds something already; a sample is for an empty one, such as --workspace trial.',
  POSITION_BEYOND_HEAD:
    'The log does not reach that far: it is another one, or an older copy of it; read anew what you hold, then follow without a position.',
  LOG_UNAVAILABLE: 'The log cannot be read or written just now; try again, it is safe to repeat.',
  LOG_FULL:
    'There is no room left where the log is kept, nothing was recorded; make room and try again, it is safe to repeat.',
  INTERNAL:
    'Something went wrong that should not have; nothing is half done. Report it with what was asked for.',
  PAGE_MISSING:
    'The files of the page are not beside the console; leave @tidemark/console out of the bundle of a program, so that it finds them.',
  KEYS_UNREADABLE:
    'The file of keys is missing or damaged; make one with `tidemark key create`, or name it with --keys.',
  INVALID_KEY_NAME:
    'A key has a name of 1 to 256 characters without spaces around it; choose another, nothing was written.',
  KEYS_UNWRITABLE:
    'The file of keys cannot be written and is as it was; check its directory, that you may write there, and that there is room.',
  KEY_EXISTS: 'A key of that name is there and was not revoked; choose another name, or revoke it first.',
  UNKNOWN_KEY: 'There is no key of that name in use; `tidemark key list` shows those there are.',
  PORT_TAKEN: 'Another program listens on that port; choose another with --port.',
} as const

export type ConsoleErrorCode = keyof typeof consoleErrors

/** Raised with a stable `code` of {@link consoleErrors}; the message says what to do. */
export class ConsoleError extends Error {
  override readonly name = 'ConsoleError'
  readonly code: ConsoleErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ConsoleErrorCode,
    subject: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`${subject}: ${consoleErrors[code]}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}
