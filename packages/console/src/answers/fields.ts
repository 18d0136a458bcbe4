import { z } from 'zod'

/** A quantity or an amount, exact to six decimals. */
export const decimal = z.string().regex(/^-?\d+(\.\d{1,6})?$/)

/** ISO 8601, UTC, to the millisecond. */
export const instant = z.string().regex(/^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** The last event known. */
export const knowledgePoint = z.object({ stream: z.string(), revision: z.number().int() })

/** What an answer stands for: an instant, and what was known of it. */
export const moment = z.object({
  asOf: instant,
  knownThrough: knowledgePoint.nullable(),
  /** The snapshot that froze the two, if one was asked for. */
  snapshot: z.string().nullable(),
  /** Whether the same question gets the same answer for ever. */
  frozen: z.boolean(),
})

export type MomentAnswer = z.infer<typeof moment>

/** A name of something, as a caller gives it. */
export const name = z.string().min(1).max(256)
