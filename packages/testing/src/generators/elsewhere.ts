import type { EventType } from '@tidemark/domain'
import fc, { type Arbitrary } from 'fast-check'
import type { Deed } from './deed.ts'
import { hours, START } from './instants.ts'
import { arbitraryZone } from './zones.ts'

/** Events that move no stock: periods, snapshots, schedules and triggers. */
export interface OtherKind {
  readonly type: EventType
  readonly deeds: Arbitrary<Deed>
}

const instant = fc.integer({ min: -500, max: 500 }).map((hour) => new Date(START + hours(hour)).toISOString())
const name = fc.constantFrom('month end', 'Stocktaking', 'Ende März')
const id = fc.constantFrom('1', 'books', 'after-count')
const hex = (length: number) => fc.constantFrom('0', 'a', 'f').map((digit) => digit.repeat(length))

const cause: Arbitrary<Extract<Deed, { type: 'SnapshotTaken' }>['cause']> = fc.oneof(
  { withCrossShrink: true },
  fc.constant({ kind: 'manual' as const }),
  instant.map((boundary) => ({ kind: 'schedule' as const, schedule: 'books', boundary })),
  fc.constant({ kind: 'trigger' as const, trigger: 'counts', event: 'main.item-I1@3' }),
)

const taken: Arbitrary<Deed> = fc
  .record({ snapshot: id, name, asOf: instant, digest: hex(64), bucket: hex(16), cause, onHand: fc.nat(99) })
  .map(({ bucket, onHand, ...fields }) => ({
    type: 'SnapshotTaken',
    ...fields,
    knownThrough: { stream: 'main.item-I1', revision: onHand },
    format: 1,
    buckets: Array.from({ length: 256 }, () => bucket),
    totals: { onHand: String(onHand), value: String(onHand * 2), items: 1 },
  }))

/** One kind of each type. */
export const elsewhere: readonly OtherKind[] = [
  { type: 'PeriodClosed', deeds: instant.map((through) => ({ type: 'PeriodClosed', through })) },
  {
    type: 'PeriodReopened',
    deeds: fc.option(instant).map((through) => ({ type: 'PeriodReopened', through })),
  },
  { type: 'SnapshotTaken', deeds: taken },
  {
    type: 'SnapshotDescribed',
    deeds: fc
      .record({ snapshot: id, name, description: name }, { requiredKeys: ['snapshot'] })
      .map((fields) => ({ type: 'SnapshotDescribed', ...fields })),
  },
  {
    type: 'SnapshotDiscarded',
    deeds: fc
      .record({ snapshot: id, reason: name })
      .map((fields) => ({ type: 'SnapshotDiscarded', ...fields })),
  },
  {
    type: 'ScheduleSet',
    deeds: fc
      .record(
        {
          schedule: id,
          every: fc.constantFrom('day', 'week', 'month-end', 'quarter-end', 'year-end', '0 6 * * 1'),
          timeZone: arbitraryZone(),
          template: fc.constant('Month-End [Month] [Year]'),
          settle: fc.constantFrom('PT2H', '3d'),
          from: instant,
        },
        { requiredKeys: ['schedule', 'every', 'timeZone'] },
      )
      .map((fields) => ({ type: 'ScheduleSet', ...fields })),
  },
  { type: 'ScheduleRemoved', deeds: id.map((schedule) => ({ type: 'ScheduleRemoved', schedule })) },
  {
    type: 'TriggerSet',
    deeds: fc
      .record(
        {
          trigger: id,
          on: fc.constantFrom(['CountPosted'], ['StockSold', 'StockTransferred']),
          when: fc.constant('on hand <= 0'),
          item: fc.constantFrom('I1', 'I2'),
          branch: fc.constantFrom('A', 'B'),
          where: fc.constant({ group: 'tea' }),
          cooldown: fc.constant('1d'),
          backfill: fc.boolean(),
        },
        { requiredKeys: ['trigger', 'on'] },
      )
      .map((fields) => ({ type: 'TriggerSet', ...fields })),
  },
  { type: 'TriggerRemoved', deeds: id.map((trigger) => ({ type: 'TriggerRemoved', trigger })) },
]
