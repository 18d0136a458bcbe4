import { z } from 'zod'
import { pageOf } from '../paging.ts'
import { instant } from './fields.ts'

/** What a rule has taken so far, and the last of it. */
const taken = {
  taken: z.number().int(),
  last: z.object({ id: z.string(), name: z.string(), asOf: instant }).nullable(),
}

const takenIfTold = { taken: taken.taken.nullable() }

/** A schedule as it is set. */
export const schedule = z.object({
  schedule: z.string(),
  every: z.string(),
  timeZone: z.string(),
  template: z.string(),
  settle: z.string().nullable(),
  from: instant,
  /** The first boundary after now. */
  next: instant.nullable(),
  ...taken,
})

/** The same for whoever has just set it; `taken` is `null` where they may not read. */
export const scheduleSet = schedule.extend(takenIfTold)

export const schedules = pageOf(schedule)

export type SchedulesAnswer = z.infer<typeof schedules>

/** A trigger as it is set. */
export const trigger = z.object({
  trigger: z.string(),
  on: z.array(z.string()).readonly(),
  when: z.string().nullable(),
  item: z.string().nullable(),
  branch: z.string().nullable(),
  where: z.record(z.string(), z.string()),
  cooldown: z.string().nullable(),
  template: z.string(),
  backfill: z.boolean(),
  ...taken,
})

/** The same for whoever has just set it. */
export const triggerSet = trigger.extend(takenIfTold)

export const triggers = pageOf(trigger)

export type TriggersAnswer = z.infer<typeof triggers>

/** That a rule is gone; what it took stays. */
export const removed = z.object({ removed: z.string() })

/** What was closed and opened; everything through `closedThrough` is closed. */
export const periods = pageOf(
  z.object({
    id: z.string(),
    type: z.enum(['PeriodClosed', 'PeriodReopened']),
    through: instant.nullable(),
    recordedAt: instant,
    actor: z.string().nullable(),
    reason: z.string().nullable(),
  }),
).extend({
  closedThrough: instant.nullable(),
  /** How many entries were let in all the same. */
  lateEntries: z.number().int(),
  /** The last of them, the latest first. */
  lastLateEntries: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      item: z.string().nullable(),
      effectiveAt: instant,
      recordedAt: instant,
      actor: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
})

export type PeriodsAnswer = z.infer<typeof periods>
