import type { EventType } from '@tidemark/domain'
import { TidemarkError } from '../errors.ts'
import { recordChange } from '../recording/record-change.ts'
import { parseDuration } from '../rules/duration.ts'
import { unknownPlaceholder } from '../rules/template.ts'
import type { Workspace } from '../workspace.ts'
import { type Condition, conditions, isCondition } from './conditions.ts'
import { isFilter } from './filters.ts'
import { DEFAULT_TEMPLATE, triggerPlaceholders } from './names.ts'
import { TriggerBook, type TriggerVersion } from './trigger-book.ts'
import { canTrigger, isOfItem } from './types.ts'

/** What a trigger is set to. */
export interface SetTrigger {
  /** The types of events; those that can bring the condition about when left out. */
  readonly on?: readonly EventType[] | undefined
  /** What the event must have done to its item; nothing in particular when left out. */
  readonly when?: Condition | undefined
  readonly item?: string | undefined
  readonly branch?: string | undefined
  /** Values the event or its item must have: `{ group: 'drinks', reason: 'damage', 'tags.register': '3' }`. */
  readonly where?: Readonly<Record<string, string>> | undefined
  /** No two of its snapshots are of instants nearer to each other: `PT1H`, `1h`, `2d`. */
  readonly cooldown?: string | undefined
  /** The name of its snapshots, with placeholders; `[Trigger] [Item] [Date] [Time]` when left out. */
  readonly template?: string | undefined
  /** Also for what was recorded before it was set. */
  readonly backfill?: boolean | undefined
}

/** A trigger as it is set. */
export interface Trigger {
  readonly trigger: string
  readonly on: readonly EventType[]
  readonly when: Condition | null
  readonly item: string | null
  readonly branch: string | null
  readonly where: Readonly<Record<string, string>>
  readonly cooldown: string | null
  readonly template: string
  readonly backfill: boolean
  /** In milliseconds since the epoch. */
  readonly setAt: number
}

/** The triggers of a workspace: rules by which `inventory.run()` takes snapshots whenever something happens. */
export class Triggers {
  readonly #workspace: Workspace
  readonly #book: TriggerBook

  constructor(workspace: Workspace) {
    this.#workspace = workspace
    this.#book = new TriggerBook(workspace.log, workspace.reader.prefix)
  }

  /**
   * Sets a trigger, or sets it anew, for what is recorded from then on; `inventory.run()` takes its snapshots. Setting
   * what is set changes nothing.
   *
   * @throws TidemarkError `INVALID_TRIGGER`; DomainError for a name that is none.
   * @example
   * await inventory.snapshots.triggers.set('sold out', { when: 'stock-out', branch: 'north', cooldown: '1h' })
   */
  async set(trigger: string, options: SetTrigger): Promise<Trigger> {
    const wanted = checked(trigger, options)
    await this.#book.catchUp()
    const before = this.#book.find(trigger.trim())
    if (before === undefined || !isSame(before, wanted)) {
      await recordChange(this.#workspace, { type: 'TriggerSet', trigger, ...wanted })
    }
    return this.find(trigger)
  }

  /** The triggers that are set, by name. */
  async list(): Promise<readonly Trigger[]> {
    await this.#book.catchUp()
    return this.#book.list().map(shown)
  }

  /**
   * One trigger.
   *
   * @throws TidemarkError `UNKNOWN_TRIGGER`.
   */
  async find(trigger: string): Promise<Trigger> {
    await this.#book.catchUp()
    const version = this.#book.find(trigger.trim())
    if (version === undefined) throw new TidemarkError('UNKNOWN_TRIGGER', JSON.stringify(trigger))
    return shown(version)
  }

  /**
   * Removes a trigger: it takes nothing any more, also not for what it has not got to yet. What it took stays.
   *
   * @throws TidemarkError `UNKNOWN_TRIGGER`.
   */
  async remove(trigger: string, options: { readonly reason?: string | undefined } = {}): Promise<void> {
    await this.find(trigger)
    const { reason } = options
    await recordChange(this.#workspace, {
      type: 'TriggerRemoved',
      trigger,
      ...(reason === undefined ? {} : { reason }),
    })
  }
}

type Wanted = Omit<SetTrigger, 'on'> & { readonly on: readonly EventType[] }

function checked(trigger: string, options: SetTrigger): Wanted {
  const refuse = (why: string) => new TidemarkError('INVALID_TRIGGER', `${trigger}: ${why}`)
  const { when, where = {}, cooldown, template, backfill } = options
  if (when !== undefined && !isCondition(when)) throw refuse(`condition ${JSON.stringify(when)}`)
  const on = options.on ?? (when === undefined ? [] : conditions[when].types)
  if (on.length === 0) throw refuse('it names no types of events')
  const wrong = on.find((type) => !canTrigger(type))
  if (wrong !== undefined) throw refuse(`${JSON.stringify(wrong)} is no type of movement`)
  const ofNoItem = on.find((type) => !isOfItem(type))
  if (when !== undefined && ofNoItem !== undefined) throw refuse(`${ofNoItem} does nothing to an item`)
  const filter = Object.keys(where).find((name) => !isFilter(name))
  if (filter !== undefined) throw refuse(`there is no filter ${JSON.stringify(filter)}`)
  if (cooldown !== undefined && parseDuration(cooldown) === null)
    throw refuse(`cooldown ${JSON.stringify(cooldown)}`)
  const unknown = template === undefined ? null : unknownPlaceholder(template, triggerPlaceholders)
  if (unknown !== null) throw refuse(`template with [${unknown}]`)
  const given = Object.entries({ ...options, backfill: backfill === true ? true : undefined })
  // Without what is not said: these are the options given, but for their types, which were just settled.
  return { ...(Object.fromEntries(given.filter(([, value]) => value !== undefined)) as SetTrigger), on }
}

/** Whether a trigger is set to this already. */
function isSame({ set }: TriggerVersion, wanted: Wanted): boolean {
  const { on, when, item, branch, where, cooldown, template, backfill } = set
  const parts = (one: object) =>
    JSON.stringify(
      Object.entries(one)
        .filter(([, value]) => value !== undefined)
        .sort(),
    )
  return parts({ on, when, item, branch, where, cooldown, template, backfill }) === parts(wanted)
}

function shown({ trigger, on, when, where, template, backfill, set, setAt }: TriggerVersion): Trigger {
  return {
    trigger,
    on,
    when,
    item: set.item ?? null,
    branch: set.branch ?? null,
    where,
    cooldown: set.cooldown ?? null,
    template: template ?? DEFAULT_TEMPLATE,
    backfill,
    setAt,
  }
}
