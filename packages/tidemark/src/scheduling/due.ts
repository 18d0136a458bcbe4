import { formatInstant } from '@tidemark/domain'
import { ruleId } from '../rules/rule-id.ts'
import type { ScheduleVersion } from './schedule-book.ts'

/** A snapshot that a schedule asks for. */
export interface Due {
  /** The id of the snapshot: the same for the same schedule and boundary. */
  readonly id: string
  readonly version: ScheduleVersion
  readonly boundary: number
  /** The boundary and the time to settle after it: nothing recorded from then on is known to the snapshot. */
  readonly dueAt: number
}

/** The boundaries of one version after an instant, in order: those from its first to the one that replaced it. */
export function* boundariesOf(version: ScheduleVersion, after: number): Generator<Due, void, undefined> {
  const { schedule, rhythm, from, until, settle } = version
  if (rhythm === null) return
  let boundary = rhythm.next(Math.max(after, from))
  while (boundary !== null && (until === null || boundary <= until)) {
    const id = ruleId(schedule, stampOf(boundary))
    yield { id, version, boundary, dueAt: boundary + settle.milliseconds }
    boundary = rhythm.next(boundary)
  }
}

/** `20270331T230000Z`: what a boundary is called in an id. */
function stampOf(boundary: number): string {
  return formatInstant(boundary).replaceAll(/[-:]|\.000/g, '')
}

/** Whether a boundary that several versions cover belongs to this one: the latest counts. */
export function isOwn({ version, boundary }: Due, versions: readonly ScheduleVersion[]): boolean {
  const owner = versions.findLast(
    ({ from, until }) => boundary > from && (until === null || boundary <= until),
  )
  return owner === version
}
