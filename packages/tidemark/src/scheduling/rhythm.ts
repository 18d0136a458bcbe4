import { Cron } from 'croner'
import { Temporal } from 'temporal-polyfill'
import { endOfDay, endOfMonth, endOfQuarter, endOfYear } from '../calendar.ts'

/** The rhythms of the calendar. */
export const calendarRhythms = ['day', 'week', 'month-end', 'quarter-end', 'year-end'] as const

export type CalendarRhythm = (typeof calendarRhythms)[number]

/** When a schedule is due, again and again. */
export interface Rhythm {
  /** The rhythm of the calendar it is; `cron` for an expression. */
  readonly kind: CalendarRhythm | 'cron'
  /**
   * The first boundary after an instant, in milliseconds since the epoch: the moment at which what follows begins, so that
   * a view of what it closes is as of the millisecond before. `null` when there is none.
   */
  next(after: number): number | null
}

/**
 * The rhythm of a schedule in a time zone: one of {@link calendarRhythms}, or a cron expression of five or six fields.
 * Weeks begin on Monday. `null` when it is none, or never due.
 *
 * @example
 * rhythmOf('month-end', 'Europe/London')?.next(Date.parse('2027-03-10T00:00Z')) // 2027-03-31T23:00Z
 */
export function rhythmOf(every: string, timeZone: string): Rhythm | null {
  if (!isTimeZone(timeZone)) return null
  const kind = calendarRhythms.find((rhythm) => rhythm === every)
  return kind === undefined ? cronRhythm(every, timeZone) : calendarRhythm(kind, timeZone)
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Temporal.ZonedDateTime(0n, timeZone).timeZoneId !== ''
  } catch {
    return false
  }
}

function calendarRhythm(kind: CalendarRhythm, timeZone: string): Rhythm {
  const { startOf, length, lastMillisecond } = calendar[kind]
  return {
    kind,
    next(after) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone)
      let start = startOf(zoned.toPlainDate())
      for (;;) {
        const boundary = lastMillisecond(timeZone, start) + 1
        // A day that a zone left out, as Apia did, ends where the day before ended.
        if (boundary > after) return boundary
        start = start.add(length)
      }
    },
  }
}

type Day = Temporal.PlainDate

const calendar: {
  readonly [K in CalendarRhythm]: {
    readonly startOf: (day: Day) => Day
    readonly length: Temporal.DurationLike
    readonly lastMillisecond: (timeZone: string, start: Day) => number
  }
} = {
  day: {
    startOf: (day) => day,
    length: { days: 1 },
    lastMillisecond: (timeZone, start) => endOfDay(timeZone, start.toString()),
  },
  week: {
    startOf: (day) => day.subtract({ days: day.dayOfWeek - 1 }),
    length: { weeks: 1 },
    lastMillisecond: (timeZone, start) => endOfDay(timeZone, start.add({ days: 6 }).toString()),
  },
  'month-end': {
    startOf: (day) => day.with({ day: 1 }),
    length: { months: 1 },
    lastMillisecond: (timeZone, start) => endOfMonth(timeZone, start.toPlainYearMonth().toString()),
  },
  'quarter-end': {
    startOf: (day) => day.with({ day: 1, month: 3 * quarterOf(day) - 2 }),
    length: { months: 3 },
    lastMillisecond: (timeZone, start) => endOfQuarter(timeZone, `${yearOf(start)}-Q${quarterOf(start)}`),
  },
  'year-end': {
    startOf: (day) => day.with({ day: 1, month: 1 }),
    length: { years: 1 },
    lastMillisecond: (timeZone, start) => endOfYear(timeZone, yearOf(start)),
  },
}

/** The quarter of the year a day is in: 1 to 4. */
export function quarterOf(day: Temporal.PlainDate): number {
  return Math.ceil(day.month / 3)
}

function yearOf(day: Day): string {
  return String(day.year).padStart(4, '0')
}

const CRON_FIELDS = /^\S+(?: +\S+){4,5}$/

function cronRhythm(expression: string, timeZone: string): Rhythm | null {
  // The library takes single dates and nicknames too; a schedule is five or six fields.
  if (!CRON_FIELDS.test(expression)) return null
  try {
    // Without a function to call it starts no timer.
    const cron = new Cron(expression, { timezone: timeZone })
    const next = (after: number) => cron.nextRun(new Date(after))?.getTime() ?? null
    return next(0) === null ? null : { kind: 'cron', next }
  } catch {
    return null
  }
}
