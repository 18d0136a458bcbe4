import { companyStream, formatInstant, parseInstant } from '@tidemark/domain'
import { position, type RecordedEvent } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import { nodeCrypto } from '../node-modules.ts'
import { draftEvent } from '../recording/draft.ts'
import { type TimeInput, toInstant } from '../time.ts'
import type { Workspace } from '../workspace.ts'
import { type LateEntry, lateEntries, textOf } from './late-entries.ts'

/** Who closes or opens a period, and why. */
export interface PeriodNote {
  readonly actor?: string | undefined
  readonly reason?: string | undefined
  /** Chosen by the caller to make a retry safe; made up when left out. */
  readonly id?: string | undefined
}

/** A closing or an opening. Instants are in milliseconds since the epoch. */
export interface PeriodClosing {
  readonly id: string
  readonly type: 'PeriodClosed' | 'PeriodReopened'
  /** What it closed, or what stayed closed; `null`: all is open. */
  readonly through: number | null
  readonly recordedAt: number
  readonly actor: string | null
  readonly reason: string | null
}

/** What is closed, how it came to be, and what was let in all the same. */
export interface PeriodList {
  /** Nothing at or before this instant may be recorded; `null`: all is open. */
  readonly closedThrough: number | null
  /** Oldest first. */
  readonly closings: readonly PeriodClosing[]
  /** The trail of `late: 'accept'`, in the order of recording. */
  readonly lateEntries: readonly LateEntry[]
}

/** The closed periods of a workspace: what is at or before the instant closed is refused, unless it is let in. */
export class PeriodClosings {
  readonly #workspace: Workspace

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /**
   * Closes everything through an instant, inclusive: `endOfMonth('Europe/London', '2027-03')`. Closing what is closed
   * changes nothing.
   *
   * @throws TidemarkError `PERIOD_NOT_OVER` for an instant to come, `INVALID_TIME`.
   * @example
   * await inventory.periods.close(endOfMonth('Europe/London', '2027-03'), { actor: 'vera' })
   */
  async close(through: TimeInput, note: PeriodNote = {}): Promise<PeriodList> {
    const instant = toInstant(through)
    const { reader, now } = this.#workspace
    if (instant >= now()) throw new TidemarkError('PERIOD_NOT_OVER', formatInstant(instant))
    await reader.catchUp()
    const { closedThrough } = reader.periods
    if (closedThrough === null || closedThrough < instant) await this.#record('PeriodClosed', instant, note)
    return this.list()
  }

  /**
   * Opens what is closed, down to an earlier instant that stays closed, or wholly (`null`). Snapshots stay what they are.
   *
   * @throws TidemarkError `PERIOD_NOT_CLOSED` when nothing would be opened, `INVALID_TIME`.
   */
  async reopen(through: TimeInput | null, note: PeriodNote = {}): Promise<PeriodList> {
    const instant = through === null ? null : toInstant(through)
    const { reader } = this.#workspace
    await reader.catchUp()
    const { closedThrough } = reader.periods
    if (closedThrough === null || (instant !== null && instant >= closedThrough)) {
      const asked = instant === null ? 'everything' : `after ${formatInstant(instant)}`
      throw new TidemarkError('PERIOD_NOT_CLOSED', asked)
    }
    await this.#record('PeriodReopened', instant, note)
    return this.list()
  }

  async #record(type: PeriodClosing['type'], through: number | null, note: PeriodNote): Promise<void> {
    const { recorder, reader, now } = this.#workspace
    const { actor, reason, id = `${type}/${now()}-${nodeCrypto().randomBytes(4).toString('hex')}` } = note
    const until = through === null ? null : new Date(through)
    const input = { id, type, occurredAt: new Date(now()), through: until, actor, reason }
    await recorder.recordAll([draftEvent(input, reader.prefix)])
  }

  /** What is closed, every closing and opening, and every entry that was let into a closed period. */
  async list(): Promise<PeriodList> {
    await this.#workspace.reader.catchUp()
    const { closedThrough } = this.#workspace.reader.periods
    return {
      closedThrough,
      closings: await this.#closings(),
      lateEntries: await lateEntries(this.#workspace),
    }
  }

  async #closings(): Promise<readonly PeriodClosing[]> {
    const { log, reader } = this.#workspace
    const closings: PeriodClosing[] = []
    // Where each stands is known; what it says of who and why only the log keeps.
    const positions = new Set(reader.periods.changes.map((change) => change.position))
    const types = ['PeriodClosed', 'PeriodReopened'] as const
    const streamPrefixes = [reader.prefix + companyStream]
    const through = position(reader.position)
    for await (const chunk of log.readAll({ types, streamPrefixes, through })) {
      for (const recorded of chunk) if (positions.has(recorded.position)) closings.push(closingOf(recorded))
    }
    return closings
  }
}

function closingOf({ id, type, data, recordedAt }: RecordedEvent): PeriodClosing {
  return {
    id,
    type: type === 'PeriodClosed' ? 'PeriodClosed' : 'PeriodReopened',
    through: typeof data?.through === 'string' ? parseInstant(data.through) : null,
    recordedAt,
    actor: textOf(data?.actor),
    reason: textOf(data?.reason),
  }
}
