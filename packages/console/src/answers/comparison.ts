import { bridgeKinds } from 'tidemark'
import { z } from 'zod'
import { pageOf } from '../paging.ts'
import { decimal, instant, moment } from './fields.ts'

const change = z.object({ by: decimal, percent: decimal.nullable() })

const figures = z.object({
  amounts: z.array(decimal).readonly(),
  changes: z.array(change).readonly(),
  overall: change,
})

export const kind = z.enum(bridgeKinds)

/** Moments side by side, and the bridge from the first to the last. */
export const comparison = pageOf(
  z.object({
    item: z.string(),
    branch: z.string(),
    name: z.string(),
    present: z.array(z.boolean()).readonly(),
    onHand: figures,
    value: figures,
  }),
).extend({
  moments: z.array(moment),
  total: z.object({ onHand: figures, value: figures }),
  bridge: z.array(z.object({ line: z.string(), kind, quantity: decimal, value: decimal })).readonly(),
  memo: z.array(z.object({ line: z.string(), kind: z.string(), value: decimal })).readonly(),
})

export type ComparisonAnswer = z.infer<typeof comparison>

/** A movement, and what it moved at a branch. */
export const movement = z.object({
  id: z.string(),
  type: z.string(),
  item: z.string(),
  branch: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  quantity: decimal,
  value: decimal,
})

/** The movements behind a line of a bridge. */
export const behind = pageOf(movement).extend({ kind })

export type BehindAnswer = z.infer<typeof behind>
