import { z } from 'zod'
import { timeZone } from './defining.ts'
import { eventOf, instant, keyed, text } from './fields.ts'

/** A knowledge point that survives a copy to another log: the last event known. */
const knowledgePoint = () =>
  z.strictObject({ stream: z.string().min(1).max(4096), revision: z.number().int().min(0) })

/** A frozen definition: what a later replay must reproduce. */
export const SnapshotTaken = () =>
  eventOf('SnapshotTaken', {
    snapshot: text(),
    name: text(),
    description: text().optional(),
    asOf: instant(),
    knownThrough: knowledgePoint().nullable(),
    format: z.number().int().min(1),
    buckets: z.array(z.string()).length(256),
    digest: z.string().length(64),
    totals: z.strictObject({ onHand: z.string(), value: z.string(), items: z.number().int().min(0) }),
    cause: z.strictObject({
      kind: z.enum(['manual', 'schedule', 'trigger']),
      schedule: text().optional(),
      boundary: instant().optional(),
      trigger: text().optional(),
      event: text().optional(),
    }),
  })

/** A snapshot's name or description, changed. */
export const SnapshotDescribed = () =>
  eventOf('SnapshotDescribed', {
    snapshot: text(),
    name: text().optional(),
    description: text().optional(),
  })

/** A snapshot no longer wanted; it stays listed as discarded. */
export const SnapshotDiscarded = () => eventOf('SnapshotDiscarded', { snapshot: text(), reason: text() })

/** A regular snapshot, from now on. */
export const ScheduleSet = () =>
  eventOf('ScheduleSet', {
    schedule: text(),
    every: text(),
    timeZone: timeZone(),
    template: text().optional(),
    settle: text().optional(),
    from: instant().optional(),
  })

export const ScheduleRemoved = () => eventOf('ScheduleRemoved', { schedule: text() })

/** A snapshot whenever something happens, from now on. */
export const TriggerSet = () =>
  eventOf('TriggerSet', {
    trigger: text(),
    on: z.array(text()).min(1).max(100),
    when: text().optional(),
    item: text().optional(),
    branch: text().optional(),
    where: keyed(text()).optional(),
    cooldown: text().optional(),
    template: text().optional(),
    backfill: z.boolean().optional(),
  })

export const TriggerRemoved = () => eventOf('TriggerRemoved', { trigger: text() })
