import { TidemarkError, toInstant } from 'tidemark'

const DATE = /^\d{4}-\d\d-\d\d$/
const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/
const STREAM_AT_REVISION = /^.+@\d{1,15}$/

/**
 * The instant an argument names, in milliseconds since the epoch.
 *
 * @throws TidemarkError `INVALID_TIME`; a date or a time without offset comes with what to write instead.
 */
export function instantOf(text: string): number {
  if (DATE.test(text)) {
    const fix = `a day is not an instant, write ${text}T23:59:59.999Z for its end in UTC`
    throw new TidemarkError('INVALID_TIME', `${text} (${fix})`)
  }
  if (LOCAL_TIME.test(text)) {
    throw new TidemarkError('INVALID_TIME', `${text} (write ${text}Z if it is UTC, or ${text}+02:00)`)
  }
  return toInstant(text)
}

/** Whether an argument looks like an instant, well written or not. */
export function looksLikeInstant(text: string): boolean {
  return /^\d{4}-\d\d/.test(text)
}

/**
 * The point of knowledge an argument names: `stream@revision` as it is, else an instant of recording.
 *
 * @throws TidemarkError `INVALID_TIME`.
 */
function knowledgeOf(text: string): string | number {
  return STREAM_AT_REVISION.test(text) ? text : instantOf(text)
}

/** The point of knowledge the options name, as the library takes it. */
export function knownThroughOf({ knownThrough }: { readonly knownThrough?: string }): {
  readonly knownThrough?: string | number
} {
  return knownThrough === undefined ? {} : { knownThrough: knowledgeOf(knownThrough) }
}
