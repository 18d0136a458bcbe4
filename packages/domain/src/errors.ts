/** Every refusal of the domain: code, and what it means with the way out. */
export const domainErrors = {
  NOT_AN_OBJECT: 'An event is one flat JSON object; check the line.',
  UNKNOWN_TYPE: 'There is no such event type; see docs/events.md for those there are.',
  UNKNOWN_FIELD: 'The event type has no such field; correct its name, or put your own data under `tags`.',
  MISSING_FIELD: 'A required field is missing; add it.',
  INVALID_FIELD: 'The field does not hold what it must; see docs/events.md for its values.',
  NOT_A_NUMBER: 'A quantity or amount must be a finite decimal number; give a decimal string such as "12.5".',
  TOO_PRECISE: 'A quantity or amount has more than six decimals; round it before recording it.',
  TOO_LARGE: 'A quantity or amount is 10^12 or more; use a larger unit.',
  INVALID_INSTANT:
    'A time must be an ISO 8601 instant with an offset or Z, such as 2027-03-31T17:30:00+02:00.',
  INVALID_DATE: 'A date must be a calendar date such as 2027-03-31.',
  LOTS_EXCEED_QUANTITY: 'The lots add up to more than the quantity; lower them or raise the quantity.',
  INVALID_WORKSPACE: 'A workspace name is 1 to 64 letters, digits, hyphens or underscores, without a dot.',
} as const

export type DomainErrorCode = keyof typeof domainErrors

/**
 * Raised with a stable `code` of {@link domainErrors}; `field` names what is wrong, `index` the event of several it is wrong in, from 0;
 * the message says what to do.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: DomainErrorCode
  readonly field: string | null
  readonly index: number | null
  readonly #subject: string

  constructor(
    code: DomainErrorCode,
    subject: string,
    field: string | null = null,
    index: number | null = null,
  ) {
    const place = index === null ? '' : `event ${index + 1}: `
    super(`${place}${subject}: ${domainErrors[code]}`)
    this.code = code
    this.field = field
    this.index = index
    this.#subject = subject
  }

  /** The same, of one of several events. */
  at(index: number): DomainError {
    return new DomainError(this.code, this.#subject, this.field, index)
  }
}
