import { z } from 'zod'
import { instant } from './fields.ts'

/** What a follower is told of one recorded event. */
export const note = z.object({
  /** Its place in the log: who comes again says it, and is told what came after. */
  position: z.number().int(),
  id: z.string(),
  type: z.string(),
  /** What changes by it: stock, the list of snapshots, the rules that take them, what is closed. */
  kind: z.enum(['movement', 'snapshot', 'rule', 'period']),
  recordedAt: instant,
  occurredAt: z.string().nullable(),
  item: z.string().nullable(),
  branches: z.array(z.string()),
  quantity: z.string().nullable(),
  /** What it is about: the movement it corrects, the name of a snapshot, a schedule or a trigger. */
  about: z.string().nullable(),
  snapshot: z.string().nullable(),
  reason: z.string().nullable(),
  actor: z.string().nullable(),
})

export type NoteAnswer = z.infer<typeof note>
