import { Cron } from 'croner'
import { Temporal } from 'temporal-polyfill'
import { beginOf, type CalendarRhythm, calendarRhythms, dayAt, periodStarts } from '../calendar-rhythm.ts'

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
  return {
    kind,
    next(after) {
      for (const start of periodStarts(kind, dayAt(after, timeZone))) {
        const boundary = beginOf(start, timeZone)
        if (boundary > after) return boundary
      }
      return null
    },
  }
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
