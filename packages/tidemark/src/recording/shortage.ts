import type { KnownEvent } from '@tidemark/domain'
import { formatMicros, type Micros } from '@tidemark/projection'
import type { Reader } from '../reading/reader.ts'

/** Where stock would go below zero. */
export interface Shortage extends Readonly<Record<string, unknown>> {
  readonly item: string
  readonly branch: string
  readonly at: number
  readonly onHand: string
}

/** On hand by branch at the end of each instant at which it changed, in order of time. */
type Course = ReadonlyMap<string, readonly { readonly at: number; readonly onHand: Micros }[]>

/**
 * The first instant at which an event would bring stock below zero, or further below, under a policy that
 * refuses it there; `null` when there is none.
 *
 * Looks at the event's own instant and every later one, corrections included.
 */
export function firstShortage(
  timeline: Reader['timeline'],
  event: KnownEvent,
  letIn: readonly KnownEvent[],
): Shortage | null {
  if (!('item' in event) || event.item === undefined) return null
  const before = timeline.view({ asOf: Number.POSITIVE_INFINITY, with: letIn })
  const after = timeline.view({ asOf: Number.POSITIVE_INFINITY, with: [...letIn, event] })
  if (!refusesSometime(timeline, letIn)) return null
  const item = event.item
  const was = courseOf(before, item)
  for (const [branch, course] of courseOf(after, item)) {
    for (const { at, onHand } of course) {
      if (onHand >= 0n || onHand >= onHandAt(was, branch, at)) continue
      if (timeline.view({ asOf: at, with: letIn }).common.policy.negativeStock !== 'refuse') continue
      return { item, branch, at, onHand: formatMicros(onHand) }
    }
  }
  return null
}

function refusesSometime(timeline: Reader['timeline'], letIn: readonly KnownEvent[]): boolean {
  return [...timeline.commonSources(), ...letIn].some(
    (event) => event.type === 'CostingPolicySet' && event.negativeStock === 'refuse',
  )
}

function courseOf(view: ReturnType<Reader['timeline']['view']>, item: string): Course {
  const courses = new Map<string, { at: number; onHand: Micros }[]>()
  view.effects({ units: [item] }, (_unit, fact, effect) => {
    if (effect.effect !== 'moved' || effect.quantity === 0n) return
    const course = courses.get(effect.branch) ?? []
    courses.set(effect.branch, course)
    const last = course.at(-1)
    if (last?.at === fact.occurredAt) last.onHand += effect.quantity
    else course.push({ at: fact.occurredAt, onHand: (last?.onHand ?? 0n) + effect.quantity })
  })
  return courses
}

function onHandAt(course: Course, branch: string, instant: number): Micros {
  return course.get(branch)?.findLast(({ at }) => at <= instant)?.onHand ?? 0n
}
