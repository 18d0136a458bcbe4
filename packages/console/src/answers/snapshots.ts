import { z } from 'zod'
import { pageOf } from '../paging.ts'
import { decimal, instant, knowledgePoint } from './fields.ts'

/** A snapshot as the catalogue has it. */
export const snapshot = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  asOf: instant,
  knownThrough: knowledgePoint.nullable(),
  takenAt: instant,
  format: z.number().int(),
  digest: z.string(),
  totals: z.object({ onHand: decimal, value: decimal, items: z.number().int() }),
  cause: z.record(z.string(), z.string()),
  discarded: z.object({ reason: z.string(), at: instant }).nullable(),
})

export type SnapshotAnswer = z.infer<typeof snapshot>

export const snapshots = pageOf(snapshot)

export type SnapshotsAnswer = z.infer<typeof snapshots>

/** Whether a replay gives what was frozen. */
export const verification = z.object({
  id: z.string(),
  ok: z.boolean(),
  expected: z.string(),
  actual: z.string(),
  items: z.array(z.string()).readonly(),
  archive: z.enum(['none', 'whole', 'damaged']),
})

export type VerificationAnswer = z.infer<typeof verification>

/** Rows of which more is known now, each with the entries that explain it. */
export const drift = pageOf(
  z.object({
    item: z.string(),
    branch: z.string(),
    frozen: z.object({ onHand: decimal, value: decimal }).nullable(),
    now: z.object({ onHand: decimal, value: decimal }).nullable(),
    fields: z.array(z.string()).readonly(),
    entries: z
      .array(
        z.object({
          id: z.string(),
          type: z.string(),
          corrects: z.string().nullable(),
          occurredAt: instant,
          recordedAt: instant,
          actor: z.string().nullable(),
          quantity: decimal,
          value: decimal,
        }),
      )
      .readonly(),
  }),
).extend({ snapshot: z.string(), asOf: instant })

export type DriftAnswer = z.infer<typeof drift>
