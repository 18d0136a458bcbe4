import { LogError, type LogErrorCode, logErrors } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { PackedBatch, PackedResults } from './pack.ts'
import type { ClockFace } from './shared-clock.ts'

/** What the thread is asked. */
export type Request =
  | {
      readonly ask: 'append'
      readonly number: number
      readonly batch: PackedBatch
      /** Shows the time when it is asked for; undefined where the clock of the system will do, which the thread has too. */
      readonly clock: ClockFace | undefined
      readonly timeoutMs: number | undefined
    }
  | { readonly ask: 'leave'; readonly number: number }
  | { readonly ask: 'close' }

/** What it answers. */
export type Answer =
  | { readonly answer: 'ready' }
  /** No answer yet: it holds the lock, and waits to be told what the clock of an append shows. */
  | { readonly answer: 'asks the time'; readonly number: number }
  | { readonly answer: 'written'; readonly number: number; readonly results: PackedResults }
  | { readonly answer: 'left'; readonly number: number }
  | { readonly answer: 'failed'; readonly number: number; readonly error: ToldError }

/** An error as it goes from thread to thread, which would make a plain `Error` of any. */
export type ToldError =
  | {
      readonly code: LogErrorCode
      readonly what: string
      readonly details: JsonObject
      readonly cause: unknown
    }
  | { readonly other: unknown }

/** An error to be told. */
export function tell(error: unknown): ToldError {
  if (!(error instanceof LogError)) return { other: error }
  const { code, message, details, cause } = error
  return { code, what: message.slice(0, -`: ${logErrors[code]}`.length), details, cause }
}

/** The error that was told. */
export function toldError(told: ToldError): unknown {
  return 'other' in told ? told.other : new LogError(told.code, told.what, told.details, told.cause)
}
