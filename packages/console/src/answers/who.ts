import { permissions } from 'tidemark'
import { z } from 'zod'
import { instant, knowledgePoint } from './fields.ts'

/** Who is signed in, and to what. */
export const me = z.object({
  id: z.string(),
  permissions: z.array(z.enum(permissions)).readonly(),
  /** The types of movements, corrections and definitions they may record. */
  records: z.array(z.string()).readonly(),
  version: z.string(),
})

export type MeAnswer = z.infer<typeof me>

/** Where the log stands. */
export const head = z.object({
  events: z.number().int(),
  position: z.number().int(),
  recordedAt: instant.nullable(),
  lastEvent: knowledgePoint.nullable(),
})

export const health = z.object({ status: z.literal('ok') })

/** Any error. */
export const failure = z.object({
  error: z.string(),
  code: z.string(),
  details: z.record(z.string(), z.unknown()),
})

export type FailureAnswer = z.infer<typeof failure>
