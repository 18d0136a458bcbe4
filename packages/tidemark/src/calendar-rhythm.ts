import { Temporal } from 'temporal-polyfill'

/** The rhythms of the calendar: the end of every day, week (Sunday), month, quarter or year. */
export const calendarRhythms = ['day', 'week', 'month-end', 'quarter-end', 'year-end'] as const

export type CalendarRhythm = (typeof calendarRhythms)[number]

/** A day of the calendar, in no zone. */
export type Day = Temporal.PlainDate

const calendar: {
  readonly [K in CalendarRhythm]: {
    readonly startOf: (day: Day) => Day
    readonly length: Temporal.DurationLike
  }
} = {
  day: { startOf: (day) => day, length: { days: 1 } },
  week: { startOf: (day) => day.subtract({ days: day.dayOfWeek - 1 }), length: { weeks: 1 } },
  'month-end': { startOf: (day) => day.with({ day: 1 }), length: { months: 1 } },
  'quarter-end': {
    startOf: (day) => day.with({ day: 1, month: 3 * quarterOf(day) - 2 }),
    length: { months: 3 },
  },
  'year-end': { startOf: (day) => day.with({ day: 1, month: 1 }), length: { years: 1 } },
}

/** The first days of periods one after the other, from the one a day is in. */
export function* periodStarts(rhythm: CalendarRhythm, day: Day): Generator<Day, never, undefined> {
  const { startOf, length } = calendar[rhythm]
  for (let start = startOf(day); ; start = start.add(length)) yield start
}

/** The quarter of the year a day is in: 1 to 4. */
export function quarterOf(day: Day): number {
  return Math.ceil(day.month / 3)
}

/**
 * The day it is in a time zone at an instant, in milliseconds since the epoch.
 *
 * @throws RangeError for a zone there is none of.
 */
export function dayAt(instant: number, timeZone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate()
}

/** The first millisecond of a day in a time zone; of one that the zone left out, as Apia did, that of the day after. */
export function beginOf(day: Day, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds
}
