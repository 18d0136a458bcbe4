/** Every error this package raises: code, and what it means with the way out. */
export const timelineErrors = {
  POSITION_NOT_ASCENDING:
    'The position is not a whole number after the last one; add every source once, in ascending order of position.',
  NOT_AN_INSTANT: 'The instant is not a number of milliseconds since the epoch; give one, or leave it out.',
  NOT_A_POSITION: 'The position is not a number; give one that was added, or leave it out for the head.',
  SLICE_TOO_SMALL:
    'A slice holds at least one fact; give `sliceFacts` a whole number of 1 or more, or leave it out.',
  INVALID_ARGUMENT: 'The argument is not one of the values allowed; give one of those, or leave it out.',
  CACHE_DAMAGED:
    'The cache does not hold what was written to it; open the timeline without it, or delete it: it is made again.',
} as const

export type TimelineErrorCode = keyof typeof timelineErrors

/** Raised with a stable `code` of {@link timelineErrors}; the message says what to do. */
export class TimelineError extends Error {
  override readonly name = 'TimelineError'
  readonly code: TimelineErrorCode

  constructor(code: TimelineErrorCode, subject: string) {
    super(`${subject}: ${timelineErrors[code]}`)
    this.code = code
  }
}
