import { Temporal } from 'temporal-polyfill'
import { quarterOf } from '../calendar-rhythm.ts'
import { fillTemplate } from '../rules/template.ts'
import type { Rhythm } from './rhythm.ts'

/** What a schedule's template may hold: `[Month]` and so on. */
export const schedulePlaceholders = [
  'Year',
  'Quarter',
  'Month',
  'Week',
  'Day',
  'Date',
  'Time',
  'Schedule',
] as const

/** The template of a schedule that was given none. */
export const defaultTemplates: { readonly [K in Rhythm['kind']]: string } = {
  day: 'Day-End [Date]',
  week: 'Week-End [Week]',
  'month-end': 'Month-End [Month] [Year]',
  'quarter-end': 'Quarter-End [Quarter] [Year]',
  'year-end': 'Year-End [Year]',
  cron: '[Schedule] [Date] [Time]',
}

/**
 * The name of the snapshot of a boundary. Year to Date are those of the last moment before it in the zone, so that the
 * month which ends is named and not the one that begins; Time is the clock at the boundary, `24:00` at the end of a day.
 *
 * @example
 * nameOf('Month-End [Month] [Year]', { schedule: 'books', boundary, timeZone: 'Europe/London' }) // 'Month-End March 2027'
 */
export function nameOf(
  template: string,
  {
    schedule,
    boundary,
    timeZone,
  }: { readonly schedule: string; readonly boundary: number; readonly timeZone: string },
): string {
  const last = zoned(boundary - 1, timeZone).toPlainDate()
  const time = zoned(boundary, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
  return fillTemplate(template, {
    Year: String(last.year),
    Quarter: `Q${quarterOf(last)}`,
    Month: MONTHS[last.month - 1],
    Week: `${last.yearOfWeek}-W${String(last.weekOfYear).padStart(2, '0')}`,
    Day: String(last.day),
    Date: last.toString(),
    Time: time === '00:00' ? '24:00' : time,
    Schedule: schedule,
  })
}

function zoned(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
}

/** Names are the same on every machine, whatever language it speaks. */
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
