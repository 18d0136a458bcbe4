import { z } from 'zod'

/** The sample that is offered, and how far it is loaded. */
export const sample = z.object({
  /** Whether nothing is recorded in the workspace. */
  isEmpty: z.boolean(),
  /** `null`: there is none here, or the workspace holds something already. */
  offered: z.object({ title: z.string(), credit: z.string(), movements: z.number().int() }).nullable(),
  loading: z
    .object({
      state: z.enum(['loading', 'loaded', 'cancelled', 'failed']),
      recorded: z.number().int(),
      movements: z.number().int(),
    })
    .nullable(),
})

export type SampleAnswer = z.infer<typeof sample>
