import { z } from 'zod'
import { pageOf } from '../paging.ts'
import { movement } from './comparison.ts'
import { decimal, instant, knowledgePoint, moment } from './fields.ts'

/** A movement of a list. */
export const listedMovement = movement.extend({
  name: z.string(),
  /** Recorded after something of the item that occurred later. */
  late: z.boolean(),
})

/** Movements of a view, the latest first. */
export const movements = pageOf(listedMovement).extend({ moment })

export type MovementsAnswer = z.infer<typeof movements>

/** Where what was recorded stands; what had been recorded before stands where it stood. */
export const recorded = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      stream: z.string(),
      revision: z.number().int(),
      position: z.number().int(),
      recordedAt: instant,
      alreadyRecorded: z.boolean(),
    }),
  ),
})

export type RecordedAnswer = z.infer<typeof recorded>

/** What of a row a movement can change. */
export const figures = z.object({
  onHand: decimal,
  value: decimal,
  averageCost: decimal.nullable(),
  reserved: decimal,
  available: decimal,
  onOrder: decimal,
  lastCountQuantity: decimal.nullable(),
})

/** What movements would change, if they were recorded. */
export const preview = z.object({
  asOf: instant,
  knownThrough: knowledgePoint.nullable(),
  /** The rows they touch: as they are, and as they would be; `null` where there is no row. */
  rows: z.array(
    z.object({
      item: z.string(),
      branch: z.string(),
      name: z.string(),
      before: figures.nullable(),
      after: figures.nullable(),
    }),
  ),
  /** Why they would not be recorded as things stand. */
  refusals: z.array(z.object({ id: z.string(), code: z.string(), error: z.string() })),
  /** Whether they would change what has been said of the past, and since when. */
  late: z.boolean(),
  since: instant,
  /** The snapshots that would drift: what they froze stays, and what is known now of their instant is something else. */
  drifting: z.array(z.object({ id: z.string(), name: z.string(), asOf: instant })),
})

export type PreviewAnswer = z.infer<typeof preview>
