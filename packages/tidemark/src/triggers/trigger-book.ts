import type { EventOf, EventType, KnownOf } from '@tidemark/domain'
import type { EventLog } from '@tidemark/log'
import { parseDuration } from '../rules/duration.ts'
import { RulesReader } from '../rules/rules-reader.ts'
import { type Condition, isCondition } from './conditions.ts'
import { canTrigger, isOfItem } from './types.ts'

/** A trigger as it was set at one time. */
export interface TriggerVersion {
  readonly trigger: string
  readonly on: readonly EventType[]
  readonly when: Condition | null
  readonly item: string | undefined
  readonly branch: string | undefined
  readonly where: Readonly<Record<string, string>>
  /** In milliseconds of event time. */
  readonly cooldown: number
  readonly template: string | null
  readonly backfill: boolean
  /** What it was set to, as recorded. */
  readonly set: EventOf<'TriggerSet'>
  readonly setAt: number
  /** Who set it, if that was told: its snapshots are theirs. */
  readonly creator: string | undefined
  /** Events after this position are its business. */
  readonly position: number
  /** Up to this one, where another version is in force from. */
  until: number | null
}

/** The triggers of a workspace, folded from their events. A removed one is gone with all its versions. */
export class TriggerBook {
  readonly #versions = new Map<string, TriggerVersion[]>()
  readonly #reader: RulesReader

  constructor(log: EventLog, prefix: string) {
    this.#reader = new RulesReader(log, prefix, 'trigger-', (event, actor) => {
      if (event.type === 'TriggerRemoved') this.#versions.delete(event.trigger)
      if (event.type !== 'TriggerSet') return
      const versions = this.#versions.get(event.trigger) ?? []
      const replaced = versions.at(-1)
      if (replaced !== undefined) replaced.until = event.position
      versions.push(versionOf(event, actor))
      this.#versions.set(event.trigger, versions)
    })
  }

  catchUp(): Promise<void> {
    return this.#reader.catchUp()
  }

  /** Every version of every trigger that has not been removed, the oldest of each first. */
  get all(): readonly TriggerVersion[] {
    return [...this.#versions.values()].flat()
  }

  /** The version in force. */
  find(trigger: string): TriggerVersion | undefined {
    return this.#versions.get(trigger)?.at(-1)
  }

  /** The versions in force, by name. */
  list(): readonly TriggerVersion[] {
    return [...this.#versions.values()]
      .flatMap((versions) => versions.at(-1) ?? [])
      .sort((a, b) => (a.trigger < b.trigger ? -1 : 1))
  }
}

function versionOf(event: KnownOf<'TriggerSet'>, creator: string | undefined): TriggerVersion {
  const { trigger, on, when, item, branch, where = {}, cooldown, template = null, backfill = false } = event
  const types = on.filter(canTrigger)
  // What another program wrote here that is no condition is never met.
  const usable = when === undefined || isCondition(when)
  return {
    trigger,
    on: usable ? types.filter((type) => when === undefined || isOfItem(type)) : [],
    when: when !== undefined && isCondition(when) ? when : null,
    item,
    branch,
    where,
    cooldown: cooldown === undefined ? 0 : (parseDuration(cooldown) ?? 0),
    template,
    backfill,
    set: event,
    setAt: event.recordedAt,
    creator,
    position: event.position,
    until: null,
  }
}
