import fc, { type Arbitrary } from 'fast-check'

/** Where every history starts: a Monday at midnight, UTC, in milliseconds. */
export const START = Date.UTC(2027, 0, 4)

const HOUR = 3_600_000

/** When a deed is recorded, and how long before that it happened, in whole hours, so that ties come up. */
export interface Moment {
  /** Since the one recorded before. */
  readonly hoursOn: number
  /** Below zero where the clock of the one who noted it was ahead. */
  readonly hoursLate: number
}

const onTime = fc.constant(0)
const late = fc.oneof(
  { withCrossShrink: true },
  { weight: 12, arbitrary: onTime },
  { weight: 6, arbitrary: fc.constantFrom(1, 2, 3, 5, 24, 48, 168, 336) },
  { weight: 1, arbitrary: fc.constant(-2) },
)

/** Moments on a grid of hours over some weeks. */
export function moments(lateEntries: boolean): Arbitrary<Moment> {
  return fc.record({
    hoursOn: fc.constantFrom(1, 0, 2, 5, 24, 0, 1, 72, 168),
    hoursLate: lateEntries ? late : onTime,
  })
}

/** Milliseconds so many hours away. */
export function hours(count: number): number {
  return count * HOUR
}
