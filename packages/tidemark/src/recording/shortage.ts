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

/** On hand of a branch at the end of each instant at which it changed, in order of time. */
type Course = readonly { readonly at: number; readonly onHand: Micros }[]

/**
 * The first instant at which an event would bring stock below zero, or further below, under a policy that
 * refuses it there; `null` when there is none.
 *
 * Looks at the event's own instant and every later one, corrections included: wherever stock changes with the event or
 * without it, and wherever a policy begins.
 */
export function firstShortage(
  timeline: Reader['timeline'],
  event: KnownEvent,
  letIn: readonly KnownEvent[],
): Shortage | null {
  if (!('item' in event) || event.item === undefined) return null
  const policies = [...timeline.commonSources(), ...letIn].filter(({ type }) => type === 'CostingPolicySet')
  if (!policies.some((policy) => 'negativeStock' in policy && policy.negativeStock === 'refuse')) return null
  const item = event.item
  const was = coursesOf(timeline.view({ asOf: Number.POSITIVE_INFINITY, with: letIn }), item)
  const is = coursesOf(timeline.view({ asOf: Number.POSITIVE_INFINITY, with: [...letIn, event] }), item)
  for (const [branch, course] of is) {
    const before = was.get(branch) ?? []
    const [onHandThen, onHandBefore] = [following(course), following(before)]
    const instants = [...course, ...before].map(({ at }) => at)
    const all = new Set([...instants, ...policies.map(({ occurredAt }) => occurredAt)])
    for (const at of [...all].sort((a, b) => a - b)) {
      const [onHand, otherwise] = [onHandThen(at), onHandBefore(at)]
      if (onHand >= 0n || onHand >= otherwise) continue
      if (timeline.view({ asOf: at, with: letIn }).common.policy.negativeStock !== 'refuse') continue
      return { item, branch, at, onHand: formatMicros(onHand) }
    }
  }
  return null
}

function coursesOf(view: ReturnType<Reader['timeline']['view']>, item: string): ReadonlyMap<string, Course> {
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

/** On hand at one instant after the other: none may be before the last. */
function following(course: Course): (instant: number) => Micros {
  let next = 0
  let onHand = 0n
  return (instant) => {
    for (let step = course[next]; step !== undefined && step.at <= instant; step = course[++next])
      onHand = step.onHand
    return onHand
  }
}
