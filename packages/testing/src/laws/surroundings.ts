/** What code can see of the machine it runs on, beside what it is handed. */
export interface Surroundings {
  /** What the clock says, in milliseconds since the epoch. */
  readonly now: number
  /** What `Math.random` says, over and over. */
  readonly random: number
  /** The IANA zone that local times of `Date` are in. */
  readonly timeZone: string
}

/**
 * Does synchronous work with another clock, other random numbers and another local time zone, and puts them back.
 *
 * They belong to the whole process: nothing else runs meanwhile, because the work does not wait.
 */
export function within<Result>({ now, random, timeZone }: Surroundings, work: () => Result): Result {
  const kept = { Date, random: Math.random, performanceNow: performance.now, timeZone: process.env.TZ }
  globalThis.Date = dateAt(now)
  Math.random = () => random
  performance.now = () => now
  process.env.TZ = timeZone
  try {
    return work()
  } finally {
    globalThis.Date = kept.Date
    Math.random = kept.random
    performance.now = kept.performanceNow
    if (kept.timeZone === undefined) delete process.env.TZ
    else process.env.TZ = kept.timeZone
  }
}

/** `Date` with a clock that stands still. */
function dateAt(now: number): DateConstructor {
  return new Proxy(Date, {
    // Called without `new`, it tells the time as text.
    apply: () => new Date(now).toString(),
    construct: (target, given: [], newTarget) => {
      const time: readonly unknown[] = given.length === 0 ? [now] : given
      return Reflect.construct(target, time, newTarget)
    },
    get: (target, member) => (member === 'now' ? () => now : Reflect.get(target, member)),
  })
}
