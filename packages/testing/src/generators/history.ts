import type { EventType, InventoryEventInput } from '@tidemark/domain'
import fc, { type Arbitrary } from 'fast-check'
import { companyDeeds } from './company.ts'
import { correctionDeeds } from './corrections.ts'
import { costDeeds } from './costs.ts'
import { countingDeeds } from './counting.ts'
import type { Deed, DeedKind, History, HistoryEntry, MakeDeed, Scene } from './deed.ts'
import { definingDeeds } from './defining.ts'
import { hours, type Moment, moments, START } from './instants.ts'
import { lotDeeds } from './lots.ts'
import { movingDeeds } from './moving.ts'
import { lettered, numbered, odd } from './names.ts'
import { neverNegative } from './never-negative.ts'
import { itemOf } from './past.ts'
import { receivingDeeds } from './receiving.ts'
import { sellingDeeds } from './selling.ts'

/** What a history may hold; everything unless said otherwise. */
export interface HistoryOptions {
  /** How many items, named `I1`, `I2`...; 3. */
  readonly items?: number | undefined
  /** How many branches, named `A`, `B`...; 3. */
  readonly branches?: number | undefined
  /** At most so many events, or between two numbers of them; up to 30. */
  readonly size?: number | { readonly min: number; readonly max: number } | undefined
  /** Only events of these types. */
  readonly kinds?: readonly EventType[] | undefined
  /** Whether facts are recorded long after they occurred. */
  readonly late?: boolean | undefined
  /** Voids, amendments and late charges. */
  readonly corrections?: boolean | undefined
  readonly lots?: boolean | undefined
  /** Parameters of costing that change over time. */
  readonly policies?: boolean | undefined
  /** Whether more may go out than is there. */
  readonly negative?: boolean | undefined
  /** Whether items and branches have names that programs trip over, instead of the plain ones; not unless asked for. */
  readonly oddNames?: boolean | undefined
  /** Now and then numbers whose products leave 64 bits; not unless asked for. */
  readonly huge?: boolean | undefined
}

/**
 * Valid, realistic histories of an inventory, that shrink to small readable ones.
 *
 * Every event passes `parseEvent`; ids are unique within their item; corrections name earlier living events of
 * their item. Times of recording never go down.
 * @throws RangeError when no kind of event is left.
 * @example
 * fc.assert(fc.property(arbitraryHistory({ items: 1, late: false }), (history) => holds(history)))
 */
export function arbitraryHistory(options: HistoryOptions = {}): Arbitrary<History> {
  const { size = 30, late = true, negative = true } = options
  const { min, max } = typeof size === 'number' ? { min: 0, max: size } : size
  const kinds = deedKinds(options)
  if (kinds.length === 0) throw new RangeError('no kind of event is left; widen `kinds`')
  const deeds = fc.oneof(
    { withCrossShrink: true },
    ...kinds.map(({ weight, deeds }) => ({ weight, arbitrary: deeds })),
  )
  return fc
    .array(fc.record({ moment: moments(late), deed: deeds }), {
      minLength: min,
      maxLength: max,
      size: 'max',
    })
    .map((steps) => recordAll(steps, negative))
}

/** The kinds of event that are left in; the plainest first, because shrinking tries it first. */
export function deedKinds(options: HistoryOptions = {}): readonly DeedKind[] {
  const { items = 3, branches = 3, kinds, lots = true, corrections = true, policies = true } = options
  const scene: Scene = {
    // No field of an event may be named `__proto__`, as those of what differs by branch would be.
    items: options.oddNames ? ['__proto__', ...odd(items - 1)] : numbered('I', items),
    branches: options.oddNames ? odd(branches) : lettered(branches),
    lots,
    huge: options.huge ?? false,
  }
  return [
    ...receivingDeeds(scene),
    ...sellingDeeds(scene),
    ...movingDeeds(scene),
    ...countingDeeds(scene),
    ...lotDeeds(scene),
    ...costDeeds(scene),
    ...definingDeeds(scene),
    ...companyDeeds(scene).filter(({ type }) => policies || type !== 'CostingPolicySet'),
    ...(corrections ? correctionDeeds(scene) : []),
  ].filter(({ type }) => kinds === undefined || kinds.includes(type))
}

interface Step {
  readonly moment: Moment
  readonly deed: MakeDeed
}

function recordAll(steps: readonly Step[], negative: boolean): History {
  const history: HistoryEntry[] = []
  const ids = new Map<string, number>()
  let now = START
  for (const { moment, deed } of steps) {
    now += hours(moment.hoursOn)
    const done = deed(history)
    if (done === null) continue
    const entry = enter(done, now, moment, ids)
    if (negative || neverNegative([...history, entry])) history.push(entry)
  }
  return history
}

function enter(deed: Deed, now: number, moment: Moment, ids: Map<string, number>): HistoryEntry {
  const occurredAt = new Date(now - hours(moment.hoursLate)).toISOString()
  // Each type of deed with an id and a time is the event of that type again.
  const event = { id: '', occurredAt, ...notInTheFuture(deed, now) } as InventoryEventInput
  const stream = itemOf(event) ?? ''
  const number = (ids.get(stream) ?? 0) + 1
  ids.set(stream, number)
  return { event: { ...event, id: String(number) }, recordedAt: new Date(now).toISOString() }
}

/** No amendment moves anything to a time that is not yet: it would be refused. */
function notInTheFuture(deed: Deed, now: number): Deed {
  if (deed.type !== 'MovementAmended' || deed.changes.occurredAt === undefined) return deed
  const occurredAt = Math.min(new Date(deed.changes.occurredAt).getTime(), now)
  return { ...deed, changes: { ...deed.changes, occurredAt: new Date(occurredAt).toISOString() } }
}
