import { formatInstant } from '@tidemark/domain'
import { TidemarkError } from '../errors.ts'
import { lastFactAt } from '../knowledge.ts'
import { assertWhole } from '../sharing/share.ts'
import { type OnTaken, takeSnapshot } from '../snapshots/taking.ts'
import type { Workspace } from '../workspace.ts'
import { boundariesOf, type Due, isOwn } from './due.ts'
import { defaultTemplates, nameOf } from './names.ts'
import type { ScheduleBook, ScheduleVersion } from './schedule-book.ts'

/** Takes what schedules ask for, boundary after boundary, and remembers how far it is. */
export class DueTaker {
  readonly #workspace: Workspace
  readonly #book: ScheduleBook
  /** By position of the version: its last boundary that is taken. */
  readonly #taken = new Map<number, number>()

  constructor(workspace: Workspace, book: ScheduleBook) {
    assertWhole(workspace.reader.share, 'a snapshot')
    this.#workspace = workspace
    this.#book = book
  }

  /**
   * Takes every snapshot that is due at an instant and has not been taken. Tells those it took, by id; returns when the
   * next one is due, `null` when none ever is.
   */
  async takeDue(now: number, onTaken: OnTaken, signal?: AbortSignal): Promise<number | null> {
    await this.#book.catchUp()
    const nexts: number[] = []
    for (const versions of this.#book.versions.values()) {
      for (const version of versions) {
        const next = await this.#takeOf(version, versions, now, onTaken, signal)
        if (next !== null) nexts.push(next)
      }
    }
    return nexts.length === 0 ? null : Math.min(...nexts)
  }

  async #takeOf(
    version: ScheduleVersion,
    versions: readonly ScheduleVersion[],
    now: number,
    onTaken: OnTaken,
    signal: AbortSignal | undefined,
  ): Promise<number | null> {
    const after = this.#taken.get(version.position) ?? Number.NEGATIVE_INFINITY
    for (const due of boundariesOf(version, after)) {
      if (due.dueAt > now || signal?.aborted) return due.dueAt
      if (isOwn(due, versions) && (await this.#take(due))) await onTaken(due.id)
      this.#taken.set(version.position, due.boundary)
    }
    return null
  }

  async #take(due: Due): Promise<boolean> {
    const { log, reader } = this.#workspace
    await reader.catchUp()
    if (reader.catalogue.find(due.id) !== undefined) return false
    const { id, version, boundary } = due
    const { schedule, timeZone, template, rhythm, creator } = version
    const known = await lastFactAt(knownThrough(due, reader), log, reader)
    // The event that set the schedule is known at least.
    if (known === null) throw new TidemarkError('NOTHING_KNOWN', `${schedule} at ${formatInstant(boundary)}`)
    const name = nameOf(template ?? defaultTemplates[rhythm?.kind ?? 'cron'], {
      schedule,
      boundary,
      timeZone,
    })
    const cause = { kind: 'schedule', schedule, boundary } as const
    return takeSnapshot(this.#workspace, { id, name, asOf: boundary - 1, known, cause, actor: creator })
  }
}

/**
 * The position through which a snapshot knows: everything recorded before it was due, or, for a boundary that was past when
 * its schedule was set, until then. So a snapshot is the same whenever and wherever it is taken: what another process
 * records in the very millisecond it is due is not in it, whoever comes first.
 */
function knownThrough(
  { version, dueAt }: { readonly version: ScheduleVersion; readonly dueAt: number },
  { times }: Workspace['reader'],
): number {
  return Math.max(version.position, times.positionAt(dueAt - 1))
}
