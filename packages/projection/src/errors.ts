/** Every error this package raises: code, and what it means with the way out. */
export const projectionErrors = {
  NOT_A_NUMBER:
    'The value is not a finite decimal number; give a decimal string such as "12.5", a Decimal or a finite number.',
  TOO_PRECISE: 'The value has more than six decimals; round it to six decimals before recording it.',
  TOO_LARGE: 'The value is 10^12 or more; use a larger unit.',
  UNKNOWN_RECORD_KIND:
    'The recipe or reader names a record kind the projection does not declare; add it to `records`.',
} as const

export type ProjectionErrorCode = keyof typeof projectionErrors

/** Raised with a stable `code` of {@link projectionErrors}; the message says what to do. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError'
  readonly code: ProjectionErrorCode

  constructor(code: ProjectionErrorCode, subject: string) {
    super(`${subject}: ${projectionErrors[code]}`)
    this.code = code
  }
}
