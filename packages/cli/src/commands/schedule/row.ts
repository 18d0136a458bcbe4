import { columnsOf } from '@tidemark/tabular'
import { formatInstant, type Schedule } from 'tidemark'

/** A schedule as the command line shows it. */
export interface ScheduleRow {
  readonly schedule: string
  readonly every: string
  readonly timeZone: string
  readonly template: string
  readonly settle: string | null
  readonly from: string
  readonly setAt: string
  readonly next: string | null
}

export function scheduleRow({ from, next, setAt, ...rest }: Schedule): ScheduleRow {
  return {
    ...rest,
    from: formatInstant(from),
    setAt: formatInstant(setAt),
    next: next === null ? null : formatInstant(next),
  }
}

export const scheduleColumns = columnsOf<ScheduleRow>({
  schedule: 'text',
  every: 'text',
  timeZone: 'text',
  template: 'text',
  settle: 'text',
  from: 'instant',
  next: 'instant',
})
