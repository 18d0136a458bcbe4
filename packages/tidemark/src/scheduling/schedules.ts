import { formatInstant } from '@tidemark/domain'
import { TidemarkError } from '../errors.ts'
import { recordChange } from '../recording/record-change.ts'
import { parseDuration } from '../rules/duration.ts'
import { unknownPlaceholder } from '../rules/template.ts'
import { type TimeInput, toInstant } from '../time.ts'
import type { Workspace } from '../workspace.ts'
import { boundariesOf } from './due.ts'
import { defaultTemplates, schedulePlaceholders } from './names.ts'
import { rhythmOf } from './rhythm.ts'
import { ScheduleBook, type ScheduleVersion } from './schedule-book.ts'

/** What a schedule is set to. */
export interface SetSchedule {
  /** `day`, `week`, `month-end`, `quarter-end`, `year-end`, or a cron expression of five or six fields. */
  readonly every: string
  /** The IANA time zone the boundaries are those of. */
  readonly timeZone: string
  /** The name of its snapshots, with placeholders: `Month-End [Month] [Year]`, the default for month ends. */
  readonly template?: string | undefined
  /** How long after a boundary its snapshot is taken, so that what was late is in it: `PT2H`, `2h`, `3d`. */
  readonly settle?: string | undefined
  /** Boundaries after this instant, also past ones; those to come when left out. */
  readonly from?: TimeInput | undefined
}

/** A schedule as it is set. */
export interface Schedule {
  readonly schedule: string
  readonly every: string
  readonly timeZone: string
  readonly template: string
  readonly settle: string | null
  /** In milliseconds since the epoch, as all instants. */
  readonly from: number
  readonly setAt: number
  /** The first boundary after now; `null` when there is none. */
  readonly next: number | null
}

/** So many snapshots of the past at most are asked for by setting a schedule. */
const MOST_PAST = 10_000

/** The schedules of a workspace: rules by which `inventory.run()` takes snapshots regularly. */
export class Schedules {
  readonly #workspace: Workspace
  readonly #book: ScheduleBook

  constructor(workspace: Workspace) {
    this.#workspace = workspace
    this.#book = new ScheduleBook(workspace.log, workspace.reader.prefix)
  }

  /**
   * Sets a schedule, or sets it anew; `inventory.run()` takes its snapshots. Setting what is set changes nothing. What
   * ended before it was set anew is still taken as it was set then.
   *
   * @throws TidemarkError `INVALID_SCHEDULE`, `INVALID_TIME`; DomainError for a name that is none.
   * @example
   * await inventory.snapshots.schedules.set('books', { every: 'month-end', timeZone: 'Europe/London', settle: '2d' })
   */
  async set(schedule: string, options: SetSchedule): Promise<Schedule> {
    for (const name of ['every', 'timeZone'] as const) {
      if (typeof options[name] !== 'string')
        throw new TidemarkError('INVALID_SCHEDULE', `${schedule}: ${name} ${options[name]}`)
    }
    const wanted = wantedOf(options)
    this.#check(schedule, wanted)
    await this.#book.catchUp()
    const before = this.#book.find(schedule.trim())
    if (before === undefined || !isSame(before, wanted)) {
      const { from, ...rest } = wanted
      const since = from === undefined ? {} : { from: new Date(from) }
      await recordChange(this.#workspace, { type: 'ScheduleSet', schedule, ...rest, ...since })
    }
    return this.find(schedule)
  }

  #check(schedule: string, { every, timeZone, template, settle, from }: Wanted): void {
    const refuse = (why: string) => new TidemarkError('INVALID_SCHEDULE', `${schedule}: ${why}`)
    const rhythm = rhythmOf(every, timeZone)
    if (rhythm === null) throw refuse(`${JSON.stringify(every)} in ${JSON.stringify(timeZone)}`)
    const unknown = template === undefined ? null : unknownPlaceholder(template, schedulePlaceholders)
    if (unknown !== null) throw refuse(`template with [${unknown}]`)
    if (template === '') throw refuse('an empty template')
    if (settle !== undefined && parseDuration(settle) === null)
      throw refuse(`settle ${JSON.stringify(settle)}`)
    if (from === undefined) return
    const now = this.#workspace.now()
    let count = 0
    for (let boundary = rhythm.next(from); boundary !== null && boundary <= now; count++) {
      if (count === MOST_PAST) throw refuse(`more than ${MOST_PAST} snapshots since ${formatInstant(from)}`)
      boundary = rhythm.next(boundary)
    }
  }

  /** The schedules that are set, by name. */
  async list(): Promise<readonly Schedule[]> {
    await this.#book.catchUp()
    const versions = [...this.#book.versions.values()].flatMap((all) => all.at(-1) ?? [])
    return versions.map((version) => this.#shown(version)).sort((a, b) => (a.schedule < b.schedule ? -1 : 1))
  }

  /**
   * One schedule.
   *
   * @throws TidemarkError `UNKNOWN_SCHEDULE`.
   */
  async find(schedule: string): Promise<Schedule> {
    await this.#book.catchUp()
    const version = this.#book.find(schedule.trim())
    if (version === undefined) throw new TidemarkError('UNKNOWN_SCHEDULE', JSON.stringify(schedule))
    return this.#shown(version)
  }

  /**
   * Removes a schedule: it takes nothing any more, also not what it has not got to yet. What it took stays.
   *
   * @throws TidemarkError `UNKNOWN_SCHEDULE`.
   */
  async remove(schedule: string, options: { readonly reason?: string | undefined } = {}): Promise<void> {
    await this.find(schedule)
    const { reason } = options
    await recordChange(this.#workspace, {
      type: 'ScheduleRemoved',
      schedule,
      ...(reason === undefined ? {} : { reason }),
    })
  }

  #shown(version: ScheduleVersion): Schedule {
    const { schedule, every, timeZone, template, settle, from, setAt, rhythm } = version
    const next = boundariesOf(version, this.#workspace.now()).next()
    return {
      schedule,
      every,
      timeZone,
      template: template ?? defaultTemplates[rhythm?.kind ?? 'cron'],
      settle: settle.text,
      from,
      setAt,
      next: next.done === true ? null : next.value.boundary,
    }
  }
}

/** What a schedule is to be, in the form it is recorded in. */
interface Wanted {
  readonly every: string
  readonly timeZone: string
  readonly template: string | undefined
  readonly settle: string | undefined
  readonly from: number | undefined
}

function wantedOf({ every, timeZone, template, settle, from }: SetSchedule): Wanted {
  return {
    every: every.trim(),
    timeZone: timeZone.trim(),
    template: template?.trim(),
    settle: settle?.trim(),
    from: from === undefined ? undefined : toInstant(from),
  }
}

/** Whether a schedule is set to this already. */
function isSame(before: ScheduleVersion, wanted: Wanted): boolean {
  return (
    before.every === wanted.every &&
    before.timeZone === wanted.timeZone &&
    before.template === (wanted.template ?? null) &&
    before.settle.text === (wanted.settle ?? null) &&
    (wanted.from === undefined || before.from === wanted.from)
  )
}
