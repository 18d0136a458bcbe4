import type { EventLog } from '@tidemark/log'
import { parseDuration } from '../rules/duration.ts'
import { RulesReader } from '../rules/rules-reader.ts'
import { type Rhythm, rhythmOf } from './rhythm.ts'

/** A schedule as it was set at one time. */
export interface ScheduleVersion {
  readonly schedule: string
  readonly every: string
  readonly timeZone: string
  readonly template: string | null
  /** As it was written, and in milliseconds. */
  readonly settle: { readonly text: string | null; readonly milliseconds: number }
  /** Boundaries after this instant. */
  readonly from: number
  readonly setAt: number
  /** Who set it, if that was told: its snapshots are theirs. */
  readonly creator: string | undefined
  /** The position of the event that set it. */
  readonly position: number
  /** After this instant another version is in force. */
  until: number | null
  /** `null`: another program wrote something here that is no rhythm. It is never due. */
  readonly rhythm: Rhythm | null
}

/** The schedules of a workspace, folded from their events. A removed one is gone with all its versions. */
export class ScheduleBook {
  readonly #versions = new Map<string, ScheduleVersion[]>()
  readonly #reader: RulesReader

  constructor(log: EventLog, prefix: string) {
    this.#reader = new RulesReader(log, prefix, 'schedule-', (event, actor) => {
      if (event.type === 'ScheduleRemoved') this.#versions.delete(event.schedule)
      if (event.type !== 'ScheduleSet') return
      const { schedule, every, timeZone, template = null, settle = null, from, recordedAt, position } = event
      const versions = this.#versions.get(schedule) ?? []
      const replaced = versions.at(-1)
      if (replaced !== undefined) replaced.until = recordedAt
      versions.push({
        schedule,
        every,
        timeZone,
        template,
        settle: { text: settle, milliseconds: settle === null ? 0 : (parseDuration(settle) ?? 0) },
        from: from ?? recordedAt,
        setAt: recordedAt,
        creator: actor,
        position,
        until: null,
        rhythm: rhythmOf(every, timeZone),
      })
      this.#versions.set(schedule, versions)
    })
  }

  catchUp(): Promise<void> {
    return this.#reader.catchUp()
  }

  /** By name of the schedule, the versions since it was last removed, oldest first. */
  get versions(): ReadonlyMap<string, readonly ScheduleVersion[]> {
    return this.#versions
  }

  /** The version in force. */
  find(schedule: string): ScheduleVersion | undefined {
    return this.#versions.get(schedule)?.at(-1)
  }
}
