import { type EventLog, type Position, position, type RecordedEvent, START } from '@tidemark/log'
import { decode, nothingInterned } from '../reading/stored-event.ts'
import { assertWhole } from '../sharing/share.ts'
import type { OnTaken } from '../snapshots/taking.ts'
import type { Workspace } from '../workspace.ts'
import { fire, firingId, isCoolingDown } from './firing.ts'
import { type Happening, Judge } from './judge.ts'
import { DEFAULT_TEMPLATE, nameOf } from './names.ts'
import type { TriggerBook, TriggerVersion } from './trigger-book.ts'
import { canTrigger } from './types.ts'

/**
 * Judges events in the order of the log by the triggers in force when each was recorded. What comes of it depends on the
 * log alone: an event that is judged again, by this process or another, is judged alike, and its snapshot is there.
 */
export class TriggerWatch {
  readonly #workspace: Workspace
  readonly #book: TriggerBook
  readonly #onTaken: OnTaken
  readonly #judge: Judge
  readonly #interned = nothingInterned()

  constructor(workspace: Workspace, book: TriggerBook, onTaken: OnTaken) {
    assertWhole(workspace.reader.share, 'a snapshot')
    this.#workspace = workspace
    this.#book = book
    this.#onTaken = onTaken
    this.#judge = new Judge(workspace.reader)
  }

  /** Where to begin when nothing has been judged yet: no trigger is older, of those that were set until the head or since. */
  async beginning(head: Position): Promise<Position> {
    await this.#book.catchUp()
    const positions = this.#book.all.map((version) => version.position - 1)
    return position(Math.min(head, ...positions))
  }

  /** Judges one event; the next one must wait for it. */
  async judge(recorded: RecordedEvent, signal?: AbortSignal): Promise<void> {
    if (recorded.type === 'TriggerRemoved') return this.#book.catchUp()
    if (recorded.type === 'TriggerSet') return this.#begin(recorded, signal)
    if (!canTrigger(recorded.type)) return
    const inForce = this.#book.all.filter(
      (version) => recorded.position > version.position && recorded.position < (version.until ?? Infinity),
    )
    await this.#judgeBy(inForce, recorded)
  }

  /** A trigger that asks for it is told everything that was recorded before it was set. */
  async #begin({ position: at }: RecordedEvent, signal: AbortSignal | undefined): Promise<void> {
    await this.#book.catchUp()
    const version = this.#book.all.find((one) => one.position === at)
    if (version === undefined || !version.backfill) return
    for await (const chunk of pastOf(this.#workspace, version, signal)) {
      for (const recorded of chunk) {
        signal?.throwIfAborted()
        await this.#judgeBy([version], recorded)
      }
    }
  }

  async #judgeBy(versions: readonly TriggerVersion[], recorded: RecordedEvent): Promise<void> {
    const asked = versions.filter(({ on }) => on.some((type) => type === recorded.type))
    if (asked.length === 0) return
    const { reader } = this.#workspace
    const decoded = decode(recorded, reader.prefix, this.#interned)
    // What is damaged is among the anomalies of the workspace.
    if ('anomaly' in decoded) return
    if (reader.position < recorded.position) await reader.catchUp()
    for (const version of asked) await this.#judgeOne(version, { event: decoded.event, recorded })
  }

  async #judgeOne(version: TriggerVersion, happening: Happening): Promise<void> {
    const { reader } = this.#workspace
    const { trigger, cooldown, template, creator: actor } = version
    const id = firingId(trigger, happening, this.#workspace)
    if (reader.catalogue.find(id) !== undefined || !this.#judge.isMet(version, happening)) return
    // What was taken until now decides over the cooldown.
    if (cooldown > 0) await reader.catchUp()
    if (await isCoolingDown(trigger, cooldown, happening, this.#workspace)) return
    const name = nameOf(template ?? DEFAULT_TEMPLATE, trigger, happening, this.#workspace)
    if (await fire(this.#workspace, trigger, happening, { id, name, actor })) await this.#onTaken(id)
  }
}

function pastOf(
  { log, reader }: Workspace,
  version: TriggerVersion,
  signal: AbortSignal | undefined,
): ReturnType<EventLog['readAll']> {
  const through = position(version.position)
  return log.readAll({ after: START, through, streamPrefixes: [reader.prefix], types: version.on, signal })
}
