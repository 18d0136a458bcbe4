import { z } from 'zod'
import { pageOf } from '../paging.ts'
import { decimal, instant, knowledgePoint } from './fields.ts'

/** The whole history as the time bar draws it. */
export const history = z.object({
  /** Between the first and the last movement; `null` when there is none. */
  from: instant.nullable(),
  to: instant.nullable(),
  now: instant,
  /** How many movements occurred in each of as many equal parts. */
  density: z.array(z.number().int()),
  /** Ends of months within it and since, in the zone asked for. */
  monthEnds: z.array(instant),
  snapshots: z.array(z.object({ id: z.string(), name: z.string(), asOf: instant })),
  closedThrough: instant.nullable(),
})

export type HistoryAnswer = z.infer<typeof history>

/** A series of instants. */
export const trend = pageOf(
  z.object({
    from: instant,
    asOf: instant,
    days: z.number().int(),
    item: z.string().nullish(),
    branch: z.string().nullish(),
    group: z.string().nullish(),
    section: z.string().nullish(),
    vendor: z.string().nullish(),
    onHand: decimal,
    value: decimal,
    sales: decimal,
    costOfSales: decimal,
    grossMargin: decimal.nullable(),
    turns: decimal.nullable(),
    daysOfCover: decimal.nullable(),
  }),
).extend({ every: z.string(), zone: z.string(), knownThrough: knowledgePoint.nullable() })

export type TrendAnswer = z.infer<typeof trend>

export const anomalies = pageOf(
  z.object({ position: z.number().int(), code: z.string(), message: z.string(), id: z.string() }),
)

export type AnomaliesAnswer = z.infer<typeof anomalies>
